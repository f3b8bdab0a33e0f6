import type { Logger } from 'pino';
import type { Database } from '#server/db/database.ts';
import type { Instant } from '#server/scheduling/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import type { Clock } from './clock.ts';

/** The outside world, as the process was given it. */
export type Deps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Signs what is handed out to come back: change previews. */
  readonly secret: string;
  /** Whoever calls may say whom they act as (`http/authenticate.ts`). Never on a server that others can reach. */
  readonly demoSeam: boolean;
};

/** Somebody who is signed in, and the clinic they are in. */
export type Actor = {
  readonly personId: string;
  readonly clinicId: string;
  readonly role: Role;
  readonly name: string;
  /** Of patients: whose data they may see. */
  readonly patientId: string | null;
};

/** What a use case is given besides its request. `now` is one moment for the whole of it. */
export type Context = Pick<Deps, 'db' | 'newId' | 'secret' | 'demoSeam'> & {
  readonly actor: Actor;
  readonly now: Instant;
  readonly requestId: string;
};

/** The same, before anybody has signed in. */
export type PublicContext = Omit<Context, 'actor'>;
