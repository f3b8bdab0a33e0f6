import { audit } from '#server/booking/audit.ts';
import { changeToSave } from '#server/booking/change-to-save.ts';
import type { JudgedChange } from '#server/booking/judged-change.ts';
import type { setBoosterOrder } from '#server/contract/courses.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { LockedTx } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentBoosterOrder } from '#server/presenters/present-booster-order.ts';
import type { NewAuditEvent } from '#server/repositories/audit-events.ts';
import type { BoosterOrderRecord } from '#server/repositories/booster-orders.ts';
import * as boosterOrders from '#server/repositories/booster-orders.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import { stateUnderOrder } from './judged-order.ts';

type Under = CourseRecord & { readonly boosterOrder: BoosterOrderRecord };

/** An order, and what becomes of the booked boosters with it: in one statement. Answers the course's new version. */
export async function saveOrder(
  tx: LockedTx,
  context: Context,
  course: CourseRecord,
  change: JudgedChange,
  zone: string,
): Promise<number> {
  const order = change.course.boosterOrder;
  if (!order) throw new Error('The change is of a course with an order.');
  const row = { ...order, setBy: context.actor.personId };
  const rows = changeToSave(context, change, { changeId: context.newId(), zone });
  if (rows.changed.length === 0) {
    const state = stateUnderOrder(course.state);
    const line = auditOfOrder(context, course, order);
    return boosterOrders.insert(tx, row, { expectedVersion: course.version, state }, line);
  }
  return courseChanges.save(tx, {
    ...rows,
    boosterOrder: row,
    audit: auditOfOrder(context, course, order, rows.audit),
  });
}

/** One line for the order; and, where boosters moved with it or were let be outside, what became of them. */
function auditOfOrder(
  context: Context,
  course: CourseRecord,
  order: BoosterOrderRecord,
  ofMoves?: NewAuditEvent,
): NewAuditEvent {
  const reasons = ofMoves?.values.map(({ name, value }) => [name, value]) ?? [];
  return audit(context, 'booster-order.set', {
    patientId: course.patientId,
    subjects: { ...ofMoves?.subjects, courseId: course.id, orderId: order.id },
    detail: {
      before: termsOf(course.boosterOrder),
      after: termsOf(order),
      ...(ofMoves && { boosters: ofMoves.detail }),
    },
    personal: { ...Object.fromEntries(reasons), reason: order.reason, evidence: order.evidence },
  });
}

/** Of an order, what is no text that somebody wrote. */
const termsOf = (order: BoosterOrderRecord | null) =>
  order && {
    interval: order.interval,
    asNeeded: order.asNeeded,
    ...(order.seriesOf !== null && { seriesOf: order.seriesOf }),
    flexDays: order.flexDays,
    expiresOn: order.expiresOn,
  };

export function presentSetOrder(
  { actor, now }: Context,
  course: Under,
  courseVersion: number,
  zone: string,
): ResponseOf<typeof setBoosterOrder> {
  const under = { ...course, state: stateUnderOrder(course.state) };
  return {
    ...presentBoosterOrder(course.boosterOrder, { role: actor.role, zone, now }),
    boosterWindow: windowOf(under, course.protocol.definition, zone),
    courseVersion,
  };
}
