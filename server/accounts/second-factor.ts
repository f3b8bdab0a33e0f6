import type { From, SignedIn } from './accounts.ts';
import type { Library } from './library.ts';
import { cookiesIn, onlyPendingSignIn, requestHeaders, signedInBy } from './wire.ts';

/** Codes of an authenticator app, and recovery codes for whoever has lost it. */
export type SecondFactor = {
  /**
   * The second step of signing in. `over`: the first step is too long ago, was never done, or too many codes were
   * wrong. `locked`: this account has had so many wrong codes that none is tried for a while.
   */
  signIn(
    given: { readonly code: string } | { readonly recoveryCode: string },
    from: From,
  ): Promise<SignedIn | 'wrong' | 'over' | 'locked'>;
  /** Null where the password is wrong. Nothing is asked for before it is confirmed. */
  setUp(password: string, from: From): Promise<NewSecondFactor | null>;
  /** Answers the cookies of a new session; null where the code is wrong. */
  confirm(code: string, from: From): Promise<readonly string[] | null>;
  /** Null where the password is wrong. */
  newRecoveryCodes(password: string, from: From): Promise<readonly string[] | null>;
};

export type NewSecondFactor = {
  readonly uri: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
};

export const secondFactorBy = ({ api }: Library): SecondFactor => ({
  async signIn(given, from) {
    // Somebody else may be signed in in this browser: their codes would be asked for, and not counted.
    const headers = requestHeaders(onlyPendingSignIn(from));
    const answer =
      'code' in given
        ? await api.verifyTOTP({ body: { code: given.code }, headers, asResponse: true })
        : await api.verifyBackupCode({ body: { code: given.recoveryCode }, headers, asResponse: true });
    if (answer.ok) return signedInBy(answer);
    const { code } = (await answer.json()) as { code?: string };
    return REFUSALS[code ?? ''] ?? 'over';
  },

  async setUp(password, from) {
    const answer = await api.enableTwoFactor({
      body: { password },
      headers: requestHeaders(from),
      asResponse: true,
    });
    if (!answer.ok) return null;
    const { totpURI, backupCodes } = (await answer.json()) as { totpURI: string; backupCodes: string[] };
    const secret = new URL(totpURI).searchParams.get('secret') ?? '';
    return { uri: totpURI, secret, recoveryCodes: backupCodes };
  },

  async confirm(code, from) {
    const answer = await api.verifyTOTP({ body: { code }, headers: requestHeaders(from), asResponse: true });
    return answer.ok ? cookiesIn(answer) : null;
  },

  async newRecoveryCodes(password, from) {
    const answer = await api.generateBackupCodes({
      body: { password },
      headers: requestHeaders(from),
      asResponse: true,
    });
    if (!answer.ok) return null;
    return ((await answer.json()) as { backupCodes: string[] }).backupCodes;
  },
});

const REFUSALS: Readonly<Record<string, 'wrong' | 'locked'>> = {
  INVALID_CODE: 'wrong',
  INVALID_BACKUP_CODE: 'wrong',
  ACCOUNT_TEMPORARILY_LOCKED: 'locked',
};
