import { createHmac, randomInt } from 'node:crypto';
import type { From } from './accounts.ts';
import type { Devices } from './devices.ts';
import type { LibraryOptions } from './library.ts';
import { COUNTERS, type Refused, type Throttle } from './throttle.ts';

/** A code is good for so long, once. */
const CODE_MINUTES = 10;
/** After so many wrong ones it is good for nothing. */
const CODE_TRIES = 5;

/** Who has an address, as far as they have an account already. */
type Users = readonly string[];

/** Codes that are mailed to patients, who have no password. Whose the address is, is looked up elsewhere. */
export type PatientCodes = {
  readonly goodForMinutes: number;
  /** Held up where this place has asked for too many. Costs the same for every address. */
  admitRequest(from: From): Promise<{ readonly admitted: true } | Refused>;
  /**
   * A new code for this address; the one before is good for nothing. Null where it has had mails enough. A browser that
   * one of these users has signed in on has mails of its own: strangers cannot use them up.
   */
  begin(email: string, users: Users, from: From): Promise<string | null>;
  /** Whether this is the code of this address. It is not used up. */
  check(email: string, code: string, users: Users, from: From): Promise<{ readonly right: true } | Refused>;
  /** Uses it up: of two at once, the second hears false. */
  use(email: string, code: string): Promise<boolean>;
  /** No code of this address is good any more. */
  end(email: string): Promise<void>;
};

export function patientCodesIn(
  { pool, secret }: LibraryOptions,
  throttle: Throttle,
  devices: Devices,
): PatientCodes {
  const hash = (...parts: readonly string[]) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['patient-code', ...parts]))
      .digest('base64url');
  const addressOf = (email: string) => hash('address', email);
  // With its address: the same six digits mailed to somebody else are another code.
  const codeOf = (email: string, code: string) => hash('code', email, code);

  return {
    goodForMinutes: CODE_MINUTES,

    async admitRequest(from) {
      const retryAfter = await throttle.take(COUNTERS.codeMailsFrom(from));
      return retryAfter === null ? { admitted: true } : { refused: 'held-up', retryAfter };
    },

    async begin(email, users, from) {
      const device = await devices.findOf(users, from);
      for (const counter of COUNTERS.codeMailsTo(email, device)) {
        if ((await throttle.take(counter)) !== null) return null;
      }
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      await pool.query(
        `INSERT INTO auth."patientCode" ("address", "code", "expiresAt")
         VALUES ($1, $2, now() + make_interval(mins => $3))
         ON CONFLICT ("address") DO UPDATE SET "code" = excluded."code", "expiresAt" = excluded."expiresAt",
           "strangersTries" = 0, "knownTries" = 0`,
        [addressOf(email), codeOf(email, code), CODE_MINUTES],
      );
      return code;
    },

    async check(email, code, users, from) {
      const device = await devices.findOf(users, from);
      const tries = device ? '"knownTries"' : '"strangersTries"';
      return throttle.guess(COUNTERS.patientCode(email, device, from), async () => {
        // One statement: tries at once are as many as tries one after the other.
        const { rows } = await pool.query<{ isRight: boolean }>(
          `UPDATE auth."patientCode" SET ${tries} = ${tries} + CASE WHEN "code" = $2 THEN 0 ELSE 1 END
           WHERE "address" = $1 AND "expiresAt" > now() AND ${tries} < $3
           RETURNING "code" = $2 AS "isRight"`,
          [addressOf(email), codeOf(email, code), CODE_TRIES],
        );
        return rows[0]?.isRight ? { right: true } : null;
      });
    },

    async use(email, code) {
      const { rowCount } = await pool.query(
        `DELETE FROM auth."patientCode" WHERE "address" = $1 AND "code" = $2 AND "expiresAt" > now()`,
        [addressOf(email), codeOf(email, code)],
      );
      return rowCount === 1;
    },

    async end(email) {
      await pool.query('DELETE FROM auth."patientCode" WHERE "address" = $1', [addressOf(email)]);
    },
  };
}
