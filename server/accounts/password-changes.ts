import { hashOfSecret, newSecretToken } from '#server/platform/secret-token.ts';
import type { From } from './accounts.ts';
import type { Devices } from './devices.ts';
import type { Library, LibraryOptions } from './library.ts';
import { hashPassword } from './passwords.ts';
import { COUNTERS, OVER, type Refused, type Throttle } from './throttle.ts';
import { assertNoFault, cookiesIn, requestHeaders } from './wire.ts';

/** New passwords. Whether one is good enough is judged before. */
export type PasswordChanges = {
  /** By whoever knows the present one. Ends every other session; answers the cookies of a new one. */
  change(
    userId: string,
    passwords: { readonly current: string; readonly next: string },
    from: From,
  ): Promise<readonly string[] | Refused>;
  /** Held up where this place has asked for too many mails. Costs the same for every address. */
  admitRequest(from: From): Promise<{ readonly admitted: true } | Refused>;
  /** Held up where this place has tried too many links and codes. */
  admitLink(from: From): Promise<{ readonly admitted: true } | Refused>;
  /** What is to be mailed to this address; null where no password belongs to it, or it has had mails enough. */
  beginReset(email: string): Promise<{ readonly userId: string; readonly token: string } | null>;
  /** Whose password may be set by this token. It is not used up. */
  findReset(token: string, from: From): Promise<{ readonly userId: string } | Refused>;
  /**
   * Once. Ends every session, and every other browser is a stranger: this one has shown that it reads the mail. Answers
   * the cookies that it is to keep.
   */
  reset(token: string, password: string, from: From): Promise<readonly string[] | Refused>;
};

const RESET_MINUTES = 30;

export function passwordChangesBy(
  { api }: Library,
  { pool }: LibraryOptions,
  throttle: Throttle,
  devices: Devices,
): PasswordChanges {
  return {
    change(userId, { current, next }, from) {
      return throttle.guess([COUNTERS.ownPassword(userId)], async () => {
        const answer = await api.changePassword({
          body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
          headers: requestHeaders(from),
          asResponse: true,
        });
        assertNoFault(answer);
        return answer.ok ? cookiesIn(answer) : null;
      });
    },

    async admitRequest(from) {
      const retryAfter = await throttle.take(COUNTERS.mailsFrom(from));
      return retryAfter === null ? { admitted: true } : { refused: 'held-up', retryAfter };
    },

    async admitLink(from) {
      const retryAfter = await throttle.take(COUNTERS.codes(from));
      return retryAfter === null ? { admitted: true } : { refused: 'held-up', retryAfter };
    },

    async beginReset(email) {
      if ((await throttle.take(COUNTERS.mailsTo(email))) !== null) return null;
      const token = newSecretToken();
      const { rows } = await pool.query<{ userId: string }>(
        `INSERT INTO auth."passwordReset" ("hash", "userId", "expiresAt")
         SELECT $2, u."id", now() + make_interval(mins => $3)
         FROM auth."user" u JOIN auth."account" a ON a."userId" = u."id" AND a."providerId" = 'credential'
         WHERE u."email" = $1
         RETURNING "userId"`,
        [email, hashOfSecret(token), RESET_MINUTES],
      );
      return rows[0] ? { userId: rows[0].userId, token } : null;
    },

    async findReset(token, from) {
      return throttle.guess([COUNTERS.codes(from)], async () => {
        const { rows } = await pool.query<{ userId: string }>(
          `SELECT "userId" FROM auth."passwordReset" WHERE "hash" = $1 AND "expiresAt" > now()`,
          [hashOfSecret(token)],
        );
        return rows[0] ?? null;
      });
    },

    async reset(token, password, from) {
      // One statement: of two at once, the second finds nothing left to use.
      const { rows } = await pool.query<{ userId: string }>(
        `WITH used AS (
           DELETE FROM auth."passwordReset" WHERE "userId" = (
             SELECT "userId" FROM auth."passwordReset" WHERE "hash" = $1 AND "expiresAt" > now()
           )
           RETURNING "userId"
         ), changed AS (
           UPDATE auth."account" SET "password" = $2, "updatedAt" = now()
           WHERE "userId" IN (SELECT "userId" FROM used) AND "providerId" = 'credential'
           RETURNING "userId"
         ), sessions AS (
           DELETE FROM auth."session" WHERE "userId" IN (SELECT "userId" FROM used)
         ), devices AS (
           DELETE FROM auth."device" WHERE "userId" IN (SELECT "userId" FROM used)
         )
         SELECT "userId" FROM changed`,
        [hashOfSecret(token), await hashPassword(password)],
      );
      return rows[0] ? devices.remember(rows[0].userId, from) : OVER;
    },
  };
}
