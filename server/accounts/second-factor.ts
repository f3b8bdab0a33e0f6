import type { From, SignedIn } from './accounts.ts';
import type { Library, LibraryOptions } from './library.ts';
import { asShown } from './recovery-codes.ts';
import { COUNTERS, OVER, type Refused, type Throttle } from './throttle.ts';
import {
  assertNoFault,
  cookiesIn,
  onlyPendingSignIn,
  pendingSignInIn,
  requestHeaders,
  signedInBy,
} from './wire.ts';

/** Codes of an authenticator app, and recovery codes for whoever has lost it. */
export type SecondFactor = {
  /**
   * The second step of signing in. Over: the first step is too long ago, was never done, or too many codes were wrong.
   * Held up: this account has had so many wrong codes that none is tried for a while.
   */
  signIn(
    given: { readonly code: string } | { readonly recoveryCode: string },
    from: From,
  ): Promise<SignedIn | Refused>;
  /** Wrong is the password. Nothing is asked for before it is confirmed. */
  setUp(userId: string, password: string, from: From): Promise<NewSecondFactor | Refused>;
  /** Answers the cookies of a new session. */
  confirm(userId: string, code: string, from: From): Promise<readonly string[] | Refused>;
  newRecoveryCodes(userId: string, password: string, from: From): Promise<readonly string[] | Refused>;
  /** Who has shown their password in this browser, and not their code yet. Null where the first step is over. */
  awaited(from: From): Promise<string | null>;
  /**
   * Whoever has lost their app sets up another at the next sign-in. Ends every session, and every browser is a stranger.
   * False where there was none.
   */
  reset(userId: string): Promise<boolean>;
};

export type NewSecondFactor = {
  readonly uri: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
};

/** For how long the library locks an account after ten wrong codes. */
const LOCKED_SECONDS = 900;

export const secondFactorBy = (
  { api }: Library,
  { pool, publicUrl }: LibraryOptions,
  throttle: Throttle,
): SecondFactor => ({
  async signIn(given, from) {
    // Somebody else may be signed in in this browser: their codes would be asked for, and not counted.
    const headers = requestHeaders(onlyPendingSignIn(from, publicUrl));
    let closed: Refused | undefined;
    const outcome = await throttle.guess([COUNTERS.codes(from)], async () => {
      const answer =
        'code' in given
          ? await api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true })
          : await api.verifyBackupCode({
              body: { code: asShown(given.recoveryCode) },
              headers,
              asResponse: true,
            });
      assertNoFault(answer);
      const told = (await answer.clone().json()) as { code?: string; user?: { id: string } };
      if (!answer.ok) {
        closed = told.code === undefined || WRONG_CODES.includes(told.code) ? undefined : closedBy(told.code);
        return null;
      }
      const signedIn = signedInBy(answer);
      // Somebody may have looked over a shoulder: the code was used, though it is still shown.
      const isUsed =
        'code' in given && (await throttle.take(COUNTERS.usedCode(told.user?.id ?? '', given.code)));
      if (!isUsed) return signedIn;
      await api.signOut({ headers: requestHeaders({ ...from, cookies: keptCookies(signedIn) }) });
      return null;
    });
    return closed ?? outcome;
  },

  async setUp(userId, password, from) {
    return throttle.guess([COUNTERS.ownPassword(userId)], async () => {
      const answer = await api.enableTwoFactor({
        body: { password },
        headers: requestHeaders(from),
        asResponse: true,
      });
      assertNoFault(answer);
      if (!answer.ok) return null;
      const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
      const secret = new URL(totpURI).searchParams.get('secret') ?? '';
      return { uri: totpURI, secret, recoveryCodes: backupCodes };
    });
  },

  async confirm(userId, code, from) {
    return throttle.guess([COUNTERS.codes(from)], async () => {
      const answer = await api.verifyTOTP({
        body: { code },
        headers: requestHeaders(from),
        asResponse: true,
      });
      assertNoFault(answer);
      if (!answer.ok) return null;
      await throttle.take(COUNTERS.usedCode(userId, code));
      return cookiesIn(answer);
    });
  },

  async newRecoveryCodes(userId, password, from) {
    return throttle.guess([COUNTERS.ownPassword(userId)], async () => {
      const answer = await api.generateBackupCodes({
        body: { password },
        headers: requestHeaders(from),
        asResponse: true,
      });
      assertNoFault(answer);
      if (!answer.ok) return null;
      return ((await answer.json()) as { backupCodes: string[] }).backupCodes;
    });
  },

  async awaited(from) {
    // Whoever knows the identifier has been given it by us: it is 190 bits of chance.
    const { rows } = await pool.query<{ userId: string }>(
      `SELECT "value" AS "userId" FROM auth."verification" WHERE "identifier" = $1 AND "expiresAt" > now()`,
      [pendingSignInIn(from, publicUrl) ?? ''],
    );
    return rows[0]?.userId ?? null;
  },

  async reset(userId) {
    const { rows } = await pool.query<{ had: boolean }>(
      `WITH factor AS (DELETE FROM auth."twoFactor" WHERE "userId" = $1),
         sessions AS (DELETE FROM auth."session" WHERE "userId" = $1),
         devices AS (DELETE FROM auth."device" WHERE "userId" = $1),
         before AS (SELECT "id" FROM auth."user" WHERE "id" = $1 AND "twoFactorEnabled")
       UPDATE auth."user" SET "twoFactorEnabled" = false, "updatedAt" = now() WHERE "id" IN (SELECT "id" FROM before)
       RETURNING true AS had`,
      [userId],
    );
    return rows.length > 0;
  },
});

const WRONG_CODES = ['INVALID_CODE', 'INVALID_BACKUP_CODE'];

const closedBy = (code: string): Refused =>
  code === 'ACCOUNT_TEMPORARILY_LOCKED' ? { refused: 'held-up', retryAfter: LOCKED_SECONDS } : OVER;

const keptCookies = ({ cookies }: SignedIn): string =>
  cookies.map((cookie) => cookie.split(';')[0]).join('; ');
