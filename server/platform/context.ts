import type { Logger } from 'pino';
import type { Accounts } from '#server/accounts/accounts.ts';
import type { AuditChain } from '#server/audit/audit-chain.ts';
import type { Database } from '#server/db/database.ts';
import type { IdleMinutes } from '#server/repositories/people.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import type { Clock } from './clock.ts';
import type { Mailer } from './mailer.ts';

/** The outside world, as the process was given it. */
export type Deps = {
  readonly db: Database;
  readonly accounts: Accounts;
  readonly auditChain: AuditChain;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Signs what is handed out to come back: change previews. */
  readonly secret: string;
  /** The demo's people and their password are told to whoever asks. Never on a server that others can reach. */
  readonly demo: boolean;
  readonly idleMinutes: IdleMinutes;
  /** The address at which people open the page; null: whatever host they ask for. */
  readonly publicUrl: string | null;
};

/** What fills a demo. */
export type SeedDeps = Pick<Deps, 'db' | 'accounts' | 'clock' | 'newId' | 'secret'>;

/** Somebody who is signed in, and the clinic they are in. */
export type Actor = {
  readonly personId: string;
  readonly clinicId: string;
  readonly role: Role;
  readonly name: string;
  /** Of patients: whose data they may see. */
  readonly patientId: string | null;
  /** Of the sign-in library; null for work that nobody signed in for, such as the demo's. */
  readonly userId: string | null;
  readonly sessionId: string | null;
  readonly secondFactor: SecondFactorState;
};

/** Somebody who signed in here. */
export type SignedInActor = Actor & { readonly userId: string; readonly sessionId: string };

/** Whether somebody's codes are set up. While they are missing, nothing else can be done. */
export type SecondFactorState = 'missing' | 'set' | 'not-needed';

/** Where a request comes from, and a way to set its cookies. */
export type Browser = {
  /** The Cookie header, as it came. */
  readonly cookies: string;
  readonly userAgent: string;
  readonly address: string;
  setCookies(cookies: readonly string[]): void;
};

/** What a use case is given besides its request. `now` is one moment for the whole of it. */
export type Context = Pick<Deps, 'db' | 'newId' | 'secret'> & {
  readonly actor: Actor;
  readonly now: Instant;
  readonly requestId: string;
  /** Where the request comes from; null for what nobody requested, such as the demo's past. */
  readonly address: string | null;
};

/** The same, with what signing in needs: for anybody, signed in or not. */
export type PublicContext = Omit<Context, 'actor'> &
  Pick<Deps, 'accounts' | 'auditChain' | 'mailer' | 'demo' | 'idleMinutes'> & {
    readonly browser: Browser;
    /** Who is signed in in this browser: for what one need not be signed in for. */
    whoIsThere(): Promise<SignedInActor | null>;
    /** Where the page is, for links in mails. */
    readonly pageUrl: string;
    /** Does this when the answer is out: how long it takes tells the caller nothing. */
    afterwards(work: () => Promise<void>): void;
  };

/** And for what somebody does with their own account. */
export type AccountContext = PublicContext & { readonly actor: SignedInActor };
