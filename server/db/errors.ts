import type { ProblemType } from '#server/contract/problem-types.ts';
import { AppError } from '#server/errors.ts';

/**
 * An error of PostgreSQL that has no name of ours. It keeps what is safe to log, SQLSTATE and constraint: the
 * driver's own message, detail and cause may carry values of rows, so they end here.
 */
export class DatabaseError extends Error {
  readonly sqlState: string;
  readonly constraint: string | undefined;

  constructor(sqlState: string, constraint: string | undefined, said?: string) {
    super(['PostgreSQL', sqlState, constraint, said].filter(Boolean).join(' '));
    this.name = 'DatabaseError';
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

const BY_CONSTRAINT: Readonly<Record<string, ProblemType>> = {
  session_chair_no_overlap: 'slot-taken',
  session_patient_no_overlap: 'slot-taken',
  chair_offer_one_at_a_time: 'already-offered',
  chair_offer_one_to_a_patient: 'already-offered',
  chair_offer_one_on_a_chair: 'slot-taken',
};

const BY_CODE: Readonly<Record<string, ProblemType>> = {
  // Somebody else holds what is needed: the same request may well succeed in a moment.
  '40001': 'busy', // serialization failure
  '40P01': 'busy', // deadlock
  '55P03': 'busy', // lock timeout
  '57014': 'busy', // statement timeout
  '25P03': 'busy', // the transaction sat idle for too long
  P2028: 'busy', // Prisma: the transaction took too long, or did not begin in time
  P2034: 'busy', // Prisma: write conflict
  P2024: 'busy', // Prisma: no connection in time
  // The server is not there, is going, or takes nobody more.
  '53300': 'unavailable',
  '57P01': 'unavailable',
  '57P02': 'unavailable',
  '57P03': 'unavailable',
  ECONNREFUSED: 'unavailable',
  ECONNRESET: 'unavailable',
  ENOTFOUND: 'unavailable',
  ETIMEDOUT: 'unavailable',
  EPIPE: 'unavailable',
  P1001: 'unavailable',
  P1002: 'unavailable',
  P1017: 'unavailable',
};

/** What the drivers say without any code. */
const BY_MESSAGE: readonly (readonly [RegExp, ProblemType])[] = [
  [/timeout exceeded when trying to connect|TransactionWriteConflict/i, 'busy'],
  [/connection terminated|client has encountered a connection error|Cannot use a pool after/i, 'unavailable'],
];

/**
 * The same error in our words: a refusal by name where there is one, otherwise an error without any value of a row.
 * Errors that are not the database's come back unchanged.
 */
export function fromDatabaseError(error: unknown): unknown {
  if (error instanceof AppError || error instanceof DatabaseError) return error;
  const said = readDriverError(error);
  if (!said) return error;
  const type =
    (said.constraint && said.code.startsWith('23') ? BY_CONSTRAINT[said.constraint] : undefined) ??
    BY_CODE[said.code] ??
    (said.code.startsWith('08') ? 'unavailable' : undefined) ??
    BY_MESSAGE.find(([pattern]) => pattern.test(said.message))?.[1];
  if (type) return new AppError(type);
  // Class 42 (syntax, names, rights) speaks of our own SQL, never of a row.
  return new DatabaseError(said.code, said.constraint, said.code.startsWith('42') ? said.message : undefined);
}

type DriverError = { code: string; constraint: string | undefined; message: string };

function readDriverError(error: unknown): DriverError | undefined {
  // By its shape: errors of the operating system need not be of this realm's Error.
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined;
  const shape = error as {
    name?: unknown;
    message: unknown;
    code?: unknown;
    constraint?: unknown;
    severity?: unknown;
    meta?: { driverAdapterError?: { cause?: unknown } };
    cause?: unknown;
  };
  // Prisma keeps PostgreSQL's own words in meta.driverAdapterError.cause, or, at commit, in a bare cause.
  const code = typeof shape.code === 'string' ? shape.code : '';
  const adapted =
    readAdapterCause(shape.meta?.driverAdapterError?.cause, code) ?? readAdapterCause(shape.cause, code);
  if (adapted) return adapted;
  const name = String(shape.name);
  const message = String(shape.message);
  const isPg = shape.severity !== undefined || /^[0-9A-Z]{5}$/.test(code) || /^E[A-Z]+$/.test(code);
  const isPrisma = name.startsWith('Prisma') || name === 'DriverAdapterError';
  if (!isPg && !isPrisma && !BY_MESSAGE.some(([pattern]) => pattern.test(message))) return undefined;
  return {
    code,
    constraint: typeof shape.constraint === 'string' ? shape.constraint : constraintIn(message),
    message,
  };
}

function readAdapterCause(cause: unknown, prismaCode: string): DriverError | undefined {
  if (typeof cause !== 'object' || cause === null) return undefined;
  const { originalCode, originalMessage, kind } = cause as Record<string, unknown>;
  if (typeof originalCode !== 'string' && typeof kind !== 'string') return undefined;
  const message = typeof originalMessage === 'string' ? originalMessage : String(kind);
  return {
    code: typeof originalCode === 'string' ? originalCode : prismaCode,
    constraint: constraintIn(message),
    message,
  };
}

const constraintIn = (message: string): string | undefined => /constraint "([^"]+)"/.exec(message)?.[1];
