import type { Block } from '#server/scheduling/protocol.ts';
import type { SessionStatus } from '#server/scheduling/vocabulary.ts';
import type { Validity } from './validity.ts';

/** Milliseconds since 1970-01-01T00:00Z: a moment, the same everywhere. */
export type Instant = number;
/** A day on the clinic's calendar, `2026-03-02`. */
export type LocalDate = string;
/** A reading of the clinic's clock, `09:00`. */
export type LocalTime = string;

/** Everything of a clinic that decides whether a session can be at a time, for a window of days. Plain data. */
export type ClinicCalendar = {
  /** IANA time zone. */
  readonly zone: string;
  /** Sessions start on this grid, in minutes after local midnight. A multiple of 5. */
  readonly slotMinutes: number;
  readonly monitoring: MonitoringRatios;
  readonly openingHours: readonly OpeningHours[];
  readonly closures: readonly Closure[];
  readonly chairs: readonly Chair[];
  readonly shifts: readonly Shift[];
  /** What holds a chair and overlaps the window: sessions, and offers of a chair, which are `proposed`. */
  readonly busy: readonly BusySession[];
};

/**
 * How many patients in that part of a block one nurse may watch; null where none need watching (CLINICAL R32).
 * Each is a whole number from 1 to 12.
 */
export type MonitoringRatios = {
  readonly prep: number | null;
  readonly administration: number | null;
  readonly observation: number | null;
  readonly turnover: number | null;
};

/** One weekday may have several stretches. `closesAt` "24:00" is midnight. */
export type OpeningHours = Validity & {
  readonly weekday: number;
  readonly opensAt: LocalTime;
  readonly closesAt: LocalTime;
};

/** The whole clinic where neither chair nor member of staff is named. */
export type Closure = {
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly chairId: string | null;
  readonly staffId: string | null;
  readonly reason: string;
};

/** Chairs come in the order in which the board shows them. */
export type Chair = { readonly id: string; readonly poolId: string };

/** A weekly stretch of work. `trained`: may be counted among the trained people in the house (R34). */
export type Shift = {
  readonly staffId: string;
  readonly role: 'nurse' | 'clinician' | 'other';
  readonly trained: boolean;
  readonly weekday: number;
  readonly startsAt: LocalTime;
  readonly endsAt: LocalTime;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
};

export type BusySession = {
  readonly id: string;
  readonly courseId: string;
  readonly patientId: string;
  readonly chairId: string;
  readonly poolId: string;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  /** When the chair is free again: the planned end, or the actual one of a session that is over. */
  readonly endsAt: Instant;
  readonly block: Block;
};
