import { beforeClinic, inClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { writeInvitation } from '#server/features/accounts/write-invitation.ts';
import * as clinics from '#server/repositories/clinics.ts';
import { type Ask, asking } from './ask.ts';
import { type Console, consoleLine } from './console.ts';
import type { Given } from './flags.ts';
import { type NewClinicSettings, openClinic } from './open-clinic.ts';

/**
 * The clinic, where there is none, and an invitation of an admin, whose link is the one secret that is told. All is asked
 * for first, and made in one transaction. Answers what the operator is to read.
 */
export async function createAdmin(by: Console, given: Given): Promise<string> {
  const there = await clinicAmong(await clinics.list(beforeClinic(by.db)), given);
  const { made, name, email } = await asking(given, async (ask) => ({
    made: there ? null : await settingsOf(given, ask),
    name: await ask('name'),
    email: await ask('email'),
  }));
  const invited = { name, email, role: 'admin', trained: false } as const;
  const { token } = await inClinic(by.db, there?.id ?? by.newId(), async (tx) => {
    if (made) await openClinic(tx, by, made);
    return writeInvitation(tx, consoleLine(by), invited);
  }).catch((error) => {
    if (!(error instanceof AppError) || error.type !== 'account-exists') throw error;
    throw new Error(`${email} works here already. Whoever forgot a password asks for a new one by mail.`);
  });
  return `${made ? wordsOfNew(made) : `${there?.name} is there already, and stays as it is. This invites another admin.`}
${name} chooses a password here, once, within seven days:

${by.pageUrl}/invitation#${token}
`;
}

type Clinic = { readonly id: string; readonly name: string };

/** Null where there is none yet. A second one is never made. */
async function clinicAmong(found: readonly Clinic[], given: Given): Promise<Clinic | null> {
  const [first, ...others] = found;
  if (!first) return null;
  if (given.clinic === undefined && others.length === 0) return first;
  const named = found.find(({ name }) => name === given.clinic);
  if (named) return named;
  const names = found.map(({ name }) => name).join(', ');
  throw new Error(
    `What is there: ${names}. No other clinic is made. Say which by --clinic, or leave it out.`,
  );
}

const DEFAULT_CHAIRS = 3;

const settingsOf = async (given: Given, ask: Ask): Promise<NewClinicSettings> => ({
  name: await ask('clinic'),
  zone: await ask('zone'),
  chairs: given.chairs ?? DEFAULT_CHAIRS,
});

const wordsOfNew = ({ name, zone, chairs }: NewClinicSettings): string =>
  `${name} is made: ${chairs} ${chairs === 1 ? 'chair' : 'chairs'}, open Monday to Friday from 9:00 to 17:00 (${zone}).`;
