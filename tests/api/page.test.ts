import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request, { type Response } from 'supertest';
import { startApi, type TestApi } from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let folder: string;

/** Stands beside the page's folder, and in its hidden files. */
const NOT_OF_THE_PAGE = 'what the server keeps for itself';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evenkeel-page-'));
  const staticDir = path.join(folder, 'client');
  await mkdir(path.join(staticDir, 'assets'), { recursive: true });
  await writeFile(path.join(staticDir, 'index.html'), '<html><meta nonce="{{nonce}}" /></html>');
  await writeFile(path.join(staticDir, 'icon.svg'), '<svg/>');
  await writeFile(path.join(staticDir, 'assets/app-1a2b.js'), 'run();');
  await writeFile(path.join(staticDir, '.secret'), NOT_OF_THE_PAGE);
  await writeFile(path.join(staticDir, 'assets/.secret'), NOT_OF_THE_PAGE);
  await writeFile(path.join(folder, 'secret'), NOT_OF_THE_PAGE);
  t = await testDatabase();
  api = await startApi(t, { staticDir });
});
afterAll(async () => {
  await api.close();
  await t.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (at: string): Promise<Response> => request(api.url).get(at).then();

type Raw = { readonly status: number; readonly headers: Record<string, unknown>; readonly text: string };

/** The address as it is written: a client that means well would tidy it up. */
const getRaw = (at: string): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    httpRequest({ hostname, port, path: at }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    })
      .on('error', reject)
      .end();
  });

const policyOf = ({ headers }: Response): Map<string, string> =>
  new Map(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => [
        directive.slice(0, directive.indexOf(' ')),
        directive.slice(directive.indexOf(' ') + 1),
      ]),
  );

describe('the page', () => {
  test('runs scripts of ours alone, and no style that somebody wrote into it', async () => {
    const policy = policyOf(await get('/'));
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('style-src')).toMatch(/^'self' 'nonce-[\w-]{22}'$/);
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|https?:/);
  });

  test('is framed by nobody, and sends its forms to nobody else', async () => {
    const answer = await get('/');
    const policy = policyOf(answer);
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('form-action')).toBe("'self'");
    expect(answer.headers['x-frame-options']).toBe('DENY');
  });

  test.each(['/', '/index.html', '/patients/0195', '/day/2026-03-02'])(
    'at %s has a word of its own for its styles, new each time, and is kept by nobody',
    async (at) => {
      const [one, other] = [await get(at), await get(at)];
      const [, word] = /'nonce-([\w-]+)'/.exec(policyOf(one).get('style-src') ?? '') ?? [];
      expect(one.text).toBe(`<html><meta nonce="${word}" /></html>`);
      expect(other.text).not.toBe(one.text);
      expect(one.headers['cache-control']).toBe('no-store');
      expect(one.headers.etag).toBeUndefined();
    },
  );

  test('has files that are named by their content and kept for ever, and others that are asked for anew', async () => {
    const script = await get('/assets/app-1a2b.js');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toMatch(/^text\/javascript/);
    expect((await get('/icon.svg')).headers['cache-control']).toBeUndefined();
    expect((await get('/assets/app-of-yesterday.js')).body).toMatchObject({ type: 'not-found' });
  });
});

describe('an address', () => {
  test.each([
    '/../secret',
    '/assets/../../secret',
    '/%2e%2e/secret',
    '/assets/%2e%2e/%2e%2e/secret',
    '/..%2fsecret',
    '/assets/..%2f..%2fsecret',
    '/..%5csecret',
    '/assets/..\\..\\secret',
    '/....//secret',
    '//../secret',
    '/assets/%252e%252e/secret',
    '/secret%00.js',
    '/assets/app-1a2b.js%00',
    '/assets/app-1a2b.js/../../../secret',
    '/.secret',
    '/assets/.secret',
    '/%2esecret',
    'http://elsewhere.example/../secret',
  ])('%s leads out of the folder of the page to nothing', async (at) => {
    const { status, text } = await getRaw(at);
    expect(text).not.toContain(NOT_OF_THE_PAGE);
    expect([200, 400, 403, 404]).toContain(status);
  });

  test.each([
    '//elsewhere.example/%2e%2e',
    '//elsewhere.example/..',
    '/assets',
    '/assets//elsewhere.example/..',
  ])('%s sends nobody elsewhere', async (at) => {
    const { status, headers } = await getRaw(at);
    expect(headers.location).toBeUndefined();
    expect(status).not.toBe(301);
  });

  test.each([
    '/%0d%0aSet-Cookie:%20evenkeel.session_token=planted',
    '/assets/%0d%0aSet-Cookie:%20evenkeel.session_token=planted',
    '/api/v1/patients/%0d%0aSet-Cookie:%20evenkeel.session_token=planted',
    '/api/v1/patients?q=%0d%0aSet-Cookie:%20evenkeel.session_token=planted',
  ])('%s adds no line to an answer', async (at) => {
    const { status, headers } = await getRaw(at);
    expect(headers['set-cookie']).toBeUndefined();
    expect(status).toBeLessThan(500);
  });
});
