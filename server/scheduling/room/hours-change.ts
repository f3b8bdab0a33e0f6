import type {
  BusySession,
  ClinicCalendar,
  Closure,
  LocalDate,
  LocalTime,
  OpeningHours,
  Shift,
} from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf, startOfDay, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import type { Validity } from '#server/scheduling/time/validity.ts';

/** A change of the hours that a clinic keeps, from a day on: it takes the place of all that was said of that day and later. */
export type HoursChange =
  | { readonly kind: 'opening-hours'; readonly from: LocalDate; readonly hours: readonly WeeklyHours[] }
  | {
      readonly kind: 'shifts';
      readonly from: LocalDate;
      readonly staffId: string;
      readonly shifts: readonly WeeklyShift[];
    }
  | {
      readonly kind: 'chair';
      readonly from: LocalDate;
      readonly chairId: string;
      readonly inUse: boolean;
    };

export type WeeklyHours = {
  readonly weekday: number;
  readonly opensAt: LocalTime;
  readonly closesAt: LocalTime;
};
export type WeeklyShift = {
  readonly weekday: number;
  readonly startsAt: LocalTime;
  readonly endsAt: LocalTime;
};

/** Whose shifts change: what they count for while they are there. */
export type Person = Pick<Shift, 'role' | 'trained'>;

/** The calendar as it would be. A chair that comes back into use takes nothing away: it is left as it is. */
export function calendarAfter(calendar: ClinicCalendar, change: HoursChange, person: Person): ClinicCalendar {
  switch (change.kind) {
    case 'opening-hours':
      return {
        ...calendar,
        openingHours: [
          ...endedBefore(calendar.openingHours, change.from),
          ...change.hours.map((hours) => ({ ...hours, validFrom: change.from, validTo: null })),
        ],
      };
    case 'shifts': {
      const { staffId, from } = change;
      const own = calendar.shifts.filter((shift) => shift.staffId === staffId);
      return {
        ...calendar,
        shifts: [
          ...calendar.shifts.filter((shift) => shift.staffId !== staffId),
          ...endedBefore(own, from),
          ...change.shifts.map((shift) => ({ ...person, ...shift, staffId, validFrom: from, validTo: null })),
        ],
      };
    }
    case 'chair':
      return change.inUse
        ? calendar
        : {
            ...calendar,
            closures: [...calendar.closures, outOfUse(change.chairId, change.from, calendar.zone)],
          };
  }
}

/** What is left of hours that hold no longer from a day on. */
export const endedBefore = <T extends Validity>(hours: readonly T[], from: LocalDate): T[] =>
  hours
    .filter(({ validFrom = null }) => validFrom === null || validFrom < from)
    .map((one) => {
      const { validTo = null } = one;
      return validTo !== null && validTo < from ? one : { ...one, validTo: addDays(from, -1) };
    });

/** Why nothing can be booked on a chair that is out of use. */
export const OUT_OF_USE = 'Out of use';

/** A chair that is out of use is closed, without end. */
export const outOfUse = (chairId: string, from: LocalDate, zone: string): Closure => ({
  startsAt: startOfDay(from, zone),
  endsAt: Infinity,
  chairId,
  staffId: null,
  reason: OUT_OF_USE,
});

/** The sessions that a change may touch: on weekdays whose hours are other ones, or on the chair. */
export function sessionsTouched(
  before: ClinicCalendar,
  after: ClinicCalendar,
  change: HoursChange,
): BusySession[] {
  const { from } = change;
  const touches = (date: LocalDate, chairId: string): boolean => {
    if (change.kind === 'chair') return !change.inUse && chairId === change.chairId;
    const weekday = weekdayOf(date);
    return change.kind === 'opening-hours'
      ? !isSame(before.openingHours, after.openingHours, weekday, from)
      : !isSame(before.shifts, after.shifts, weekday, from);
  };
  const known = new Map<string, boolean>();
  return before.busy.filter(({ startsAt, chairId }) => {
    const date = localDateOf(startsAt, before.zone);
    if (date < from) return false;
    const key = change.kind === 'chair' ? chairId : `${weekdayOf(date)}`;
    const isTouched = known.get(key) ?? touches(date, chairId);
    known.set(key, isTouched);
    return isTouched;
  });
}

type Weekly = Validity & { readonly weekday: number };

/** Whether a weekday's hours are the same before and after, from a day on. */
function isSame(
  before: readonly Weekly[],
  after: readonly Weekly[],
  weekday: number,
  from: LocalDate,
): boolean {
  const told = (all: readonly Weekly[]): string =>
    all
      .filter((one) => one.weekday === weekday && (one.validTo ?? from) >= from)
      // When they began is nothing new.
      .map((one) =>
        JSON.stringify(
          Object.entries({
            ...one,
            validFrom: laterOf(one.validFrom, from),
            validTo: one.validTo ?? null,
          }).sort(),
        ),
      )
      .sort()
      .join();
  return told(before) === told(after);
}

const laterOf = (day: LocalDate | null | undefined, from: LocalDate): LocalDate =>
  day !== null && day !== undefined && day > from ? day : from;

/** Hours as they stand, whose change it is. */
export type HoursNow = {
  readonly openingHours: readonly OpeningHours[];
  /** Of whoever's shifts change. */
  readonly shifts: readonly (WeeklyShift & Validity)[];
  /** Of the chair. */
  readonly outOfUseFrom: LocalDate | null;
};

/** Whether it is so already, from that day on and without end. */
export function isSoAlready(now: HoursNow, change: HoursChange): boolean {
  switch (change.kind) {
    case 'opening-hours':
      return isAllThatHolds(now.openingHours, change.hours, change.from);
    case 'shifts':
      return isAllThatHolds(now.shifts, change.shifts, change.from);
    case 'chair':
      return change.inUse
        ? now.outOfUseFrom === null
        : now.outOfUseFrom !== null && now.outOfUseFrom <= change.from;
  }
}

function isAllThatHolds(
  now: readonly Weekly[],
  wanted: readonly { readonly weekday: number }[],
  from: LocalDate,
): boolean {
  const toCome = now.filter(({ validTo = null }) => validTo === null || validTo >= from);
  if (toCome.some(({ validFrom = null, validTo = null }) => validTo !== null || (validFrom ?? from) > from))
    return false;
  const told = (all: readonly object[]): string =>
    all
      .map((one) => JSON.stringify(Object.entries({ ...one, validFrom: '', validTo: '' }).sort()))
      .sort()
      .join();
  return told(toCome) === told(wanted);
}
