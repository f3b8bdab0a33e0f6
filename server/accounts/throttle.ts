import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { fingerprint } from '#server/platform/fingerprint.ts';
import type { From } from './accounts.ts';
import { networkOf } from './network-of.ts';

/**
 * Why somebody is not let in. `held-up`: there were too many tries, and this one was not looked at. `over`: what it
 * belongs to has come to its end.
 */
export type Refused =
  | { readonly refused: 'wrong' | 'over' }
  | { readonly refused: 'held-up'; readonly retryAfter: number };

export const WRONG: Refused = { refused: 'wrong' };
export const OVER: Refused = { refused: 'over' };

/** So many tries in so many seconds. */
type Limit = { readonly tries: number; readonly seconds: number };
const QUARTER_HOUR = 900;
const HOUR = 3600;
const DAY = 86_400;

const LIMITS = {
  /** One account from one place. */
  'account-and-address': { tries: 10, seconds: QUARTER_HOUR },
  /** One account from everywhere. Whoever has signed in on their device before is not counted here. */
  account: { tries: 40, seconds: HOUR },
  /** Any account from one place. */
  address: { tries: 60, seconds: QUARTER_HOUR },
  /** One account on a device where it has signed in before. */
  device: { tries: 10, seconds: QUARTER_HOUR },
  /** Somebody signed in is asked for their password once more. */
  'own-password': { tries: 10, seconds: QUARTER_HOUR },
  /** Second factors and links from mails, from one place. */
  codes: { tries: 30, seconds: QUARTER_HOUR },
  /** Mails asked for from one place, and mails to one address. */
  'mails-from': { tries: 20, seconds: QUARTER_HOUR },
  'mails-to': { tries: 5, seconds: HOUR },
  /** Sign-in codes are few enough to be guessed one day: each mail is five tries. */
  'code-mails-from': { tries: 30, seconds: QUARTER_HOUR },
  'code-mails-to': { tries: 5, seconds: HOUR },
  'code-mails-to-in-a-day': { tries: 20, seconds: DAY },
  /** A code of an app is shown for half a minute, and good for a minute more: once. */
  'used-code': { tries: 1, seconds: 120 },
} as const satisfies Record<string, Limit>;

/** What a try is counted under. */
export type Counter = { readonly limit: keyof typeof LIMITS; readonly key: string };

const counter = (limit: keyof typeof LIMITS, ...parts: readonly string[]): Counter => ({
  limit,
  // Hashed: no address is to be read in the table, and no key is too long for it.
  key: fingerprint(parts),
});

export const COUNTERS = {
  /** From the narrowest place on: who is held up there does not use up the tries of everybody else. */
  stranger: (email: string, { address }: From): readonly Counter[] => [
    counter('account-and-address', email, networkOf(address)),
    counter('address', networkOf(address)),
    counter('account', email),
  ],
  device: (device: string, email: string): Counter => counter('device', device, email),
  ownPassword: (userId: string): Counter => counter('own-password', userId),
  codes: ({ address }: From): Counter => counter('codes', networkOf(address)),
  mailsFrom: ({ address }: From): Counter => counter('mails-from', networkOf(address)),
  mailsTo: (email: string): Counter => counter('mails-to', email),
  codeMailsFrom: ({ address }: From): Counter => counter('code-mails-from', networkOf(address)),
  /** Those asked for on a device that the address is known on are counted apart. */
  codeMailsTo: (email: string, device: string | null): readonly Counter[] => [
    counter('code-mails-to', email, device ?? ''),
    counter('code-mails-to-in-a-day', email, device ?? ''),
  ],
  /** As passwords are, and apart from them: the same address may be of somebody who has one. */
  patientCode: (email: string, device: string | null, { address }: From): readonly Counter[] =>
    device
      ? [counter('device', 'patient-code', device, email)]
      : [
          counter('account-and-address', 'patient-code', email, networkOf(address)),
          counter('address', networkOf(address)),
          counter('account', 'patient-code', email),
        ],
  usedCode: (userId: string, code: string): Counter => counter('used-code', userId, code),
};

export type Throttle = {
  /**
   * Tries something that may be a guess: counted before it is tried, so that a thousand at once are as few as one after
   * the other, and given back where it was right. The attempt answers null where it was wrong.
   */
  guess<T>(counters: readonly Counter[], attempt: () => Promise<T | null>): Promise<T | Refused>;
  /** Counts, and says for how many seconds this is held up; null where it is not. */
  take(counter: Counter): Promise<number | null>;
};

/** Counted in PostgreSQL: a restart forgets nothing, and several processes count together. */
export function createThrottle(pool: pg.Pool): Throttle {
  const limiters = new Map(
    Object.entries(LIMITS).map(([name, { tries, seconds }]) => [
      name,
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: 'auth',
        tableName: 'throttle',
        tableCreated: true,
        keyPrefix: name,
        points: tries,
        duration: seconds,
      }),
    ]),
  );
  const limiterOf = ({ limit }: Counter) => limiters.get(limit) as RateLimiterPostgres;

  async function take(counter: Counter): Promise<number | null> {
    try {
      await limiterOf(counter).consume(counter.key);
      return null;
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      return Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
    }
  }

  return {
    take,
    async guess(counters, attempt) {
      for (const counter of counters) {
        const retryAfter = await take(counter);
        if (retryAfter !== null) return { refused: 'held-up', retryAfter };
      }
      const outcome = await attempt();
      if (outcome === null) return WRONG;
      for (const counter of counters) await limiterOf(counter).reward(counter.key);
      return outcome;
    },
  };
}
