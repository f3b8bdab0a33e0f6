import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { type Given, runEvenkeel } from '#tests/support/evenkeel-process.ts';

jest.setTimeout(30_000);

const refused = async (given: Given): Promise<string> => {
  const folder = path.join(tmpdir(), `evenkeel-never-made-${process.pid}`);
  const { code, said } = await runEvenkeel({ folder, ...given });
  expect(code).toBe(1);
  await expect(readdir(folder)).rejects.toThrow('ENOENT'); // nothing was begun
  return said.trim();
};

test('settings that cannot be are refused together, one to a line', async () => {
  expect(await refused({ env: { PORT: 'http', LOG_LEVEL: 'loud' } })).toBe(
    'PORT must be a number.\nLOG_LEVEL must be one of: fatal, error, warn, info, debug, trace, silent.',
  );
});

test('HOST 0.0.0.0 is refused to the demo, whose password everybody knows', async () => {
  expect(await refused({ env: { HOST: '0.0.0.0' } })).toMatch(
    /^HOST 0\.0\.0\.0 would let others into the demo, whose password is no secret\. Leave it at 127\.0\.0\.1/,
  );
});

const MAKE_ONE = 'Make one: node -p "crypto.randomBytes(32).toString(\'base64url\')".';

test.each([
  ['EVENKEEL_DEMO=false', { EVENKEEL_DEMO: 'false' }],
  ['a database of one’s own', { DATABASE_URL: 'postgresql://evenkeel:word@127.0.0.1:1/evenkeel' }],
])('%s needs a secret, and how to make one is told', async (_, env) => {
  expect(`${await refused({ env })}.`).toBe(
    `EVENKEEL_SECRET is not set: sessions are signed with it. ${MAKE_ONE}`,
  );
});

test.each([
  ['short', 'q8W2-zR5tY7uI0oP3aS6dF9gH1jK4lX'],
  ['of one letter', 'x'.repeat(64)],
  ['of one word again and again', 'evenkeel'.repeat(8)],
])('a secret that is %s is refused, and not repeated', async (_, secret) => {
  const said = await refused({ env: { EVENKEEL_DEMO: 'false', EVENKEEL_SECRET: secret } });
  expect(said).toBe(`EVENKEEL_SECRET must be 32 characters or more of pure chance. ${MAKE_ONE}`);
  expect(said).not.toContain(secret);
});

test('idle minutes that log nobody off, and an address that is none, are refused', async () => {
  const env = {
    EVENKEEL_STAFF_IDLE_MINUTES: '0',
    EVENKEEL_PATIENT_IDLE_MINUTES: '121',
    EVENKEEL_URL: 'evenkeel.example.com',
  };
  expect((await refused({ env })).split('\n')).toEqual([
    'EVENKEEL_URL must be an address like https://evenkeel.example.com.',
    'EVENKEEL_STAFF_IDLE_MINUTES must be from 1 to 120.',
    'EVENKEEL_PATIENT_IDLE_MINUTES must be from 1 to 120.',
  ]);
});

test('a port that is in use is refused before a database is made, and another is proposed', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    expect(await refused({ env: { PORT: String(port) } })).toBe(
      `Port ${port} of 127.0.0.1 is in use. Choose another: PORT=${port + 1} npm start`,
    );
  } finally {
    other.close();
  }
});

test('an argument that is mistyped is refused rather than left aside', async () => {
  expect(await refused({ args: ['--resed'] })).toBe(
    '--resed is not known here. The only one is --reseed, which makes the demo fresh.',
  );
});
