import type { BoosterOrder } from '#server/contract/course.ts';
import type { BoosterOrderRecord } from '#server/repositories/booster-orders.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { type SeenBy, seesClinical } from './seen-by.ts';

/** The front desk books by an order and is not told what it rests on. */
export const presentBoosterOrder = (order: BoosterOrderRecord, seen: SeenBy): BoosterOrder => ({
  id: order.id,
  courseId: order.courseId,
  interval: order.interval,
  asNeeded: order.asNeeded,
  seriesOf: order.seriesOf,
  flexDays: order.flexDays,
  expiresOn: order.expiresOn,
  ...(seesClinical(seen) ? { reason: order.reason, evidence: order.evidence } : {}),
  setBy: { id: order.setBy.id, name: order.setBy.name },
  setAt: formatInstant(order.setAt, seen.zone),
});
