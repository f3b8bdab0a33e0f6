import type { BoosterWindow } from '#server/scheduling/booster/booster.ts';
import type { CourseGates } from '#server/scheduling/gates/gates.ts';
import type { Block, ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { BentRule, Override } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import type { Violation } from '#server/scheduling/violation.ts';
import type {
  CancelReason,
  ChangeMode,
  CourseState,
  MadeMode,
  Phase,
  Role,
  SessionStatus,
} from '#server/scheduling/vocabulary.ts';

/** What can be asked of a course, what it is judged by, and what is answered: values all the way, nothing is done. */

/** A session of the course, as a change sees it. */
export type CourseSession = {
  readonly id: string;
  readonly sequence: number;
  readonly phase: Phase;
  readonly status: SessionStatus;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly poolId: string;
  readonly block: Block;
  readonly cancelReason: CancelReason | null;
};

/** One that a change adds. It gets its id when it is booked; its number tells it from the others. */
export type NewSession = Omit<CourseSession, 'id' | 'cancelReason'>;

export type ChangeRequest =
  /** This one alone. */
  | { readonly mode: 'move'; readonly sessionId: string; readonly startsAt: Instant }
  /** This one and those after it, by the same days and the same reading of the clock. */
  | { readonly mode: 'shift'; readonly sessionId: string; readonly startsAt: Instant }
  /**
   * What is to come is planned anew, with as little moved as can be, and what the course has lost is put back at its end.
   * From `sessionId` on, or all of it. `startsAt` pins that session; `from` is the first day that any may be on.
   */
  | {
      readonly mode: 'replan';
      readonly sessionId: string | null;
      readonly startsAt: Instant | null;
      readonly from: LocalDate | null;
    }
  /** This one is taken out: the course has one session fewer. */
  | { readonly mode: 'omit'; readonly sessionId: string; readonly reason: CancelReason }
  /** This one is cancelled. The course lacks it until it is planned again. */
  | { readonly mode: 'cancel'; readonly sessionId: string; readonly reason: CancelReason }
  | { readonly mode: 'no-show'; readonly sessionId: string }
  /** All that is to come is cancelled, for good. */
  | { readonly mode: 'stop'; readonly reason: CancelReason }
  /** A clinician's hold: what is to come keeps its chairs and waits. */
  | { readonly mode: 'hold' }
  | { readonly mode: 'resume' }
  /** So many sessions more, after the last of the induction. */
  | { readonly mode: 'extend'; readonly sessions: number; readonly from: LocalDate | null }
  /** What is to come is cancelled, and a new course begins, planned from this day on. */
  | { readonly mode: 'restart'; readonly from: LocalDate };

/** The course and what there is to know of it. */
export type ChangingCourse = {
  readonly state: CourseState;
  readonly definition: ProtocolDefinition;
  /** How many sessions its planned phases are to have: the protocol's number, less what was omitted, and extensions. */
  readonly plannedCount: number;
  /** Every session, cancelled and missed ones too, in any order. */
  readonly sessions: readonly CourseSession[];
  readonly boosterWindow: BoosterWindow | null;
  /** A clinician has set an interval: what follows the planned sessions is known. */
  readonly hasBoosterOrder: boolean;
  /** What its sessions ask of the clinic; each has its own block. */
  readonly needs: Omit<SessionNeeds, 'block' | 'ignoreSessionIds'>;
  /** What must be done before its sessions, and what has been. */
  readonly gates: CourseGates;
  /** Overrides that were made and still stand on its sessions. */
  readonly overridden: readonly { readonly sessionId: string; readonly code: Violation['code'] }[];
};

export type ChangeQuestion<R extends ChangeRequest = ChangeRequest> = {
  readonly request: R;
  readonly course: ChangingCourse;
  /** Must know the days of `daysAsked`. */
  readonly calendar: ClinicCalendar;
  readonly now: Instant;
  /** Of whoever asks. */
  readonly role: Role;
  readonly overrides: readonly Override[];
  /** Draws among plans that are equally good. */
  readonly seed: number;
};

export type MovedSession = { readonly before: CourseSession; readonly after: CourseSession };

/** A course that begins anew: every session, in order, numbered from 1. */
export type NewCourse = { readonly plannedCount: number; readonly sessions: readonly NewSession[] };

/** The change as it would be. It can be made once nothing is `open`. */
export type ShownChange = {
  readonly ok: true;
  readonly mode: MadeMode;
  /** Every session of the course after the change, by time; those without an id are new. */
  readonly after: readonly (CourseSession | NewSession)[];
  readonly moved: readonly MovedSession[];
  readonly added: readonly NewSession[];
  /** Cancelled, missed or taken back, with the status they get. */
  readonly removed: readonly CourseSession[];
  /** Those that stay where they are and wait, or no longer wait, or hold their time again. */
  readonly restated: readonly MovedSession[];
  readonly newState: CourseState;
  readonly newPlannedCount: number;
  readonly newCourse: NewCourse | null;
  /** Every rule that the course bends after the change and did not before: soft ones, overridden ones, open ones. */
  readonly bent: readonly BentRule[];
  /** Hard rules that nobody has overridden who may. */
  readonly open: readonly BentRule[];
};

export type RefusedChange = {
  readonly ok: false;
  readonly violations: readonly Violation[];
  /** The modes that would do, where the mode is what is wrong. */
  readonly allowed?: readonly ChangeMode[];
};

export type ChangeAnswer = ShownChange | RefusedChange;

/** What is kept of a change that was made: all that its inverse needs. */
export type StoredChange = {
  readonly mode: ChangeMode;
  readonly before: StoredCourse;
  readonly after: StoredCourse;
};

/** A course as far as a change touched it. */
export type StoredCourse = {
  readonly state: CourseState;
  readonly plannedCount: number;
  /** The sessions that the change touched. One that it added is in `after` alone. */
  readonly sessions: readonly CourseSession[];
};
