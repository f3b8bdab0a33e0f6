import { z } from 'zod';

/** Set to nothing is not set: so a compose file can pass through what its caller may not have. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be the address of a PostgreSQL: postgresql://user:password@host:5432/database',
});

const schema = z.object({
  PORT: optional(
    z.coerce
      .number('must be a number')
      .int('must be a whole number')
      .min(0, 'must be from 0 to 65535')
      .max(65_535, 'must be from 0 to 65535'),
  ),
  HOST: optional(z.string()),
  /** What the service connects as. Without it, a PostgreSQL of our own in EVENKEEL_DATA. */
  DATABASE_URL: optional(databaseUrl),
  /** Who owns the tables and migrates them, where DATABASE_URL is somebody who may not. */
  EVENKEEL_OWNER_URL: optional(databaseUrl),
  EVENKEEL_DATA: optional(z.string()),
  LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of: fatal, error, warn, info, debug, trace, silent',
    }),
  ),
  EVENKEEL_SECRET: optional(z.string().min(32, 'must have at least 32 characters')),
  EVENKEEL_DEMO: optional(z.stringbool('must be true or false')),
  EVENKEEL_OPEN: optional(z.stringbool('must be true or false')),
});

export type Env = {
  readonly port: number;
  readonly host: string;
  /** Null: bring a PostgreSQL along, in the data folder. */
  readonly database: { readonly url: string; readonly ownerUrl: string } | null;
  readonly dataFolder: string;
  readonly logLevel: string;
  /** Null: make one up. */
  readonly secret: string | null;
  /** Callers choose whom they act as, since there is no sign-in yet; and a database of our own is filled with people. */
  readonly demo: boolean;
};

export class EnvError extends Error {}

/** What the process was told, checked once. Refuses with one line for each setting that cannot be. */
export function readEnv(given: Readonly<Record<string, string | undefined>>): Env {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'),
    );
  }
  const env = parsed.data;
  if (env.EVENKEEL_OWNER_URL && !env.DATABASE_URL) {
    throw new EnvError('EVENKEEL_OWNER_URL goes with DATABASE_URL, which is not set.');
  }
  const host = env.HOST ?? '127.0.0.1';
  if (!isLoopback(host) && !env.EVENKEEL_OPEN) {
    throw new EnvError(
      `HOST ${host} would let others in, and there is no sign-in yet: whoever comes could act as anyone. Leave it at 127.0.0.1. (In a container whose port is published to 127.0.0.1 alone, set EVENKEEL_OPEN=true.)`,
    );
  }
  return {
    port: env.PORT ?? 3000,
    host,
    database: env.DATABASE_URL
      ? { url: env.DATABASE_URL, ownerUrl: env.EVENKEEL_OWNER_URL ?? env.DATABASE_URL }
      : null,
    dataFolder: env.EVENKEEL_DATA ?? '.data',
    logLevel: env.LOG_LEVEL ?? 'info',
    secret: env.EVENKEEL_SECRET ?? null,
    demo: env.EVENKEEL_DEMO ?? !env.DATABASE_URL,
  };
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
