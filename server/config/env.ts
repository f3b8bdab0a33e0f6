import path from 'node:path';
import { z } from 'zod';

/** Set to nothing is not set: so a compose file can pass through what its caller may not have. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be the address of a PostgreSQL: postgresql://user:password@host:5432/database',
});

const minutes = z.coerce
  .number('must be a number of minutes')
  .int('must be a whole number of minutes')
  .min(1, 'must be from 1 to 120')
  .max(120, 'must be from 1 to 120');

const seconds = z.coerce
  .number('must be a number of seconds')
  .int('must be a whole number of seconds')
  .min(1, 'must be from 1 to 600')
  .max(600, 'must be from 1 to 600');

const days = (most: number) =>
  z.coerce
    .number('must be a number of days')
    .int('must be a whole number of days')
    .min(1, `must be from 1 to ${most}`)
    .max(most, `must be from 1 to ${most}`);

const MAKE_ONE = 'Make one: node -p "crypto.randomBytes(32).toString(\'base64url\')"';

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
  EVENKEEL_AUDIT_ANCHORS: optional(z.string()),
  LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of: fatal, error, warn, info, debug, trace, silent',
    }),
  ),
  EVENKEEL_SECRET: optional(
    z.string().refine(isStrong, `must be 32 characters or more of pure chance. ${MAKE_ONE}`),
  ),
  EVENKEEL_URL: optional(
    z.url({ protocol: /^https?$/, error: 'must be an address like https://evenkeel.example.com' }),
  ),
  EVENKEEL_SMTP_URL: optional(
    z.url({
      protocol: /^smtps?$/,
      error: 'must be the address of a mail server: smtps://user:password@host:465',
    }),
  ),
  EVENKEEL_MAIL_FROM: optional(z.string()),
  EVENKEEL_STAFF_IDLE_MINUTES: optional(minutes),
  EVENKEEL_PATIENT_IDLE_MINUTES: optional(minutes),
  EVENKEEL_SWEEP_MINUTES: optional(minutes),
  EVENKEEL_KEEP_ANSWERS_DAYS: optional(days(365)),
  EVENKEEL_KEEP_INVITATIONS_DAYS: optional(days(3650)),
  /** No browser keeps a cookie for longer. */
  EVENKEEL_KEEP_DEVICES_DAYS: optional(days(400)),
  EVENKEEL_HEADERS_SECONDS: optional(seconds),
  EVENKEEL_REQUEST_SECONDS: optional(seconds),
  EVENKEEL_KEEP_ALIVE_SECONDS: optional(seconds),
  EVENKEEL_TRUST_PROXY: optional(
    z.coerce
      .number('must be the number of proxies in front')
      .int('must be the number of proxies in front')
      .min(0, 'must be from 0 to 5')
      .max(5, 'must be from 0 to 5'),
  ),
  EVENKEEL_DEMO: optional(z.stringbool('must be true or false')),
  EVENKEEL_OPEN: optional(z.stringbool('must be true or false')),
});

export type Env = {
  readonly port: number;
  readonly host: string;
  /** Null: bring a PostgreSQL along, in the data folder. */
  readonly database: { readonly url: string; readonly ownerUrl: string } | null;
  readonly dataFolder: string;
  /** Where the heads of the audit trail's chain are kept: best on a disk that the database's people cannot write to. */
  readonly auditAnchors: string;
  readonly logLevel: string;
  /** Null: make one up. */
  readonly secret: string | null;
  /** The demo's people and their password are told to whoever asks; and a database of our own is filled with them. */
  readonly demo: boolean;
  /** The address at which people open the page; null: whatever host they ask for. */
  readonly publicUrl: string | null;
  /** Null: mails are written into the data folder. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly idleMinutes: { readonly staff: number; readonly patient: number };
  /** How often what has had its time is swept away, and after how many days that is. */
  readonly sweepMinutes: number;
  readonly keptDays: { readonly answers: number; readonly invitations: number; readonly devices: number };
  /** How many seconds somebody may take to ask: for the headers, for all of a request, and until the next one. */
  readonly patience: { readonly headers: number; readonly request: number; readonly keepAlive: number };
  /** How many proxies stand in front: the client's address is what the first of them says. 0: whoever connects. */
  readonly trustedProxies: number;
};

