import type { Accounts } from '#server/accounts/accounts.ts';
import type { Database } from '#server/db/database.ts';
import type { Mailer } from '#server/platform/mailer.ts';

/** What is done by whoever may start programs on the server, and has not signed in. */
export type Console = {
  /** As the owner of the tables: which clinics there are is for nobody else. */
  readonly db: Database;
  readonly accounts: Accounts;
  /** Null: no mail server is set up. */
  readonly mailer: Mailer | null;
  readonly newId: () => string;
  readonly now: number;
  /** Where the page is, for links. */
  readonly pageUrl: string;
};

/** In the audit trail it stands so. */
export const consoleLine = ({ newId, now }: Console) =>
  ({ newId, now, requestId: 'console', address: null, actor: null }) as const;
