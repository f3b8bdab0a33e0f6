import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type {
  signInAsPatient as endpoint,
  PatientSignInOutcome,
} from '#server/contract/patient-sign-in.endpoints.ts';
import { beforeClinic, inClinic, readInClinic, type Tx } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as memberships from '#server/repositories/memberships.ts';
import * as patients from '#server/repositories/patients.ts';
import { findPatientsAt, type PatientAt } from '#server/repositories/people.ts';
import { letIn } from './let-in.ts';
import { recordOfPatient } from './record.ts';
import { refusal } from './refusal.ts';
import { usersOf } from './request-patient-code.ts';

// Of wrong, used, replaced and too old, nobody hears which: it would tell that there was a code.
const NOT_GOOD =
  'That code is not right, or is no longer good. Use the one in the latest mail, or ask for another.';
const WRONG = { refused: 'wrong' } as const;

/**
 * By the code in a mail, which proves the mailbox and no more: where it is of several patients, a parent and a child say,
 * whoever reads it says whom they come for, and the code is used up by that.
 */
export async function signInAsPatient(
  context: PublicContext,
  { body: { email, code, patientId } }: ParsedRequestOf<typeof endpoint>,
): Promise<PatientSignInOutcome> {
  const { db, accounts, browser } = context;
  const there = await findPatientsAt(beforeClinic(db), email);
  const outcome = await accounts.patientCodes.check(email, code, usersOf(there), browser);
  if ('refused' in outcome) {
    if (outcome.refused === 'wrong') context.afterwards(() => recordWrong(context, there));
    throw refusal(outcome, NOT_GOOD);
  }
  const isClear = there.length === 1 && patientId === undefined;
  const chosen = isClear ? there[0] : there.find((one) => one.patientId === patientId);
  if (!chosen) return { status: 'choose', patients: await inWords(context, there) };
  return enter(context, chosen, { email, code });
}

async function recordWrong(context: PublicContext, there: readonly PatientAt[]): Promise<void> {
  for (const patient of there) await recordOfPatient(context, patient, 'patient-code.wrong');
}

async function inWords({ db, now }: PublicContext, there: readonly PatientAt[]) {
  const named = there.map(({ clinicId, patientId }) =>
    readInClinic(db, { actor: { clinicId, personId: patientId }, now }, async (sql) => {
      const patient = await patients.findById(sql, patientId);
      const { name: clinicName } = await clinicSettings.find(sql);
      return patient && { id: patientId, name: `${patient.givenName} ${patient.familyName}`, clinicName };
    }),
  );
  return (await Promise.all(named)).flatMap((one) => one ?? []);
}

/** The first time, it makes the account and the membership too. */
async function enter(
  context: PublicContext,
  { clinicId, patientId }: PatientAt,
  mailed: { readonly email: string; readonly code: string },
): Promise<PatientSignInOutcome> {
  const { db, accounts, browser, now } = context;
  // As themselves: a restricted record is open to its patient.
  const entrant = { actor: { clinicId, personId: patientId }, now };
  const { isFirst, session } = await inClinic(db, entrant, async (tx) => {
    // The register stays as it is until the session is there: who changes the address, which ends sessions, comes before
    // or after.
    const isAtAddress = await patients.holdAtAddress(tx, patientId, mailed.email);
    if (!isAtAddress || !(await accounts.patientCodes.use(mailed.email, mailed.code))) {
      throw refusal(WRONG, NOT_GOOD);
    }
    const before = await memberships.findUserOf(tx, patientId);
    const userId = before ?? (await makeAccount(tx, context, patientId));
    return { isFirst: before === null, session: await accounts.openSession(userId, browser) };
  });
  return letIn(context, session, { detail: { by: 'mailed-code', isFirst } });
}

/** Without a password, and by a name that no mail can be sent to: the patient's address may be of several. */
async function makeAccount(tx: Tx, { accounts }: PublicContext, patientId: string): Promise<string> {
  const email = `${patientId}@patient.invalid`;
  // Left over where somebody's first sign-in was broken off.
  const userId = (await accounts.findUser(email)) ?? (await accounts.addUser({ email, name: 'A patient' }));
  await memberships.insert(tx, { userId, patientId });
  return userId;
}
