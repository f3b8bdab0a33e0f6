import type { Actor, Context, Deps } from '#server/platform/context.ts';
import type { NewClinic } from '#server/repositories/seed-writes.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { localReading, minuteOf, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import type { Agenda } from './agenda.ts';
import type { Days } from './days.ts';
import type { ProtocolKey } from './protocols.ts';

/** The clinic while its past is lived. */
export type World = {
  readonly agenda: Agenda;
  readonly days: Days;
  readonly protocolIds: Readonly<Record<ProtocolKey, string>>;
  /** The day that the demo is made on. */
  readonly today: LocalDate;
  /** The day that the board opens on, and what the visits of that day are counted from, in minutes of the day. */
  readonly boardDay: LocalDate;
  readonly anchor: number;
  /** Who of the cast is in the register already, by name. */
  readonly patientIds: Map<string, string>;
  /** Somebody of a role does something: who is in the house then, and in turn where there are several. */
  as(role: Exclude<Role, 'patient'>, now: Instant): Context;
};

/** Whoever works at a moment; somebody of the role where nobody does. */
export function actingAt(
  deps: Pick<Deps, 'db' | 'newId' | 'secret'>,
  clinicId: string,
  clinic: Pick<NewClinic, 'staff' | 'shifts' | 'closures' | 'zone'>,
): World['as'] {
  const { db, newId, secret } = deps;
  let turn = 0;
  return (role, now) => {
    const all = clinic.staff.filter((member) => member.role === role);
    const here = all.filter(({ id }) => isOnDuty(clinic, id, now));
    const choices = here.length > 0 ? here : all;
    turn += 1;
    const member = choices[turn % choices.length];
    if (!member) throw new Error(`The demo clinic has no ${role}.`);
    const nobody = { patientId: null, userId: null, sessionId: null, secondFactor: 'not-needed' } as const;
    const actor: Actor = { personId: member.id, clinicId, role, name: member.name, ...nobody };
    return { db, newId, secret, actor, now, requestId: 'demo', address: null };
  };
}

function isOnDuty(
  { shifts, closures, zone }: Pick<NewClinic, 'shifts' | 'closures' | 'zone'>,
  staffId: string,
  now: Instant,
): boolean {
  const { date, minute } = localReading(now, zone);
  const works = shifts.some(
    (shift) =>
      shift.staffId === staffId &&
      shift.weekday === weekdayOf(date) &&
      minute >= minuteOf(shift.startsAt) &&
      minute < minuteOf(shift.endsAt),
  );
  return works && !closures.some((c) => c.staffId === staffId && c.startsAt <= now && c.endsAt > now);
}