/** Automatic logoff (CLINICAL section 6; the numbers are our choice). */
const STAFF_IDLE_MINUTES = 10;
const PATIENT_IDLE_MINUTES = 15;

const SWEEP_MINUTES = 60;
/** A request comes twice within minutes; who was asked to work here and did not come is forgotten in a quarter. */
const KEPT_DAYS = { answers: 7, invitations: 90, devices: 400 };

/** A body is at most 100 kB, and a form is sent in one go: whoever takes longer is on no line worth waiting for. */
const PATIENCE = { headers: 10, request: 30, keepAlive: 5 };

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
  const demo = env.EVENKEEL_DEMO ?? !env.DATABASE_URL;
  if (demo && !isLoopback(host) && !env.EVENKEEL_OPEN) {
    throw new EnvError(
      `HOST ${host} would let others into the demo, whose password is no secret. Leave it at 127.0.0.1, or set EVENKEEL_DEMO=false. (In a container whose port is published to 127.0.0.1 alone, set EVENKEEL_OPEN=true.)`,
    );
  }
  if (!demo && !env.EVENKEEL_SECRET) {
    throw new EnvError(`EVENKEEL_SECRET is not set: sessions are signed with it. ${MAKE_ONE}`);
  }
  if (env.EVENKEEL_SMTP_URL && !(env.EVENKEEL_MAIL_FROM && env.EVENKEEL_URL)) {
    throw new EnvError(
      'EVENKEEL_SMTP_URL goes with EVENKEEL_MAIL_FROM, whom mails are from, and EVENKEEL_URL, where their links lead.',
    );
  }
  const patience = {
    headers: env.EVENKEEL_HEADERS_SECONDS ?? PATIENCE.headers,
    request: env.EVENKEEL_REQUEST_SECONDS ?? PATIENCE.request,
    keepAlive: env.EVENKEEL_KEEP_ALIVE_SECONDS ?? PATIENCE.keepAlive,
  };
  if (patience.headers > patience.request) {
    throw new EnvError(
      `EVENKEEL_HEADERS_SECONDS (${patience.headers}) are part of EVENKEEL_REQUEST_SECONDS (${patience.request}), and cannot be more.`,
    );
  }
  const dataFolder = env.EVENKEEL_DATA ?? '.data';
  return {
    port: env.PORT ?? 3000,
    host,
    database: env.DATABASE_URL
      ? { url: env.DATABASE_URL, ownerUrl: env.EVENKEEL_OWNER_URL ?? env.DATABASE_URL }
      : null,
    dataFolder,
    auditAnchors: env.EVENKEEL_AUDIT_ANCHORS ?? path.join(dataFolder, 'audit-anchors.log'),
    logLevel: env.LOG_LEVEL ?? 'info',
    secret: env.EVENKEEL_SECRET ?? null,
    demo,
    publicUrl: env.EVENKEEL_URL ?? null,
    mail: env.EVENKEEL_SMTP_URL
      ? { smtpUrl: env.EVENKEEL_SMTP_URL, from: env.EVENKEEL_MAIL_FROM ?? '' }
      : null,
    idleMinutes: {
      staff: env.EVENKEEL_STAFF_IDLE_MINUTES ?? STAFF_IDLE_MINUTES,
      patient: env.EVENKEEL_PATIENT_IDLE_MINUTES ?? PATIENT_IDLE_MINUTES,
    },
    sweepMinutes: env.EVENKEEL_SWEEP_MINUTES ?? SWEEP_MINUTES,
    keptDays: {
      answers: env.EVENKEEL_KEEP_ANSWERS_DAYS ?? KEPT_DAYS.answers,
      invitations: env.EVENKEEL_KEEP_INVITATIONS_DAYS ?? KEPT_DAYS.invitations,
      devices: env.EVENKEEL_KEEP_DEVICES_DAYS ?? KEPT_DAYS.devices,
    },
    patience,
    trustedProxies: env.EVENKEEL_TRUST_PROXY ?? 0,
  };
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Long, and of many different characters: "aaaa…" and a word repeated are no secrets. */
function isStrong(secret: string): boolean {
  return secret.length >= 32 && new Set(secret).size >= 12;
}
