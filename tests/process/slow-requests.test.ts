import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeDatabase } from '#tests/support/database.ts';
import { A_SECRET, type Evenkeel, startEvenkeel } from '#tests/support/evenkeel-process.ts';

jest.setTimeout(60_000);

let given: Awaited<ReturnType<typeof makeDatabase>>;
let folder: string;
let evenkeel: Evenkeel;

beforeAll(async () => {
  given = await makeDatabase('migrated');
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-slow-'));
  evenkeel = await startEvenkeel({
    folder,
    env: {
      DATABASE_URL: given.serviceUrl,
      EVENKEEL_OWNER_URL: given.ownerUrl,
      EVENKEEL_SECRET: A_SECRET,
      EVENKEEL_HEADERS_SECONDS: '2',
      EVENKEEL_REQUEST_SECONDS: '5',
      EVENKEEL_KEEP_ALIVE_SECONDS: '1',
    },
  });
});
afterAll(async () => {
  evenkeel.signal('SIGTERM');
  await evenkeel.ended;
  await given.drop();
  await rm(folder, { recursive: true, force: true });
});

/** What was heard on a connection until the server ended it, and after how many seconds that was. */
type Heard = { readonly said: string; readonly seconds: number };

function dial(): { readonly socket: Socket; readonly over: Promise<Heard> } {
  const { hostname, port } = new URL(evenkeel.url);
  const socket = connect(Number(port), hostname);
  const begun = performance.now();
  let said = '';
  socket.setEncoding('utf8').on('data', (more) => {
    said += more;
  });
  socket.on('error', () => {});
  const over = new Promise<Heard>((resolve) =>
    socket.once('close', () => resolve({ said, seconds: (performance.now() - begun) / 1_000 })),
  );
  return { socket, over };
}

/** A byte a second for as long as it takes: each comes in time, and the last never does. */
async function drip(head: string): Promise<Heard> {
  const { socket, over } = dial();
  socket.write(head);
  const dripping = setInterval(() => socket.write('x'), 1_000);
  const giveUp = setTimeout(() => socket.destroy(), 15_000);
  const heard = await over;
  clearInterval(dripping);
  clearTimeout(giveUp);
  return heard;
}

/** What others are answered meanwhile, every quarter of a second. */
async function othersUntil(over: Promise<unknown>): Promise<number[]> {
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  const statuses: number[] = [];
  while (!isOver) {
    statuses.push((await fetch(`${evenkeel.url}/api/v1/demo/people`)).status);
    await wait(250);
  }
  return statuses;
}

const SIGN_IN = 'POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: evenkeel\r\nContent-Type: application/json\r\n';
const REFUSED = /^HTTP\/1\.1 408 /;

describe('whoever sends a byte a second', () => {
  test.each([
    ['of a header', 'GET /api/v1/clinic HTTP/1.1\r\nHost: evenkeel\r\nX-Slow: ', 2],
    ['of a body that anybody may send', `${SIGN_IN}Content-Length: 1000\r\n\r\n{`, 5],
    ['of a body without a length', `${SIGN_IN}Transfer-Encoding: chunked\r\n\r\n3e8\r\n{`, 5],
  ])('%s is let go, and others are served meanwhile', async (_, head, limit) => {
    const heard = drip(head);
    const statuses = await othersUntil(heard);
    const { said, seconds } = await heard;
    expect(said).toMatch(REFUSED);
    expect(seconds).toBeGreaterThan(limit - 0.5);
    expect(seconds).toBeLessThan(limit + 2.5);
    expect(statuses.length).toBeGreaterThan(3);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test('of a body after the answer, since nobody had signed in, is let go too', async () => {
    const { said, seconds } = await drip(
      'POST /api/v1/patients HTTP/1.1\r\nHost: evenkeel\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    expect(said).toContain('not-signed-in');
    expect(seconds).toBeLessThan(8);
  });
});

test('fifty who never finish a header hold up nobody, and are all let go', async () => {
  const slow = Array.from({ length: 50 }, () => dial());
  for (const { socket } of slow) socket.write('GET /api/v1/clinic HTTP/1.1\r\nHost:');
  const over = Promise.all(slow.map((one) => one.over));
  const statuses = await othersUntil(over);
  expect(new Set(statuses)).toEqual(new Set([200]));
  for (const { said, seconds } of await over) {
    expect(said).toMatch(REFUSED);
    expect(seconds).toBeLessThan(5);
  }
});

test('a connection on which nothing more is asked is let go', async () => {
  const { socket, over } = dial();
  socket.write('GET /healthz HTTP/1.1\r\nHost: evenkeel\r\n\r\n');
  const { said, seconds } = await over;
  expect(said).toMatch(/^HTTP\/1\.1 200 /);
  expect(seconds).toBeLessThan(4);
});
