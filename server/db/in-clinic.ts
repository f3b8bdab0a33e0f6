import type pg from 'pg';
import { AppError } from '#server/errors.ts';
import type { Database } from './database.ts';
import { fromDatabaseError } from './errors.ts';
import type { Prisma } from './generated/client.ts';

/**
 * The one door to a clinic's data. Each of these opens a transaction that becomes the role `evenkeel_app`, which owns
 * nothing, and says which clinic it is in: row-level security shows that clinic and no other.
 *
 *   readInClinic      hand-written reads; can write nothing
 *   readOnRecord      reads that are written down in the audit trail, and that line of it
 *   inClinic          Prisma, where rows are few; writes of the register
 *   underClinicLock   every write of the schedule: one at a time in a clinic
 *
 * They are told who asks, and when: row-level security shows a record that is restricted to its care team to those it
 * is open to at that moment. Given a clinic alone they show no such record, which is right for work that nobody asked for.
 *
 * Statements of one transaction follow each other: await each before the next.
 */

/** A clinic; or, as a use case's context has it, who asks there and when. */
export type Entrant = string | Asker;
type Asker = {
  readonly actor: { readonly clinicId: string; readonly personId: string };
  /** Epoch milliseconds. */
  readonly now: number;
};

/** Answers a hand-written query. Placeholders are $1, $2 ...; a name has it prepared once per connection. */
export type Queries = {
  rows<Row extends object>(text: string, values?: readonly unknown[], name?: string): Promise<Row[]>;
};

/** Queries inside a clinic. */
export type Sql = Queries & { readonly clinicId: string };

declare const door: unique symbol;

/** A Prisma transaction inside a clinic. Only `inClinic` makes one, so a write cannot be given the plain client. */
export type Tx = Sql & { readonly prisma: Prisma.TransactionClient; readonly [door]: 'in-clinic' };

/** A transaction that holds its clinic's lock. Only `underClinicLock` makes one: no lock, no write of the schedule. */
export type LockedTx = Sql & { readonly [door]: 'under-clinic-lock' };

/** Work by Prisma, in one transaction, in one clinic. */
export async function inClinic<T>(db: Database, entrant: Entrant, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { clinicId, personId, moment } = whoEnters(entrant);
  try {
    return await db.prisma.$transaction(async (prisma) => {
      await prisma.$queryRaw`
        SELECT set_config('role', 'evenkeel_app', true),
               set_config('evenkeel.clinic_id', ${clinicId}, true),
               set_config('evenkeel.person_id', ${personId}, true),
               set_config('evenkeel.moment', ${moment}, true),
               -- the adapter takes every timestamptz for UTC, whatever offset PostgreSQL wrote
               set_config('timezone', 'UTC', true),
               set_config('datestyle', 'ISO', true)`;
      const tx = {
        prisma,
        clinicId,
        rows: (text: string, values: readonly unknown[] = []) => prisma.$queryRawUnsafe(text, ...values),
      };
      return await work(tx as unknown as Tx);
    });
  } catch (error) {
    throw fromDatabaseError(error);
  }
}

/** Hand-written reads in one clinic. */
export const readInClinic = async <T>(
  db: Database,
  entrant: Entrant,
  work: (sql: Sql) => Promise<T>,
): Promise<T> => transact(db, entrant, `BEGIN READ ONLY; ${enter(entrant)}`, work);

/** Hand-written reads in one clinic that the audit trail has a line of, or such a line alone. */
export const readOnRecord = async <T>(
  db: Database,
  entrant: Entrant,
  work: (sql: Sql) => Promise<T>,
): Promise<T> => transact(db, entrant, `BEGIN; ${enter(entrant)}`, work);

/**
 * Work while nobody else writes the schedule of this clinic. The lock is a statement of its own, so every later
 * statement sees what the one before us committed; a lock and a check in one statement would look at a snapshot
 * older than the lock, and let two into one chair. Who waits too long is refused as `busy`.
 */
