import type { From } from './accounts.ts';
import { COOKIE_PREFIX } from './library.ts';

/** A request as the library reads one. It may believe the address: we set it, from the connection. */
export const requestHeaders = ({ cookies, userAgent, address }: From): Headers =>
  new Headers({ cookie: cookies, 'user-agent': userAgent, 'x-evenkeel-client': address });

export const cookiesIn = (answer: Response): readonly string[] => answer.headers.getSetCookie();

const SESSION_COOKIE = new RegExp(`(?:^|;\\s*)(?:__Secure-)?${COOKIE_PREFIX}\\.session_token=([^;]+)`);

/** The token of the session that a Cookie header carries; null where it carries none. */
export function sessionTokenIn(cookies: string): string | null {
  const [, value] = SESSION_COOKIE.exec(cookies) ?? [];
  if (!value) return null;
  try {
    // token.signature: the token alone is 190 bits of chance, and what is stored is found by its hash.
    const [token] = decodeURIComponent(value).split('.');
    return token || null;
  } catch {
    return null;
  }
}
