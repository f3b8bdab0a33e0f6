import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { BoosterOrder } from '#server/contract/course.ts';
import type { listBoosterOrders as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentBoosterOrder } from '#server/presenters/present-booster-order.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as boosterOrders from '#server/repositories/booster-orders.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';

export const listBoosterOrders = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<{ items: BoosterOrder[] }> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const { id: courseId, patientId } = knownCourse(await courses.findById(sql, params.id));
    await auditEvents.insert(
      sql,
      audit(context, 'booster-orders.read', { patientId, subjects: { courseId } }),
    );
    const orders = await boosterOrders.history(sql, params.id);
    return { items: orders.map((order) => presentBoosterOrder(order, { role: actor.role, zone, now })) };
  });
