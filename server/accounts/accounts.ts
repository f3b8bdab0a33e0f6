import { createDevices, type Devices } from './devices.ts';
import { createLibrary, type LibraryOptions } from './library.ts';
import { type PasswordChanges, passwordChangesBy } from './password-changes.ts';
import { type PatientCodes, patientCodesIn } from './patient-codes.ts';
import { type SecondFactor, secondFactorBy } from './second-factor.ts';
import { type Sessions, sessionsIn } from './sessions.ts';
import { type Standings, standingsIn } from './standings.ts';
import { sweepAccounts } from './sweep-accounts.ts';
import { COUNTERS, createThrottle, type Refused } from './throttle.ts';
import { assertNoFault, cookiesIn, requestHeaders, sessionTokenIn, signedInBy } from './wire.ts';

/** Where a request comes from, as far as signing in goes. */
export type From = { readonly cookies: string; readonly userAgent: string; readonly address: string };

/** What the browser is to keep from now on, as Set-Cookie headers, and by which hash its session is found. */
export type SignedIn = {
  readonly status: 'signed-in';
  readonly tokenHash: string;
  readonly cookies: readonly string[];
};
export type NeedsSecondFactor = { readonly status: 'second-factor'; readonly cookies: readonly string[] };

export type NewUser = { readonly email: string; readonly name: string; readonly password?: string };

/** Signing in and out, in our words. Behind it is a library; nothing else knows which. */
export type Accounts = {
  /** Wrong where address and password do not fit, whichever of them it is. Counts, and holds up whoever guesses. */
  signIn(
    credentials: { readonly email: string; readonly password: string },
    from: From,
  ): Promise<SignedIn | NeedsSecondFactor | Refused>;
  /** Ends the session of these cookies, if there is one. Answers the cookies that the browser is to forget. */
  signOut(from: From): Promise<readonly string[]>;
  /** A user who may sign in, by password where one is given. Answers the library's id. */
  addUser(user: NewUser): Promise<string>;
  /**
   * The same for somebody who may be there already: a user without a clinic, left over where an invitation was broken
   * off, or somebody who comes back, is given the password that they choose now.
   */
  ensureUser(user: Required<NewUser>): Promise<string>;
  /** The library's id; null where the address is nobody's. */
  findUser(email: string): Promise<string | null>;
  /** A session for a user who has shown otherwise who they are: by a mailed code. */
  openSession(userId: string, from: From): Promise<SignedIn>;
  /** Signed out everywhere, on no device known, and no link sets their password. */
  endAccess(userId: string): Promise<void>;
  /** Takes away what has had its time, so many rows of a kind at the most. Answers how many. */
  sweep(deviceDays: number, batch: number): Promise<number>;
  readonly devices: Devices;
  readonly sessions: Sessions;
  readonly standings: Standings;
  readonly passwords: PasswordChanges;
  readonly patientCodes: PatientCodes;
  readonly secondFactor: SecondFactor;
  close(): Promise<void>;
};

export function createAccounts(options: LibraryOptions): Accounts {
  const library = createLibrary(options);
  const throttle = createThrottle(options.pool);
  const devices = createDevices(options);
  const findUser = async (email: string): Promise<string | null> => {
    const { rows } = await options.pool.query('SELECT "id" FROM auth."user" WHERE "email" = $1', [email]);
    return rows[0]?.id ?? null;
  };
  const accounts: Accounts = {
    async signIn(credentials, from) {
      const device = await devices.find(credentials.email, from);
      const counters = device
        ? [COUNTERS.device(device, credentials.email)]
        : COUNTERS.stranger(credentials.email, from);
      return throttle.guess(counters, async () => {
        const answer = await library.api.signInEmail({
          body: credentials,
          headers: requestHeaders(from),
          asResponse: true,
        });
        assertNoFault(answer);
        if (!answer.ok) return null;
        const told = (await answer.clone().json()) as { twoFactorRedirect?: boolean };
        return told.twoFactorRedirect
          ? { status: 'second-factor', cookies: cookiesIn(answer) }
          : signedInBy(answer);
      });
    },
    async signOut(from) {
      // By the token alone, as it is found everywhere: the library minds who signed the cookie, and a session from
      // before the secret was changed would outlive its end.
      const token = sessionTokenIn(from.cookies, options.publicUrl);
      if (token) await (await library.$context).internalAdapter.deleteSession(token);
      const answer = await library.api.signOut({ headers: requestHeaders(from), asResponse: true });
      return cookiesIn(answer);
    },
    async addUser({ email, name, password }) {
      const { internalAdapter, password: passwords } = await library.$context;
      const user = await internalAdapter.createUser(
        { email, name, emailVerified: true },
        { method: 'admin' },
      );
      if (password !== undefined) {
        await internalAdapter.linkAccount({
          userId: user.id,
          providerId: 'credential',
          accountId: user.id,
          password: await passwords.hash(password),
        });
      }
      return user.id;
    },
    findUser,
    async ensureUser(user) {
      const found = await findUser(user.email);
      if (!found) return accounts.addUser(user);
      const { internalAdapter, password: passwords } = await library.$context;
      const password = await passwords.hash(user.password);
      const { rowCount } = await options.pool.query(
        `UPDATE auth."account" SET "password" = $2, "updatedAt" = now()
         WHERE "userId" = $1 AND "providerId" = 'credential'`,
        [found, password],
      );
      if (!rowCount) {
        await internalAdapter.linkAccount({
          userId: found,
          providerId: 'credential',
          accountId: found,
          password,
        });
      }
      return found;
    },
    async openSession(userId, from) {
      // Of what is in the browser nothing counts: the session is a new one.
      const headers = requestHeaders({ ...from, cookies: '' });
      const answer = await library.api.openSession({ body: { userId }, headers, asResponse: true });
      assertNoFault(answer);
      return signedInBy(answer);
    },
    async endAccess(userId) {
      for (const table of ['session', 'device', 'passwordReset']) {
        await options.pool.query(`DELETE FROM auth."${table}" WHERE "userId" = $1`, [userId]);
      }
    },
    sweep: (deviceDays, batch) => sweepAccounts(options.pool, deviceDays, batch),
    devices,
    sessions: sessionsIn(options.pool),
    standings: standingsIn(options.pool),
    passwords: passwordChangesBy(library, options, throttle, devices),
    patientCodes: patientCodesIn(options, throttle, devices),
    secondFactor: secondFactorBy(library, options, throttle),
    close: () => options.pool.end(),
  };
  return accounts;
}
