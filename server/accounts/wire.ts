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
  const kept = cookies.map((cookie) => cookie.split(';')[0]?.replace(HOST_PREFIX, '')).join('; ');
  const token = sessionTokenIn(kept);
  if (!token) throw new Error('The sign-in library signed somebody in without a session.');
  return { status: 'signed-in', tokenHash: hashOfToken(token), cookies };
}

/**
 * The token of the session that a Cookie header carries; null where it carries none. Only the cookie of the one name that
 * holds here counts: behind TLS the one that says so, since a browser takes the other from whoever stands between, or from
 * a neighbouring site. Two of them, or one that is not as we wrote it, is none: the library might read another than we do.
 */
export function sessionTokenIn(cookies: string, publicUrl: string | null = null): string | null {
  const name = `${isByTls(publicUrl) ? HOST_PREFIX : ''}${COOKIE_PREFIX}.session_token`;
  const named = cookies.split(';').filter((cookie) => cookie.split('=')[0]?.trim() === name);
  const [, value] = named.length === 1 ? (/^\s*[^=\s]+=([^\s"]+)$/.exec(named[0] ?? '') ?? []) : [];
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
