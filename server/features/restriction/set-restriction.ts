import { audit } from '#server/booking/audit.ts';
import { knownPatient } from '#server/booking/known.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { setRestriction as endpoint } from '#server/contract/restriction.endpoints.ts';
import { inClinic, type Tx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as patients from '#server/repositories/patients.ts';
import * as restrictions from '#server/repositories/restrictions.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';
import * as may from './restriction.policy.ts';

type Request = ParsedRequestOf<typeof endpoint>;
type Answer = ResponseOf<typeof endpoint>;

/** A record as it stands: open to the staff, or to a care team alone. */
type Before = { readonly isRestricted: boolean; readonly careTeamIds: readonly string[] };

export const setRestriction = (context: Context, { params, body }: Request): Promise<Answer> =>
  inClinic(context.db, context, async (tx) => {
    await restrictions.lock(tx, params.id);
    const { isRestricted } = knownPatient(await patients.findById(tx, params.id));
    const careTeam = await restrictions.listCareTeam(tx, params.id);
    const before = { isRestricted, careTeamIds: careTeam.map(({ id }) => id) };
    if (!may.setRestrictionOf(context.actor, before)) {
      throw new AppError('not-allowed', 'Ask somebody of the care team, or an admin.');
    }
    return body.isRestricted
      ? restrict(tx, context, params.id, before, body)
      : lift(tx, context, params.id, before, body);
  });

/** Or change the team of a record that is restricted already. Whoever restricts is on it. */
async function restrict(
  tx: Tx,
  context: Context,
  patientId: string,
  before: Before,
  { careTeam, reason }: Request['body'],
): Promise<Answer> {
  const { actor, now } = context;
  const asked = [
    ...new Set([...(careTeam ?? before.careTeamIds), ...(before.isRestricted ? [] : [actor.personId])]),
  ];
  const staff = await restrictions.listStaff(tx);
  refuseStrangers(careTeam ?? [], staff);
  const members = staff.filter(({ id }) => asked.includes(id));
  if (!members.some(may.leadsCareTeam)) throw new AppError('care-team-without-lead');

  const careTeamIds = members.map(({ id }) => id);
  await restrictions.replaceCareTeam(tx, patientId, careTeamIds);
  if (!before.isRestricted) await restrictions.restrict(tx, patientId, now);
  const kind = before.isRestricted ? 'care-team.change' : 'record.restrict';
  await record(tx, context, kind, { patientId, reason, before: before.careTeamIds, after: careTeamIds });
  return { isRestricted: true, careTeam: members };
}

async function lift(
  tx: Tx,
  context: Context,
  patientId: string,
  before: Before,
  { reason }: Request['body'],
): Promise<Answer> {
  if (before.isRestricted) {
    await restrictions.lift(tx, patientId, context.now);
    await record(tx, context, 'record.lift', { patientId, reason, before: before.careTeamIds, after: [] });
  }
  return { isRestricted: false, careTeam: [] };
}

function refuseStrangers(careTeam: readonly string[], staff: readonly restrictions.Colleague[]): void {
  const errors = careTeam.flatMap((id, index) =>
    staff.some((colleague) => colleague.id === id)
      ? []
      : [{ pointer: `/body/careTeam/${index}`, detail: 'Is nobody who works here.' }],
  );
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}

const record = (
  tx: Tx,
  context: Context,
  kind: AuditKind,
  told: {
    readonly patientId: string;
    readonly reason: string;
    readonly before: readonly string[];
    readonly after: readonly string[];
  },
): Promise<void> =>
  auditEvents.insert(
    tx,
    audit(context, kind, {
      patientId: told.patientId,
      detail: { before: { careTeam: told.before }, after: { careTeam: told.after } },
      personal: { reason: told.reason },
    }),
  );
