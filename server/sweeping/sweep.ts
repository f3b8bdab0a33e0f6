import type { Accounts } from '#server/accounts/accounts.ts';
import type { Database } from '#server/db/database.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import type { Clock } from '#server/platform/clock.ts';
import * as clinics from '#server/repositories/clinics.ts';

/** For how long what is of no use any more is kept at the most, in days. */
export type KeptDays = {
  /** The answer to a request that may come twice. */
  readonly answers: number;
  /** An invitation that nobody took up. */
  readonly invitations: number;
  /** A browser on which nobody has signed in since. */
  readonly devices: number;
};

/** So many rows of a kind in one statement: it holds nobody up. */
const BATCH = 1_000;
const DAY_MS = 86_400_000;

/** Takes away what has had its time, in every clinic and among the accounts. Answers how many rows it was. */
export async function sweep(
  { db, accounts, clock }: { db: Database; accounts: Pick<Accounts, 'sweep'>; clock: Clock },
  kept: KeptDays,
  batch: number = BATCH,
): Promise<number> {
  const now = clock.now();
  const before = {
    now,
    invitations: now - kept.invitations * DAY_MS,
    answers: now - kept.answers * DAY_MS,
  };
  const ofClinics = await untilNone(() => clinics.sweep(beforeClinic(db), before, batch));
  const ofAccounts = await untilNone(() => accounts.sweep(kept.devices, batch));
  return ofClinics + ofAccounts;
}

/** A row that somebody works on is passed over, and is left for the next time. */
async function untilNone(sweepSome: () => Promise<number>): Promise<number> {
  let swept = 0;
  for (;;) {
    const more = await sweepSome();
    if (more === 0) return swept;
    swept += more;
  }
}
