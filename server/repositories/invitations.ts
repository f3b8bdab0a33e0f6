import type { Queries, Sql, Tx } from '#server/db/in-clinic.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { fromMs, ms } from './instant.ts';

export type StaffRole = Exclude<Role, 'patient'>;

/** Whom a clinic asks to work there. */
export type Invited = {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly trained: boolean;
};

export type InvitationRecord = Invited & {
  readonly id: string;
  readonly invitedAt: Instant;
  readonly expiresAt: Instant;
  readonly acceptedAt: Instant | null;
};

/** A later invitation of the same address takes the place of an open one: the link before it is good for nothing. */
export async function insert(
  tx: Tx,
  invitation: Omit<InvitationRecord, 'acceptedAt'> & {
    readonly tokenHash: string;
    readonly invitedBy: string | null;
  },
): Promise<void> {
  const { clinicId, prisma } = tx;
  const { invitedAt, expiresAt, ...rest } = invitation;
  await prisma.invitation.updateMany({
    where: { clinicId, email: rest.email, acceptedAt: null, withdrawnAt: null },
    data: { withdrawnAt: new Date(invitedAt) },
  });
  await prisma.invitation.create({
    data: { clinicId, ...rest, invitedAt: new Date(invitedAt), expiresAt: new Date(expiresAt) },
    select: { id: true },
  });
}

/** The latest first; those that were withdrawn are of no use to anybody. */
export const list = (sql: Sql): Promise<InvitationRecord[]> =>
  sql.rows<InvitationRecord>(
    `SELECT i.id, i.name, i.email, i.role, i.trained, ${ms('i.invited_at')} AS "invitedAt",
       ${ms('i.expires_at')} AS "expiresAt", ${ms('i.accepted_at')} AS "acceptedAt"
     FROM invitation i WHERE i.clinic_id = $1::uuid AND i.withdrawn_at IS NULL ORDER BY i.invited_at DESC, i.id DESC LIMIT 200`,
    [sql.clinicId],
  );

export type OpenInvitation = Invited & {
  readonly clinicId: string;
  readonly clinicName: string;
  readonly id: string;
};

/** Null where it has been accepted, withdrawn or is too old. Through `beforeClinic`. */
export async function findOpen(
  queries: Queries,
  tokenHash: string,
  at: Instant,
): Promise<OpenInvitation | null> {
  const [invitation] = await queries.rows<OpenInvitation>(
    `SELECT clinic_id AS "clinicId", clinic_name AS "clinicName", id, name, email, role, trained
     FROM open_invitation($1::text, ${fromMs('$2')})`,
    [tokenHash, at],
  );
  return invitation ?? null;
}

/** False where somebody was quicker. */
export async function accept(tx: Tx, invitationId: string, at: Instant): Promise<boolean> {
  const rows = await tx.rows(
    `UPDATE invitation SET accepted_at = ${fromMs('$3')}
     WHERE clinic_id = $1::uuid AND id = $2::uuid AND accepted_at IS NULL AND withdrawn_at IS NULL RETURNING id`,
    [tx.clinicId, invitationId, at],
  );
  return rows.length > 0;
}

/** False where there is none that is open. */
export async function withdraw(tx: Tx, invitationId: string, at: Instant): Promise<boolean> {
  const { count } = await tx.prisma.invitation.updateMany({
    where: { clinicId: tx.clinicId, id: invitationId, acceptedAt: null, withdrawnAt: null },
    data: { withdrawnAt: new Date(at) },
  });
  return count > 0;
}
