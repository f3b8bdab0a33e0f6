import { type JudgedChange, judged } from '#server/booking/judged-change.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import type { BoosterOrderRecord } from '#server/repositories/booster-orders.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import { isInWindow } from '#server/scheduling/booster/booster.ts';
import { boostersOutside } from '#server/scheduling/booster/booster-moves.ts';
import {
  type AskedTerms,
  type OrderTerms,
  orderTerms,
  tooCloseInterval,
} from '#server/scheduling/booster/booster-order.ts';
import { showChange } from '#server/scheduling/change/change-draft.ts';
import { withStarts } from '#server/scheduling/change/change-move.ts';
import type { CourseSession, RefusedChange } from '#server/scheduling/change/course-change.ts';
import { isOpen, isPlanned } from '#server/scheduling/course/course-sessions.ts';
import { broken, type Override, RULES } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** What was asked for, with the rest filled in; or the refusal of what no order may say. */
export function askedTerms(course: CourseRecord, asked: AskedTerms, today: LocalDate): OrderTerms {
  if (course.state === 'stopped') throw new AppError('course-not-bookable');
  const rules = course.protocol.definition.booster;
  const terms = orderTerms(asked, rules, today);
  if (asked.expiresOn && asked.expiresOn < today) {
    throw new AppError('invalid-request', undefined, {
      errors: [{ pointer: '/body/expiresOn', detail: `Must be today, ${today}, or later.` }],
    });
  }
  const tooClose = tooCloseInterval(terms, rules, today);
  if (tooClose) {
    const detail = `Boosters are at least ${rules.minIntervalDays} days apart. Closer ones are ordered as a series.`;
    throw new AppError('plan-breaks-rules', detail, { violations: [tooClose] });
  }
  return terms;
}

/** The course as it is once the order holds. */
export function courseUnder(
  course: CourseRecord,
  order: OrderTerms & { readonly id: string } & Partial<Pick<BoosterOrderRecord, 'reason' | 'evidence'>>,
  { actor, now }: Pick<Context, 'actor' | 'now'>,
): CourseRecord & { readonly boosterOrder: BoosterOrderRecord } {
  return {
    ...course,
    boosterOrder: {
      id: order.id,
      courseId: course.id,
      interval: order.interval,
      asNeeded: order.asNeeded,
      seriesOf: order.seriesOf,
      flexDays: order.flexDays,
      expiresOn: order.expiresOn,
      reason: order.reason ?? '',
      evidence: order.evidence ?? null,
      setBy: { id: actor.personId, name: actor.name },
      setAt: now,
    },
  };
}

/** Who sets an interval has looked at how the patient responded. */
export const stateUnderOrder = (state: CourseRecord['state']): CourseRecord['state'] =>
  state === 'assessment' ? 'maintenance' : state;

/** The booked boosters that the order that holds would have elsewhere, and nobody has come for. */
export const outsideOf = (course: CourseRecord, zone: string, now: Instant): CourseSession[] =>
  boostersOutside(changingCourse(course, zone), zone, now);

/** What becomes of the boosters that an order leaves outside. */
export type BoosterChoices = {
  /** New starts, by session. */
  readonly moved: ReadonlyMap<string, Instant>;
  /** Of those that stay where they are: why. */
  readonly left: ReadonlyMap<string, string>;
  /** Why a booster that moves may be late: its window has passed. */
  readonly lateReason: string | null;
};

/** A course under its new order, with its boosters moved or left: judged by every rule, as any change is. */
export function judgeOrder(
  /** With the new order. */
  course: CourseRecord,
  choices: BoosterChoices,
  seen: { readonly calendar: ClinicCalendar; readonly now: Instant; readonly role: Context['actor']['role'] },
): JudgedChange | RefusedChange {
  const { calendar, now, role } = seen;
  const { zone } = calendar;
  const before = changingCourse(course, zone);
  const overrides = overridesOf(before.sessions, choices);
  const staying = before.sessions.filter(({ id }) => choices.left.has(id));
  const answer = showChange(
    // Which mode is asked of no matter: nothing of the course but its boosters moves.
    { ...seen, request: { mode: 'resume' }, course: before, overrides, seed: 0 },
    {
      sessions: withStarts(before.sessions, choices.moved),
      state: stateUnderOrder(course.state),
      bent: staying.map(({ sequence }) =>
        broken('outside-booster-window', RULES['outside-booster-window'].words, sequence),
      ),
    },
    'booster-order',
  );
  const change = judged(
    { course, before, asked: { overrides, holdReason: null }, seen: { calendar, now, role } },
    answer,
  );
  if (!change.ok) return change;
  const { boosterWindow } = before;
  const after = change.after.map((session) => {
    const isInside =
      boosterWindow !== null &&
      !isPlanned(session) &&
      isOpen(session, now) &&
      isInWindow(localDateOf(session.startsAt, zone), boosterWindow);
    if (!isInside) return session;
    // What was let be by the order before is in order now.
    return { ...session, overrides: session.overrides.filter((code) => code !== 'outside-booster-window') };
  });
  return { ...change, after };
}

function overridesOf(
  sessions: readonly CourseSession[],
  { moved, left, lateReason }: BoosterChoices,
): Override[] {
  return sessions.flatMap(({ id, sequence }) => {
    const reason = left.get(id) ?? (moved.has(id) ? lateReason : null);
    return reason === null ? [] : [{ code: 'outside-booster-window' as const, sequence, reason }];
  });
}
