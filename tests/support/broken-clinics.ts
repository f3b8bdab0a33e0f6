import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import { NO_GATES } from '#server/scheduling/gates/gates.ts';
import { blockMinutes, type ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { CourseAtRisk, RepairQuestion } from '#server/scheduling/repair/repair.ts';
import type { BusySession, ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import {
  addDays,
  dateOfEpochDay,
  epochDay,
  instantAt,
  weekdayOfEpochDay,
} from '#server/scheduling/time/clinic-time.ts';
import { aCalendar, aDefinition } from './calendars.ts';

/** Courses in a clinic that closes for a day: twice a week, spread as the seed says, the same for the same seed. */
export type BrokenClinic = {
  readonly seed: number;
  readonly courses: number;
  readonly chairs: number;
  readonly nurses: number;
  readonly slotMinutes: number;
  /** Weeks that courses begin in, from Monday 2 March 2026 on. */
  readonly weeks: number;
  readonly definition?: ProtocolDefinition;
  /** Every course is there on the day that is closed, if it can be. */
  readonly allOn?: string;
};

const ZONE = 'America/New_York';
export const MONDAY = '2026-03-02';
/** Two or three days, as their weekdays go. */
const WEEKLY = [
  [1, 3],
  [1, 4],
  [2, 4],
  [2, 5],
  [3, 5],
] as const;

/** The clinic and its courses, before anything is closed. */
export function aFullClinic({
  seed,
  courses: count,
  chairs,
  nurses,
  slotMinutes,
  weeks,
  definition = aDefinition(),
  allOn,
}: BrokenClinic): { calendar: ClinicCalendar; courses: CourseAtRisk[] } {
  const random = randomFrom(seed);
  const weekdays = [1, 2, 3, 4, 5];
  const staff = [
    ...Array.from({ length: nurses }, (_, i) => ({ staffId: `nurse-${i + 1}`, role: 'nurse' as const })),
    { staffId: 'clinician-1', role: 'clinician' as const },
    { staffId: 'clinician-2', role: 'clinician' as const },
  ];
  const empty = aCalendar({
    slotMinutes,
    chairs: Array.from({ length: chairs }, (_, i) => ({ id: `chair-${i + 1}`, poolId: 'pool' })),
    shifts: staff.flatMap((person) =>
      weekdays.map((weekday) => ({
        ...person,
        trained: true,
        weekday,
        startsAt: '09:00',
        endsAt: '17:00',
        validFrom: '2020-01-01',
        validTo: null,
      })),
    ),
  });
  const busy: BusySession[] = [];
  const courses: CourseAtRisk[] = [];
  const length = blockMinutes(definition.block);
  const room = new Room(empty, nurses, definition);
  const total = definition.phases.reduce((sum, { sessions }) => sum + sessions, 0);
  for (let tries = 0; courses.length < count && tries < count * 60; tries += 1) {
    const pattern = WEEKLY[Math.floor(random() * WEEKLY.length)] as readonly number[];
    const week = Math.floor(random() * weeks);
    const skip = Math.floor(random() * pattern.length);
    const minute = 540 + Math.floor(random() * ((480 - length) / slotMinutes + 1)) * slotMinutes;
    const days = daysOf(pattern, epochDay(MONDAY) + week * 7, skip, total);
    if (allOn !== undefined && !days.includes(epochDay(allOn))) continue;
    const starts = days.map((day) => instantAt(dateOfEpochDay(day), minute, ZONE) as Instant);
    const taken = room.take(starts);
    if (!taken) continue;
    const id = `course-${courses.length + 1}`;
    const patientId = `patient-${courses.length + 1}`;
    const sessions = starts.map(
      (startsAt, index): CourseSession => ({
        id: `${id}-${index + 1}`,
        sequence: index + 1,
        phase: 'induction',
        status: 'booked',
        startsAt,
        endsAt: startsAt + length * 60_000,
        poolId: 'pool',
        block: definition.block,
        cancelReason: null,
      }),
    );
    sessions.forEach((session, index) => {
      busy.push({
        id: session.id,
        courseId: id,
        patientId,
        chairId: taken[index] as string,
        poolId: 'pool',
        status: 'booked',
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        block: session.block,
      });
    });
    courses.push({
      id,
      course: {
        state: 'induction',
        definition,
        plannedCount: total,
        sessions,
        boosterWindow: null,
        hasBoosterOrder: false,
        needs: {
          poolIds: ['pool'],
          prescriberOnSite: definition.prescriberOnSite,
          trainedMinimum: definition.trainedMinimum,
          patientId,
        },
        gates: NO_GATES,
        overridden: [],
      },
    });
  }
  return { calendar: { ...empty, busy }, courses };
}

/** What a closure of it asks, from midnight to midnight there: the whole clinic for a day, unless said otherwise. */
export function closedOn(
  date: string,
  { calendar, courses }: { calendar: ClinicCalendar; courses: readonly CourseAtRisk[] },
  { days = 1, chairId = null, staffId = null, ...overrides }: Partial<RepairQuestion> & Closed = {},
): RepairQuestion {
  const from = instantAt(date, 0, ZONE) as Instant;
  const to = instantAt(addDays(date, days), 0, ZONE) as Instant;
  const closure = { startsAt: from, endsAt: to, chairId, staffId, reason: 'Pipes' };
  const now = instantAt(addDays(MONDAY, -3), 480, ZONE) as Instant; // Friday 27 February, 8:00
  return {
    before: calendar,
    after: { ...calendar, closures: [...calendar.closures, closure] },
    within: { from, to },
    courses,
    now,
    notBefore: now,
    lastDay: epochDay(MONDAY) + 41,
    chosen: new Map(),
    leave: new Set(),
    seed: 1,
    ...overrides,
  };
}

type Closed = { readonly days?: number; readonly chairId?: string | null; readonly staffId?: string | null };

function daysOf(pattern: readonly number[], monday: number, skip: number, count: number): number[] {
  const days: number[] = [];
  for (let day = monday; days.length < count + skip; day += 1)
    if (pattern.includes(weekdayOfEpochDay(day))) days.push(day);
  return days.slice(skip);
}

/** Chairs and nurses by five minutes, so that courses are put where they fit. */
class Room {
  readonly #chairs = new Map<string, Set<number>>();
  readonly #load = new Map<number, number>();
  readonly #nurses: number;
  readonly #definition: ProtocolDefinition;

  constructor({ chairs }: ClinicCalendar, nurses: number, definition: ProtocolDefinition) {
    for (const { id } of chairs) this.#chairs.set(id, new Set());
    this.#nurses = nurses;
    this.#definition = definition;
  }

  /** A chair for each, or null and nothing taken. */
  take(starts: readonly Instant[]): string[] | null {
    const { prep, administration, observation, turnover } = this.#definition.block;
    const load = [
      ...new Array<number>(prep / 5).fill(1 / 4),
      ...new Array<number>(administration / 5).fill(1 / 2),
      ...new Array<number>(observation / 5).fill(1 / 4),
      ...new Array<number>(turnover / 5).fill(0),
    ];
    const chosen: string[] = [];
    for (const startsAt of starts) {
      const ticks = load.map((units, index) => ({ at: startsAt + index * 300_000, units }));
      if (ticks.some(({ at, units }) => units > 0 && (this.#load.get(at) ?? 0) + units > this.#nurses + 1e-9))
        return null;
      const free = [...this.#chairs].find(([, taken]) => ticks.every(({ at }) => !taken.has(at)));
      if (!free) return null;
      chosen.push(free[0]);
    }
    starts.forEach((startsAt, session) => {
      const taken = this.#chairs.get(chosen[session] as string);
      load.forEach((units, index) => {
        const at = startsAt + index * 300_000;
        taken?.add(at);
        this.#load.set(at, (this.#load.get(at) ?? 0) + units);
      });
    });
    return chosen;
  }
}

function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) / 16_777_216;
  };
}
