/** Class names read as themselves: `styles.tick` is "tick". */
export default new Proxy({}, { get: (_, name) => String(name) });
