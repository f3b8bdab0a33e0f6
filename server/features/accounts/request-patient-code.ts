import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { requestPatientCode as endpoint } from '#server/contract/patient-sign-in.endpoints.ts';
import { beforeClinic, readOnRecord } from '#server/db/in-clinic.ts';
import type { PublicContext } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import { findPatientsAt, type PatientAt } from '#server/repositories/people.ts';
import { patientCodeMail } from './mails.ts';
import { aboutPatient } from './record.ts';
import { refusal } from './refusal.ts';

/** An address of more patients than these is nobody's own: "none@example.com", typed by somebody in a hurry. */
const MOST_PATIENTS = 12;

/** Whether the address is anybody's is looked up when the answer is out: neither its words nor its time tell. */
export async function requestPatientCode(
  context: PublicContext,
  { body: { email } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> {
  const { accounts, browser, mailer } = context;
  const admission = await accounts.patientCodes.admitRequest(browser);
  if ('refused' in admission) throw refusal(admission);
  context.afterwards(() => mailCode(context, email));
  return { goodForMinutes: accounts.patientCodes.goodForMinutes, isMailed: !mailer.keepsMails };
}

async function mailCode(context: PublicContext, email: string): Promise<void> {
  const { db, accounts, browser, mailer } = context;
  const there = await findPatientsAt(beforeClinic(db), email);
  if (there.length === 0 || there.length > MOST_PATIENTS) return;
  const code = await accounts.patientCodes.begin(email, usersOf(there), browser);
  if (code === null) return;
  const clinicNames = new Set<string>();
  for (const patient of there) {
    clinicNames.add(
      await readOnRecord(db, patient.clinicId, async (sql) => {
        await auditEvents.insert(sql, aboutPatient(context, patient.patientId, 'patient-code.ask'));
        return (await clinicSettings.find(sql)).name;
      }),
    );
  }
  const { goodForMinutes } = accounts.patientCodes;
  await mailer.send(patientCodeMail({ email, clinicNames: [...clinicNames], code, goodForMinutes }));
}

/** Those of them who have signed in before. */
export const usersOf = (there: readonly PatientAt[]): string[] => there.flatMap(({ userId }) => userId ?? []);
