import { createDevices, type Devices } from './devices.ts';
import { createLibrary, type LibraryOptions } from './library.ts';
import { type PasswordChanges, passwordChangesBy } from './password-changes.ts';
import { type SecondFactor, secondFactorBy } from './second-factor.ts';
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
  readonly devices: Devices;
  readonly passwords: PasswordChanges;
  readonly secondFactor: SecondFactor;
  close(): Promise<void>;
};

export function createAccounts(options: LibraryOptions): Accounts {
  const library = createLibrary(options);
  const throttle = createThrottle(options.pool);
  const devices = createDevices(options);
  return {
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
    devices,
    passwords: passwordChangesBy(library, options, throttle, devices),
    secondFactor: secondFactorBy(library, throttle),
    close: () => options.pool.end(),
  };
}
