import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * `npm test`: types, lint and dead code, then every test there is, down to the browser. Ends with one line that counts
 * them all, and with 1 where anything failed.
 */
const folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-results-'));
const jestResults = path.join(folder, 'jest.json');
const browserResults = path.join(folder, 'browser.json');

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const playwright = ['node_modules/@playwright/test/cli.js', 'test'];

let sound = true;
try {
  sound = (await run('npm', ['run', '--silent', 'check'])) && sound;
  sound = (await run(process.execPath, [...jest, '--json', `--outputFile=${jestResults}`])) && sound;
  sound = (await run('npm', ['run', '--silent', 'build'])) && sound;
  sound =
    (await run(process.execPath, [...playwright, '--reporter=list,json'], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: browserResults,
    })) && sound;

  const [inNode, inBrowser] = [await read(jestResults), await read(browserResults)];
  const passed = Number(inNode?.numPassedTests ?? 0) + Number(inBrowser?.stats?.expected ?? 0);
  const failed =
    Number(inNode?.numFailedTests ?? 0) +
    Number(inNode?.numRuntimeErrorTestSuites ?? 0) +
    Number(inBrowser?.stats?.unexpected ?? 0) +
    Number(inBrowser?.stats?.flaky ?? 0);
  // What failed without a test to its name, such as a type or the start of a browser, counts as one.
  console.log(`\n${passed} passed, ${sound ? failed : Math.max(1, failed)} failed`);
  process.exitCode = sound && failed === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function run(program: string, args: readonly string[], more: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...more } });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

type Results = {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly numRuntimeErrorTestSuites?: number;
  readonly stats?: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
};

/** Null where the runner did not come to its end. */
async function read(file: string): Promise<Results | null> {
  return readFile(file, 'utf8').then(JSON.parse, () => null);
}
