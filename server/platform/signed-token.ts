import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Words of ours that go out and come back: `payload.signature`, both base64url. Anybody may read the payload; nobody
 * without the secret can make one. `purpose` keeps a token of one kind from passing for another.
 */
export function signToken(purpose: string, claims: object, secret: string): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `${payload}.${signatureOf(purpose, payload, secret).toString('base64url')}`;
}

/** What was signed; null where it was not signed by us, for this purpose. */
export function readToken(purpose: string, token: string, secret: string): unknown {
  const [payload, signature, ...rest] = token.split('.');
  if (!payload || !signature || rest.length > 0) return null;
  const given = Buffer.from(signature, 'base64url');
  const expected = signatureOf(purpose, payload, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
}

const signatureOf = (purpose: string, payload: string, secret: string): Buffer =>
  createHmac('sha256', secret).update(`${purpose}.${payload}`).digest();
