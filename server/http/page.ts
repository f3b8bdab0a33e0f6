import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { notFound } from './problem-handler.ts';

/** The page: files named by their content for ever, everything else asked for anew. Its router owns the other paths. */
export function page(staticDir: string): Router {
  const router = express.Router();
  const shell = sendShell(join(staticDir, 'index.html'));
  router.use(
    '/assets',
    express.static(join(staticDir, 'assets'), { immutable: true, maxAge: '1y', redirect: false }),
    notFound,
  );
  router.get('/index.html', shell);
  router.use(express.static(staticDir, { index: false, cacheControl: false, redirect: false }));
  router.get('/{*path}', shell);
  return router;
}

/**
 * Scripts are files of ours. So are styles, but for those that Mantine makes as the page runs: they carry a word that
 * is new in every page we send, which is therefore kept by nobody.
 */
const sendShell =
  (file: string): RequestHandler =>
  async (_req, res) => {
    const html = await readFile(file, 'utf8');
    const nonce = randomBytes(16).toString('base64url');
    res.set('Content-Security-Policy', policyOf(nonce)).set('Cache-Control', 'no-store');
    res.type('html').send(html.replace('{{nonce}}', nonce));
  };

const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
