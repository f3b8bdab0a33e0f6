import type { From, SignedIn } from './accounts.ts';
import { hashOfToken } from './hashed-session-tokens.ts';
import { COOKIE_PREFIX, HOST_PREFIX, isByTls } from './library.ts';

/** A request as the library reads one. It may believe the address: we set it, from the connection. */
export const requestHeaders = ({ cookies, userAgent, address }: From): Headers =>
  new Headers({ cookie: cookies, 'user-agent': userAgent, 'x-evenkeel-client': address });

export const cookiesIn = (answer: Response): readonly string[] => answer.headers.getSetCookie();

/** A refusal is an answer; what went wrong on our side is not. */
export function assertNoFault(answer: Response): void {
  if (answer.status >= 500) throw new Error('The sign-in library failed.');
}

/**
 * The first step of signing in, where the second is still to come: no session that is in this browser besides. One cookie
 * of the one name that holds here, and as we wrote it, so that the library reads the same as we do: by a second one, or by
 * quotes, whoever tries codes would be nobody to us, and leave no line.
 */
export function onlyPendingSignIn(from: From, publicUrl: string): From {
  const name = `${isByTls(publicUrl) ? HOST_PREFIX : ''}${COOKIE_PREFIX}.two_factor=`;
  const cookie = from.cookies.split(/;\s*/).find((one) => one.startsWith(name)) ?? '';
  return { ...from, cookies: /[\s"]/.test(cookie) ? '' : cookie };
}

/** By what the library knows that first step again; null where this browser has done none. */
export function pendingSignInIn(from: From, publicUrl: string): string | null {
  const [, value] = /=([^;]+)/.exec(onlyPendingSignIn(from, publicUrl).cookies) ?? [];
  const [identifier] = value ? decoded(value).split('.') : [];
  return identifier || null;
}

/** An answer that signs somebody in. */
export function signedInBy(answer: Response): SignedIn {
  const cookies = cookiesIn(answer);
  const token = sessionTokenIn(cookies.map((cookie) => cookie.split(';')[0]).join('; '));
  if (!token) throw new Error('The sign-in library signed somebody in without a session.');
  return { status: 'signed-in', tokenHash: hashOfToken(token), cookies };
}

const SECURE_COOKIE = new RegExp(`(?:^|;\\s*)${HOST_PREFIX}${COOKIE_PREFIX}\\.session_token=([^;]+)`);
const ANY_COOKIE = new RegExp(`(?:^|;\\s*)(?:${HOST_PREFIX})?${COOKIE_PREFIX}\\.session_token=([^;]+)`);

/**
 * The token of the session that a Cookie header carries; null where it carries none. Behind TLS only the cookie that
 * says so in its name counts: a browser takes the other from whoever stands between, or from a neighbouring site.
 */
export function sessionTokenIn(cookies: string, publicUrl: string | null = null): string | null {
  const [, value] = (isByTls(publicUrl) ? SECURE_COOKIE : ANY_COOKIE).exec(cookies) ?? [];
  // token.signature: the token alone is 190 bits of chance, and what is stored is found by its hash.
  const [token] = value ? decoded(value).split('.') : [];
  return token || null;
}

/** A cookie is whatever the browser likes to send. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
