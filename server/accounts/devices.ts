import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { hashOfSecret } from '#server/platform/secret-token.ts';
import type { From } from './accounts.ts';
import { COOKIE_PREFIX, HOST_PREFIX, isByTls, type LibraryOptions } from './library.ts';

/** Browsers on which somebody has signed in before. Who guesses elsewhere does not hold them up. */
export type Devices = {
  /** The device of these cookies, where the person of this address has signed in on it; otherwise null. */
  find(email: string, from: From): Promise<string | null>;
  /** The same for several people: where one of these users has signed in. */
  findOf(userIds: readonly string[], from: From): Promise<string | null>;
  /** From now on this browser is known to be this person's. Answers the cookie that it is to keep. */
  remember(userId: string, from: From): Promise<readonly string[]>;
};

/** As long as browsers keep a cookie. */
const KEPT_DAYS = 400;

export function createDevices({ pool, secret, publicUrl }: LibraryOptions): Devices {
  const isSecure = isByTls(publicUrl);
  const name = `${isSecure ? HOST_PREFIX : ''}${COOKIE_PREFIX}.device`;
  const sign = (token: string) => createHmac('sha256', secret).update(`device.${token}`).digest('base64url');

  /** What is stored of the browser's token; null where we have not given it out. */
  function hashIn({ cookies }: From): string | null {
    const value = cookies
      .split(/;\s*/)
      .find((cookie) => cookie.startsWith(`${name}=`))
      ?.slice(name.length + 1);
    const [token = '', signature = ''] = value?.split('.') ?? [];
    return isSame(signature, sign(token)) ? hashOfSecret(token) : null;
  }

  return {
    async find(email, from) {
      const hash = hashIn(from);
      // Asked even without one: the time it takes tells nothing about the address.
      const { rows } = await pool.query<{ hash: string }>(
        `SELECT d."hash" FROM auth."device" d JOIN auth."user" u ON u."id" = d."userId"
         WHERE d."hash" = $1 AND u."email" = $2 AND d."seenAt" > now() - make_interval(days => $3)`,
        [hash ?? '', email, KEPT_DAYS],
      );
      return rows[0]?.hash ?? null;
    },
    async findOf(userIds, from) {
      const { rows } = await pool.query<{ hash: string }>(
        `SELECT "hash" FROM auth."device"
         WHERE "hash" = $1 AND "userId" = ANY ($2) AND "seenAt" > now() - make_interval(days => $3)`,
        [hashIn(from) ?? '', userIds, KEPT_DAYS],
      );
      return rows[0]?.hash ?? null;
    },
    async remember(userId, from) {
      const token = randomBytes(24).toString('base64url');
      // Each time another token: a copy of the old one, or one that somebody planted here, is no device any more.
      await pool.query(
        `WITH colleagues AS (UPDATE auth."device" SET "hash" = $1 WHERE "hash" = $2 AND "userId" <> $3),
           before AS (DELETE FROM auth."device" WHERE "hash" = $2 AND "userId" = $3),
           stale AS (DELETE FROM auth."device" WHERE "userId" = $3 AND "hash" <> $2 AND "seenAt" < now() - make_interval(days => $4))
         INSERT INTO auth."device" ("hash", "userId") VALUES ($1, $3)`,
        [hashOfSecret(token), hashIn(from) ?? '', userId, KEPT_DAYS],
      );
      const attributes = `Max-Age=${KEPT_DAYS * 86_400}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
      return [`${name}=${token}.${sign(token)}; ${attributes}`];
    },
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
