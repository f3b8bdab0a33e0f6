import { fork } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

export type ServerProcess = { readonly url: string; stop(): Promise<void> };

/** Starts a server of this folder in a process of its own, as `npm start` would. Its output goes nowhere. */
export async function startServer(file: string, ...args: readonly string[]): Promise<ServerProcess> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(String(message)));
    child.once('exit', () => reject(new Error(`${file} did not start.`)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.disconnect();
      }),
  };
}

/** The other side: tells our parent the address, and ends with it. */
export function listenForBench(app: { listen(port: number, host: string): Server }): void {
  const server = app.listen(0, '127.0.0.1');
  server.once('listening', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.once('disconnect', () => process.exit());
}
