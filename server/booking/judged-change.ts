import type { KeptSession } from '#server/repositories/course-changes.ts';
import type { CourseRecord, Hold } from '#server/repositories/courses.ts';
import { type CourseToChange, changingCourse } from '#server/repositories/for-core.ts';
import { changeAsShown, type ShownPlan } from '#server/scheduling/change/change-as-shown.ts';
import { changeCourse } from '#server/scheduling/change/change-course.ts';
import type {
  ChangeAnswer,
  ChangeRequest,
  NewSession,
  RefusedChange,
  ShownChange,
} from '#server/scheduling/change/course-change.ts';
import { isHolding } from '#server/scheduling/course/course-sessions.ts';
import { assignChairs, type Repack, type Wanted } from '#server/scheduling/room/assign-chairs.ts';
import { violationOf } from '#server/scheduling/room/start-times.ts';
import { bend, type Override, openRules } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { overridesAfter } from './overrides-after.ts';
import { seedOf } from './seed-of.ts';

/** What somebody asks of a course. */
export type AskedChange = {
  readonly request: ChangeRequest;
  readonly overrides: readonly Override[];
  /** With a hold: what the clinician wrote. */
  readonly holdReason: string | null;
};

/** A session as the change leaves it; those without an id are new. */
export type LeftSession = KeptSession | (NewSession & { readonly overrides: KeptSession['overrides'] });

/** A change as it stands by a calendar: the course after it, every rule that it bends, and the chairs for it. */
export type JudgedChange = {
  readonly ok: true;
  readonly course: CourseRecord;
  readonly before: CourseToChange;
  readonly shown: ShownChange;
  /** Every session of the course after the change, by time. */
  readonly after: readonly LeftSession[];
  readonly hold: Hold | null;
  /** Null while a hard rule refuses the change. */
  readonly chairs: GivenChairs | null;
};

/** Chairs for what is new or elsewhere, in the order of `seatsOf`; and other sessions' new chairs, where that makes room. */
export type GivenChairs = { readonly chairIds: readonly string[]; readonly repack: readonly Repack[] };

type Seen = { readonly calendar: ClinicCalendar; readonly now: Instant; readonly role: Role };

/** One pure question: what would the course be, and is there a chair for all of it? `plan`: what a search found before. */
export function judgeChange(
  course: CourseRecord,
  asked: AskedChange,
  seen: Seen,
  plan: ShownPlan | null = null,
): JudgedChange | RefusedChange {
  const before = changingCourse(course, seen.calendar.zone);
  const { request, overrides } = asked;
  const question = { ...seen, request, overrides, course: before, seed: seedOf(course.patientId) };
  const answer = plan ? changeAsShown(question, plan) : changeCourse(question);
  return judged({ course, before, asked, seen }, answer);
}

export function judged(
  {
    course,
    before,
    asked,
    seen: { calendar, now, role },
  }: {
    readonly course: CourseRecord;
    readonly before: CourseToChange;
    readonly asked: Pick<AskedChange, 'overrides' | 'holdReason'>;
    readonly seen: Seen;
  },
  answer: ChangeAnswer,
): JudgedChange | RefusedChange {
  if (!answer.ok) return answer;
  const rest = {
    ok: true as const,
    course,
    before,
    hold: holdAfter(course, answer, asked.holdReason),
    after: overridesAfter(before, answer, calendar.zone),
  };
  if (answer.open.length > 0) return { ...rest, shown: answer, chairs: null };
  const seats = seatsOf(before, rest.after, answer);
  const free = givenUp(before, rest.after);
  const chairs = assignChairs(calendar, seats, now, free);
  if (chairs) return { ...rest, shown: answer, chairs };
  // There is room in numbers, and no chair for the whole of a block: those alone, or, where each has one, all together.
  const lost = seats.filter((seat) => !assignChairs(calendar, [seat], now, free));
  const full = (lost.length > 0 ? lost : seats).map(({ sequence }) => violationOf('chair-full', sequence));
  const bent = [...answer.bent, ...bend(full, asked.overrides, role)];
  return { ...rest, shown: { ...answer, bent, open: openRules(bent) }, chairs: null };
}

/** What needs a chair: what is new or elsewhere or back, then the course that begins anew. */
export function seatsOf(
  before: CourseToChange,
  after: readonly LeftSession[],
  { newCourse }: Pick<ShownChange, 'newCourse'>,
): (Wanted & { readonly sequence: number })[] {
  const was = new Map(before.sessions.map((session) => [session.id, session]));
  return [...after.filter((session) => needsSeat(was, session)), ...(newCourse?.sessions ?? [])];
}

/** Does the session take a place that it has not got? */
export function needsSeat(was: ReadonlyMap<string, KeptSession>, session: LeftSession): boolean {
  if (!isHolding(session)) return false;
  const old = 'id' in session ? was.get(session.id) : undefined;
  return !old || !isHolding(old) || old.startsAt !== session.startsAt || old.poolId !== session.poolId;
}

/** Sessions whose chairs are free once the change is made. */
function givenUp(before: CourseToChange, after: readonly LeftSession[]): ReadonlySet<string> {
  const left = new Map(after.flatMap((session) => ('id' in session ? [[session.id, session] as const] : [])));
  return new Set(
    before.sessions
      .filter((old) => {
        const now = left.get(old.id);
        return !now || !isHolding(now) || now.startsAt !== old.startsAt || now.poolId !== old.poolId;
      })
      .map(({ id }) => id),
  );
}

/** A hold that goes on keeps its reason; one that nobody gave a reason for came of missed sessions. */
function holdAfter(course: CourseRecord, { newState }: ShownChange, reason: string | null): Hold | null {
  if (newState !== 'on-hold') return null;
  if (course.state === 'on-hold') return course.hold;
  return reason === null ? { kind: 'missed-sessions', reason: null } : { kind: 'clinician', reason };
}
