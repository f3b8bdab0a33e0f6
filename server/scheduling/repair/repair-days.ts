import type { ChangingCourse, CourseSession } from '#server/scheduling/change/course-change.ts';
import type { Block } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { DayStarts, SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { BusySession, ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { startOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { onlyDay } from './repair-broken.ts';

/** A session where a repair tries it. */
export type Seated = { readonly epochDay: number; readonly session: BusySession };

/** What a kind of session asks of a day, whoever its patient is. */
export type Needs = Omit<SessionNeeds, 'patientId' | 'ignoreSessionIds'>;

/** What a session of a course asks of a day; its own pool comes first. */
export const needsFor = (
  { needs: { poolIds, prescriberOnSite, trainedMinimum } }: ChangingCourse,
  { block, poolId }: CourseSession,
): Needs => ({
  block,
  poolIds: [poolId, ...poolIds.filter((id) => id !== poolId)],
  prescriberOnSite,
  trainedMinimum,
});

const NOBODY = 'nobody';
/** Takes a chair and no nurse. */
export const NO_WATCHING: Block = { prep: 0, administration: 0, observation: 0, turnover: 0 };

/**
 * The clinic's days while sessions are tried in one place and another. Each day is judged by itself, by the same rules
 * as any booking, and again only when something on it has changed. Chairs are bound late: a session that is tried takes
 * one of its pool, whichever.
 */
export class RepairDays {
  readonly #calendar: ClinicCalendar;
  readonly #now: Instant;
  readonly #days = new Map<number, Day>();
  readonly #kinds = new Map<string, number>();
  readonly #pools: readonly string[];

  /** `calendar.busy` holds those that stay where they are. */
  constructor(calendar: ClinicCalendar, now: Instant) {
    this.#calendar = calendar;
    this.#now = now;
    this.#pools = [...new Set(calendar.chairs.map(({ poolId }) => poolId))];
  }

  /** Sessions with the same needs share what is known of a day. */
  kindOf(needs: Needs): Kind {
    const key = JSON.stringify(needs);
    const index = this.#kinds.get(key) ?? this.#kinds.size;
    this.#kinds.set(key, index);
    return { index, needs };
  }

  /** Is another whenever something on the day has changed. */
  version(epochDay: number): number {
    return this.#day(epochDay).version;
  }

  starts(epochDay: number, { index, needs }: Kind): DayStarts {
    const day = this.#day(epochDay);
    const known = day.starts[index];
    if (known && known.version === day.version) return known.starts;
    const calendar = { ...day.calendar, busy: [...day.stay, ...day.tried.values()] };
    const starts = availabilityFor(calendar, { ...needs, patientId: NOBODY }, this.#now).day(epochDay);
    day.starts[index] = { version: day.version, starts };
    return starts;
  }

  seat({ epochDay, session }: Seated): void {
    const day = this.#day(epochDay);
    day.tried.set(session.id, session);
    this.#changed(day);
  }

  unseat({ epochDay, session }: Seated): void {
    const day = this.#day(epochDay);
    day.tried.delete(session.id);
    this.#changed(day);
  }

  #versions = 0;
  #changed(day: Day): void {
    this.#versions += 1;
    day.version = this.#versions;
  }

  #day(epochDay: number): Day {
    let day = this.#days.get(epochDay);
    if (!day) {
      day = { ...this.#alone(epochDay), tried: new Map(), version: 0, starts: [] };
      this.#days.set(epochDay, day);
    }
    return day;
  }

  #alone(epochDay: number): Pick<Day, 'calendar' | 'stay'> {
    const { zone, chairs } = this.#calendar;
    // Sessions that are tried sit on chairs of their own, that are never closed: one more of each pool, and taken.
    const wholeDay = {
      startsAt: startOfEpochDay(epochDay, zone),
      endsAt: startOfEpochDay(epochDay + 1, zone),
      block: NO_WATCHING,
    };
    const taken = this.#pools.map(
      (poolId): BusySession => ({
        ...wholeDay,
        id: anyChairOf(poolId),
        courseId: '',
        patientId: '',
        chairId: anyChairOf(poolId),
        poolId,
        status: 'booked',
      }),
    );
    const day = onlyDay(this.#calendar, epochDay);
    const anyChairs = this.#pools.map((poolId) => ({ id: anyChairOf(poolId), poolId }));
    return { calendar: { ...day, chairs: [...chairs, ...anyChairs] }, stay: [...day.busy, ...taken] };
  }
}

export type Kind = { readonly index: number; readonly needs: Needs };

type Day = {
  readonly calendar: ClinicCalendar;
  readonly stay: readonly BusySession[];
  readonly tried: Map<string, BusySession>;
  version: number;
  /** By kind. */
  readonly starts: ({ readonly version: number; readonly starts: DayStarts } | undefined)[];
};

/** What stands for whichever chair of a pool it will be. */
export const anyChairOf = (poolId: string): string => `any chair of ${poolId}`;