export const underClinicLock = async <T>(
  db: Database,
  entrant: Entrant,
  work: (tx: LockedTx) => Promise<T>,
): Promise<T> => {
  const { lockTimeoutMs, statementTimeoutMs } = db.limits;
  // One round trip: the simple protocol takes several statements, each with a snapshot of its own.
  const begin = `BEGIN; ${enter(entrant)};
    SET LOCAL lock_timeout = ${lockTimeoutMs};
    SET LOCAL statement_timeout = ${statementTimeoutMs};
    SET LOCAL idle_in_transaction_session_timeout = ${statementTimeoutMs};
    SELECT pg_advisory_xact_lock(hashtextextended('evenkeel.clinic ${whoEnters(entrant).clinicId}', 0))`;
  return transact(db, entrant, begin, (sql) => work(sql as LockedTx));
};

/** The named look-ups that come before the clinic is known (people.ts), and nothing else: no table answers here. */
export function beforeClinic(db: Database): Queries {
  return {
    rows: async (text, values = [], name) => {
      try {
        return (await db.pool.query(statement(text, values, name))).rows;
      } catch (error) {
        throw fromDatabaseError(error);
      }
    },
  };
}

async function transact<T>(
  db: Database,
  entrant: Entrant,
  begin: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const { clinicId } = whoEnters(entrant);
  let client: pg.PoolClient | undefined;
  let broken = false;
  try {
    client = await db.pool.connect();
    const connection = client;
    connection.on('error', ignore); // the query under way reports it
    let over = false;
    // Not awaited: the connection pipelines, so the first query travels right behind it. If this fails, PostgreSQL
    // refuses that query too, and `begun` is the error that is told.
    const begun = connection.query(begin);
    begun.catch(ignore);
    try {
      const answer = await work({
        clinicId,
        rows: async (text, values = [], name) => {
          if (over) throw new Error('The transaction is over: this query would run outside any clinic.');
          const [, { rows }] = await Promise.all([begun, connection.query(statement(text, values, name))]);
          return rows;
        },
      });
      over = true;
      await begun;
      // PostgreSQL answers COMMIT with ROLLBACK, and no error, where a failed statement was swallowed.
      const { command } = await connection.query('COMMIT');
      if (command !== 'COMMIT')
        throw new Error('A statement failed and its error was swallowed: nothing is saved.');
      return answer;
    } catch (error) {
      over = true;
      await connection.query('ROLLBACK').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      connection.off('error', ignore);
    }
  } catch (error) {
    throw fromDatabaseError(error);
  } finally {
    client?.release(broken);
  }
}

/**
 * The planner is told what our hand-written queries are like: prepared by name and good for any arguments, since
 * planning them anew costs more than running; a few rows by index, from memory, never a whole table hashed for a day
 * of it; too short for just-in-time compilation.
 */
function enter(entrant: Entrant): string {
  const { clinicId, personId, moment } = whoEnters(entrant);
  return `SET LOCAL ROLE evenkeel_app;
   SET LOCAL evenkeel.clinic_id = '${clinicId}';
   SET LOCAL evenkeel.person_id = '${personId}';
   SET LOCAL evenkeel.moment = '${moment}';
   SET LOCAL plan_cache_mode = force_generic_plan;
   SET LOCAL random_page_cost = 1.1;
   SET LOCAL jit = off;
   SET LOCAL datestyle = ISO`;
}

/** As the transaction's settings have it: nobody, at no moment, where a clinic alone is given. */
function whoEnters(entrant: Entrant): { clinicId: string; personId: string; moment: string } {
  if (typeof entrant === 'string') return { clinicId: uuid(entrant), personId: '', moment: '' };
  const { actor, now } = entrant;
  const moment = new Date(now).toISOString();
  return { clinicId: uuid(actor.clinicId), personId: uuid(actor.personId), moment };
}

const statement = (text: string, values: readonly unknown[], name: string | undefined): pg.QueryConfig => ({
  text,
  values: [...values],
  ...(name ? { name } : {}),
});

const ignore = () => {};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids stand inside the text of the first statement, so nothing but an id may. */
function uuid(id: string): string {
  if (!UUID.test(id)) throw new AppError('not-found');
  return id;
}
