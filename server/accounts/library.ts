import { kyselyAdapter } from '@better-auth/kysely-adapter';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { twoFactor } from 'better-auth/plugins';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { hashingSessionTokens } from './hashed-session-tokens.ts';
import { openSession } from './open-session.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { newRecoveryCodes } from './recovery-codes.ts';

/** Whatever a session is used for, it ends then, and its person signs in again. */
const SESSION_HOURS = 12;

/** Length, and not composition; what everybody uses is refused elsewhere. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 200;

export const COOKIE_PREFIX = 'evenkeel';
/**
 * Before it behind TLS. A browser takes such a cookie by TLS alone, from this very host and for all of it: no neighbour
 * under the same domain can plant one, which it can where the name begins with `__Secure-`.
 */
export const HOST_PREFIX = '__Host-';

export const isByTls = (publicUrl: string | null): boolean => publicUrl?.startsWith('https:') ?? false;

export type LibraryOptions = {
  /** Connections that are the role evenkeel_auth. */
  readonly pool: pg.Pool;
  readonly secret: string;
  /** The address at which people open the page: cookies are marked Secure where it is https. */
  readonly publicUrl: string;
};

/**
 * The sign-in library, set up for us: nobody signs up by themselves, passwords are Argon2id, sessions are stored by the
 * hash of their token. Its own router is not mounted: our contract's paths call its functions.
 */
export const createLibrary = ({ pool, secret, publicUrl }: LibraryOptions) =>
  betterAuth({
    appName: 'Evenkeel',
    baseURL: publicUrl,
    basePath: '/api/v1/auth',
    secret,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: (options: BetterAuthOptions) =>
      hashingSessionTokens(
        kyselyAdapter(new Kysely({ dialect: new PostgresDialect({ pool }) }).withSchema('auth'), {
          type: 'postgres',
          transaction: true,
        })(options),
      ),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: SESSION_HOURS * 3600, disableSessionRefresh: true },
    // Ours counts by account, by device and across restarts: throttle.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: isByTls(publicUrl) ? `${HOST_PREFIX}${COOKIE_PREFIX}` : COOKIE_PREFIX,
      // The library would put `__Secure-` before the name. By ours it knows, too, that the cookie is for TLS alone.
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: ['x-evenkeel-client'] },
    },
    plugins: [
      twoFactor({
        issuer: 'Evenkeel',
        backupCodeOptions: { storeBackupCodes: 'encrypted', customBackupCodesGenerate: newRecoveryCodes },
      }),
      openSession(),
    ],
  });

export type Library = ReturnType<typeof createLibrary>;
