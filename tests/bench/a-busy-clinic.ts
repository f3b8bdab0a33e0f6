import { blockMinutes } from '#server/scheduling/protocol.ts';
import type { BusySession, ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, epochDay, weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { aBusySession, aCalendar, aDefinition } from '../support/calendars.ts';

/**
 * Twenty chairs in New York, weekdays from 9 to 17, a start every quarter of an hour, twelve nurses and two clinicians:
 * three weeks from Monday 2 March 2026, over the change of the clocks on the 8th, as full as one likes.
 */
export const FIRST_DAY = epochDay('2026-03-02');
export const LAST_DAY = FIRST_DAY + 20;

const CHAIRS = Array.from({ length: 20 }, (_, i) => ({ id: `chair-${i + 1}`, poolId: 'pool' }));
const OPENS = 9 * 60;
const CLOSES = 17 * 60;
const SLOT = 15;
const WEEKDAYS = [1, 2, 3, 4, 5];

/** Six infusions of two hours each. */
export const COURSE = aDefinition();
const BLOCK = blockMinutes(COURSE.block);

/** `share` of the chairs' time is taken, 0 to 1. */
export function aBusyClinic(share: number): ClinicCalendar {
  return aCalendar({
    slotMinutes: SLOT,
    chairs: CHAIRS,
    shifts: staff().flatMap((person) =>
      WEEKDAYS.map((weekday) => ({
        ...person,
        trained: true,
        weekday,
        startsAt: '09:00',
        endsAt: '17:00',
        validFrom: '2020-01-01',
        validTo: null,
      })),
    ),
    busy: sessionsFor(share),
  });
}

const staff = () => [
  ...Array.from({ length: 12 }, (_, i) => ({ staffId: `nurse-${i + 1}`, role: 'nurse' as const })),
  ...Array.from({ length: 2 }, (_, i) => ({ staffId: `clinician-${i + 1}`, role: 'clinician' as const })),
];

function sessionsFor(share: number): BusySession[] {
  const busy: BusySession[] = [];
  // Whole sessions in every chair of every day, as many as keep up with the share.
  let owed = 0;
  for (let day = FIRST_DAY; day <= LAST_DAY; day += 1) {
    if (!WEEKDAYS.includes(weekdayOfEpochDay(day))) continue;
    for (const [chair, { id: chairId }] of CHAIRS.entries()) {
      owed += (share * (CLOSES - OPENS)) / BLOCK;
      const count = Math.floor(owed + 1e-9);
      owed -= count;
      for (const minute of startsOf(count, chair + day * 3)) {
        busy.push(aBusySession(dateOfEpochDay(day), minute, { chairId }));
      }
    }
  }
  return busy;
}

/** Sessions of a chair's day: in turn all its free time in one piece, somewhere, and in equal pieces between them. */
function startsOf(count: number, turn: number): number[] {
  const spare = CLOSES - OPENS - count * BLOCK;
  const piece = Math.floor(spare / (count + 1) / SLOT) * SLOT;
  return Array.from({ length: count }, (_, i) => {
    const before = turn % 2 === 0 ? (i >= turn % (count + 1) ? spare : 0) : piece * (i + 1);
    return OPENS + i * BLOCK + before;
  });
}
