import { audit } from '#server/booking/audit.ts';
import type { SignInOutcome } from '#server/contract/accounts.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { acceptInvitation as endpoint } from '#server/contract/staff-access.endpoints.ts';
import { beforeClinic, inClinic, type Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { PublicContext } from '#server/platform/context.ts';
import { hashOfSecret } from '#server/platform/secret-token.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as invitations from '#server/repositories/invitations.ts';
import * as memberships from '#server/repositories/memberships.ts';
import { findAccountHolder } from '#server/repositories/people.ts';
import * as staff from '#server/repositories/staff.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { refusal } from './refusal.ts';
import { refuseWeakPassword } from './refuse-weak-password.ts';
import { signIn } from './sign-in.ts';

/**
 * First the user, who alone can do nothing, then in one transaction everything of the clinic: the link is used, the
 * member of staff is there, and is this user. Broken off in between, the link is still good and begins it again.
 */
export async function acceptInvitation(
  context: PublicContext,
  { body: { token, password } }: ParsedRequestOf<typeof endpoint>,
): Promise<SignInOutcome> {
  const { db, accounts, browser } = context;
  const admission = await accounts.passwords.admitLink(browser);
  if ('refused' in admission) throw refusal(admission);
  const invitation = await invitations.findOpen(beforeClinic(db), hashOfSecret(token), context.now);
  if (!invitation) throw new AppError('link-expired');
  const { name, email, clinicName } = invitation;
  refuseWeakPassword(password, [name, email, clinicName], 'password');
  await refuseSomebodyElse(context, invitation);
  const userId = await accounts.ensureUser({ name, email, password });
  await inClinic(db, invitation.clinicId, (tx) => join(tx, context, invitation, userId));
  return signIn(context, { ...NOTHING, body: { email, password } });
}

const NOTHING = { params: undefined, query: undefined, headers: undefined };

/** An account belongs to one person of one clinic: a patient, or somebody of another clinic, keeps theirs. */
async function refuseSomebodyElse(
  { db, accounts }: PublicContext,
  { clinicId, email }: invitations.OpenInvitation,
): Promise<void> {
  const userId = await accounts.findUser(email);
  const holder = userId && (await findAccountHolder(beforeClinic(db), userId));
  if (holder && (holder.clinicId !== clinicId || holder.isActive)) throw new AppError('account-exists');
}

async function join(
  tx: Tx,
  context: PublicContext,
  invitation: invitations.OpenInvitation,
  userId: string,
): Promise<void> {
  const { newId, now } = context;
  if (!(await invitations.accept(tx, invitation.id, now))) throw new AppError('link-expired');
  const member = await staff.findByEmail(tx, invitation.email);
  const staffId = member?.id ?? newId();
  if (member) await staff.takeBack(tx, staffId, invitation);
  else await staff.insert(tx, { ...invitation, id: staffId });
  if (!member?.userId) await memberships.insert(tx, { userId, staffId });
  if (countsOnDuty(invitation)) await beThereWhenOpen(tx, context, staffId);
  const { id: invitationId, role, trained } = invitation;
  const by = { ...context, actor: { personId: staffId, role } };
  await auditEvents.insert(
    tx,
    audit(by, 'staff.join', { subjects: { invitationId, staffId }, detail: { role, trained } }),
  );
}

/** Those whom the calendar counts: who watches, who prescribes, who is one of the two trained people in the house. */
const countsOnDuty = ({ role, trained }: invitations.Invited): boolean =>
  trained || role === 'nurse' || role === 'clinician';

/** Until somebody says otherwise, whoever joins is there whenever the clinic is open. */
async function beThereWhenOpen(tx: Tx, { newId, now }: PublicContext, staffId: string): Promise<void> {
  const { zone, openingHours } = await clinicSettings.find(tx);
  const today = localDateOf(now, zone);
  const shifts = openingHours
    .filter(({ validTo }) => validTo === null || validTo >= today)
    .map(({ weekday, opensAt, closesAt, validFrom, validTo }) => ({
      id: newId(),
      weekday,
      startsAt: opensAt,
      endsAt: closesAt,
      validFrom: validFrom !== null && validFrom > today ? validFrom : today,
      validTo,
    }));
  await staff.putOnDuty(tx, staffId, shifts);
}
