import autocannon from 'autocannon';

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/**
 * Sends so many requests by so many clients, each of which waits for its answer before it sends the next; answers
 * milliseconds from the first to the last. Anything but success spoils the measurement, and throws.
 */
export async function send(url: string, clients: number, requests: readonly Request[]): Promise<number> {
  const queue = requests.map(({ body, ...request }) => ({
    ...request,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }));
  let next = 0;
  let last = 0;
  const refused = new Map<number, number>();
  const begin = performance.now();
  await new Promise((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections: clients,
        amount: queue.length,
        // Each client asks for its next request when it has the answer to the one before.
        sampleInt: 20,
        requests: [{ setupRequest: (request) => ({ ...request, ...queue[next++ % queue.length] }) }],
      } as autocannon.Options,
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    run.on('response', (_client, status) => {
      last = performance.now();
      if (status >= 300) refused.set(status, (refused.get(status) ?? 0) + 1);
    });
  });
  if (refused.size > 0) {
    const counts = [...refused].map(([status, count]) => `${count} times ${status}`);
    throw new Error(`${url} refused what it should have done: ${counts.join(', ')}.`);
  }
  return last - begin;
}
