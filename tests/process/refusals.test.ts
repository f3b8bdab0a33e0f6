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

test('HOST 0.0.0.0 is refused while there is no sign-in', async () => {
  expect(await refused({ env: { HOST: '0.0.0.0' } })).toMatch(
    /^HOST 0\.0\.0\.0 would let others in, and there is no sign-in yet/,
  );
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
