import { windowOfDays } from '#server/booking/booking-window.ts';
import { type AskedRepair, digestOf, type JudgedRepair, judgeRepair } from '#server/booking/judged-repair.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import { fingerprint } from '#server/platform/fingerprint.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as hours from '#server/repositories/hours.ts';
import {
  calendarAfter,
  type HoursChange,
  type HoursNow,
  type Person,
  sessionsTouched,
} from '#server/scheduling/room/hours-change.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf, startOfDay } from '#server/scheduling/time/clinic-time.ts';

/** Days after the last session that is booked to which sessions may be moved. */
const DAYS_AFTER = 28;

/** A change of hours that somebody asks for, and what they have decided by hand. */
export type AskedHoursChange = AskedRepair & { readonly change: HoursChange };

/** A change of hours as it stands by a calendar: what it breaks, and the repair of all of it. */
export type JudgedHoursChange = JudgedRepair & {
  readonly asked: AskedHoursChange;
  /** What the chair or the person is called, where it is about one. */
  readonly name: string | null;
  /** What it changes, as it is. */
  readonly hoursNow: HoursNow;
};

export async function judgeHoursChange(
  sql: Sql,
  asked: AskedHoursChange,
  now: Instant,
): Promise<JudgedHoursChange> {
  const { change } = asked;
  const zone = await clinicZone.find(sql);
  const today = localDateOf(now, zone);
  const { name, person, hoursNow } = subjectOf(change, await hours.read(sql, today, now));
  const lastStart = (await hours.lastStart(sql)) ?? now;
  const lastBooked = localDateOf(lastStart, zone);
  const lastDay = addDays(lastBooked > change.from ? lastBooked : change.from, DAYS_AFTER);
  const before = await loadCalendar(sql, windowOfDays(today, lastDay));
  const after = calendarAfter(before, change, person);
  const within = { from: Math.max(startOfDay(change.from, zone), now), to: Infinity };
  const there = sessionsTouched(before, after, change).filter(({ endsAt }) => endsAt > within.from);
  const judged = await judgeRepair(sql, { before, after, within, there, lastDay }, asked, now);
  return { ...judged, asked, name, hoursNow };
}

/** What was shown, and what it was shown of: hours that somebody else has changed since are others. */
export const digestOfChange = (judged: JudgedHoursChange): string =>
  fingerprint([digestOf(judged), judged.hoursNow]);

type Subject = { readonly name: string | null; readonly person: Person; readonly hoursNow: HoursNow };

const NOBODY: Person = { role: 'other', trained: false };

function subjectOf(change: HoursChange, { opening, staff, chairs }: hours.HoursRecord): Subject {
  const now: HoursNow = { openingHours: [], shifts: [], outOfUseFrom: null };
  switch (change.kind) {
    case 'opening-hours':
      return { name: null, person: NOBODY, hoursNow: { ...now, openingHours: opening } };
    case 'shifts': {
      const found = staff.find(({ id }) => id === change.staffId);
      if (!found) throw new AppError('not-found', 'Nobody of the staff is meant by this id.');
      const role = found.role === 'nurse' || found.role === 'clinician' ? found.role : 'other';
      return {
        name: found.name,
        person: { role, trained: found.trained },
        hoursNow: { ...now, shifts: found.shifts },
      };
    }
    case 'chair': {
      const found = chairs.find(({ id }) => id === change.chairId);
      if (!found) throw new AppError('not-found', 'There is no such chair.');
      return { name: found.name, person: NOBODY, hoursNow: { ...now, outOfUseFrom: found.outOfUseFrom } };
    }
  }
}
