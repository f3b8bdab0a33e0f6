/** What everybody in the demo signs in with. It opens nothing but invented data, on this machine. */
export const DEMO_PASSWORD = 'evenkeel-demo';
