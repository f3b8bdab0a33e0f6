import { windowOfDays } from '#server/booking/booking-window.ts';
import { type AskedRepair, type JudgedRepair, judgeRepair } from '#server/booking/judged-repair.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as closures from '#server/repositories/closures.ts';
import type { Closure, Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** Days after the closure to which sessions may be moved. */
const DAYS_AFTER = 28;

/** What somebody asks to close, and what they have decided by hand. */
export type AskedClosure = AskedRepair & { readonly closure: Closure };

/** A closure as it stands by a calendar: what it breaks, and the repair of all of it. */
export type JudgedClosure = JudgedRepair & {
  readonly asked: AskedClosure;
  /** Of the chair or the person, if it is not the whole clinic. */
  readonly name: string | null;
};

export async function judgeClosure(sql: Sql, asked: AskedClosure, now: Instant): Promise<JudgedClosure> {
  const { closure } = asked;
  const name = await namedIn(sql, closure);
  const zone = await clinicZone.find(sql);
  const lastDay = addDays(localDateOf(closure.endsAt, zone), DAYS_AFTER);
  const before = await loadCalendar(sql, windowOfDays(localDateOf(now, zone), lastDay));
  const after = { ...before, closures: [...before.closures, closure] };
  const within = { from: Math.max(closure.startsAt, now), to: closure.endsAt };
  const there = before.busy.filter(({ startsAt, endsAt }) => startsAt < within.to && endsAt > within.from);
  const judged = await judgeRepair(sql, { before, after, within, there, lastDay }, asked, now);
  return { ...judged, asked, name };
}

async function namedIn(sql: Sql, closure: Closure): Promise<string | null> {
  if (closure.chairId === null && closure.staffId === null) return null;
  const name = await closures.nameOf(sql, closure);
  if (name !== null) return name;
  throw new AppError(
    'not-found',
    closure.chairId === null ? 'Nobody of the staff is meant by this id.' : 'There is no such chair.',
  );
}
