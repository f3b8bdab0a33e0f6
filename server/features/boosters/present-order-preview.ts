import type { JudgedChange } from '#server/booking/judged-change.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { Context } from '#server/platform/context.ts';
import { presentBoosterOrder } from '#server/presenters/present-booster-order.ts';
import type { BoosterOrderRecord } from '#server/repositories/booster-orders.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import type { ProposedMove } from '#server/scheduling/booster/booster-moves.ts';
import { orderWarnings } from '#server/scheduling/booster/booster-order.ts';
import type { CourseSession } from '#server/scheduling/change/course-change.ts';
import type { BentRule } from '#server/scheduling/rules.ts';
import { formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { promiseOrder, type ShownBooster } from './order-token.ts';

type Shown = {
  readonly course: CourseRecord;
  /** The same with the new order. */
  readonly under: CourseRecord & { readonly boosterOrder: BoosterOrderRecord };
  readonly zone: string;
  readonly outside: readonly ProposedMove[];
  /** Null where no booster is outside. */
  readonly judged: JudgedChange | null;
};

/** An order with what follows from it, and the token that sets it. */
export function presentOrderPreview(
  context: Context,
  { course, under, zone, outside, judged }: Shown,
): BoosterOrderPreview {
  const { now, actor } = context;
  const { definition } = course.protocol;
  const { boosterOrder } = under;
  const { id, interval, asNeeded, seriesOf, flexDays, expiresOn } = boosterOrder;
  const terms = { interval, asNeeded, seriesOf, flexDays, expiresOn };
  const window = windowOf(under, definition, zone);
  const seen = { role: actor.role, zone, now };
  const boosters = outside.map((proposed) => ({ proposed, move: moveOf(proposed, judged) }));
  const { token, expiresAt } = promiseOrder(context, {
    orderId: id,
    courseId: course.id,
    version: course.version,
    terms,
    outside: boosters.map(
      ({ proposed, move }): ShownBooster => ({
        sessionId: proposed.session.id,
        move: move && {
          startsAt: move.session.startsAt,
          poolId: move.session.poolId,
          bent: move.bent.map(({ code }) => code),
        },
      }),
    ),
  });
  const times = ({ startsAt, endsAt }: Pick<CourseSession, 'startsAt' | 'endsAt'>) => ({
    startsAt: formatInstant(startsAt, zone),
    endsAt: formatInstant(endsAt, zone),
  });
  return {
    courseId: course.id,
    courseVersion: course.version,
    order: terms,
    window,
    today: {
      order: course.boosterOrder && presentBoosterOrder(course.boosterOrder, seen),
      window: windowOf(course, definition, zone),
    },
    outside: boosters.map(({ proposed: { session, whyNot }, move }) => ({
      sessionId: session.id,
      sequence: session.sequence,
      ...times(session),
      move: move && {
        ...times(move.session),
        poolId: move.session.poolId,
        violations: move.bent.map(presentBent),
      },
      whyNot: move ? [] : [...whyNot, ...standsAgainst(session, judged)],
    })),
    warnings: orderWarnings(terms, window, localDateOf(now, zone)),
    token,
    expiresAt: formatInstant(expiresAt, zone),
  };
}

/** A rule of a clinician's own, which the move may bend: the window has passed. */
const mayBend = ({ code, severity }: BentRule): boolean =>
  severity === 'soft' || code === 'outside-booster-window';

const bentBy = ({ sequence }: CourseSession, judged: JudgedChange | null): BentRule[] =>
  judged?.shown.bent.filter((rule) => rule.sequence === sequence) ?? [];

const standsAgainst = (session: CourseSession, judged: JudgedChange | null): BentRule[] =>
  bentBy(session, judged).filter((rule) => !mayBend(rule));

/** Where the booster would go, as every rule has it; null where one stands against it. */
function moveOf(
  { session, startsAt }: ProposedMove,
  judged: JudgedChange | null,
): { session: CourseSession; bent: BentRule[] } | null {
  if (startsAt === null || !judged || standsAgainst(session, judged).length > 0) return null;
  const moved = judged.shown.moved.find(({ after }) => after.id === session.id);
  return moved ? { session: moved.after, bent: bentBy(session, judged) } : null;
}

const presentBent = ({ mayOverride, overrideReason, rule, ...violation }: BentRule) => ({
  ...violation,
  rule: rule ?? null,
  mayOverride: [...mayOverride],
  overridden: overrideReason !== null,
});
