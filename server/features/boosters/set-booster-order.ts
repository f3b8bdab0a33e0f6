import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import { refuseStale } from '#server/booking/refuse-stale.ts';
import type { setBoosterOrder as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentBoosterOrder } from '#server/presenters/present-booster-order.ts';
import type { BoosterOrderRecord } from '#server/repositories/booster-orders.ts';
import * as boosterOrders from '#server/repositories/booster-orders.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import { defaultFlexDays } from '#server/scheduling/booster.ts';
import type { LocalDate } from '#server/scheduling/calendar.ts';
import { addInterval, daysBetween, localDateOf } from '#server/scheduling/clinic-time.ts';
import type { BoosterRules } from '#server/scheduling/protocol.ts';
import { broken } from '#server/scheduling/rules.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

/** A clinician's new interval. Earlier ones stay in the history; the newest one holds. */
export const setBoosterOrder = (
  context: Context,
  { params, headers, body }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> => {
  const { db, newId, actor, now } = context;
  return underClinicLock(db, { actor, now }, async (tx) => {
    const zone = await clinicZone.find(tx);
    const course = knownCourse(await courses.findById(tx, params.id));
    refuseStale(course, headers['if-match']);
    if (course.state === 'stopped') throw new AppError('course-not-bookable');
    const today = localDateOf(now, zone);
    const rules = course.protocol.definition.booster;
    refuseExpired(body, today);
    refuseTooClose(body, rules, today);

    const order = {
      id: newId(),
      courseId: course.id,
      interval: body.interval ?? null,
      asNeeded: body.asNeeded,
      flexDays: body.flexDays ?? (body.interval ? defaultFlexDays(rules, body.interval) : rules.flexDays),
      reason: body.reason,
      evidence: body.evidence ?? null,
      expiresOn: body.expiresOn ?? (body.asNeeded ? addInterval(today, `P${rules.asNeededMonths}M`) : null),
      setAt: now,
    };
    // Who sets an interval has looked at how the patient responded.
    const state = course.state === 'assessment' ? 'maintenance' : course.state;
    const courseVersion = await boosterOrders.insert(
      tx,
      { ...order, setBy: actor.personId },
      { expectedVersion: course.version, state },
      audit(context, 'booster-order.set', {
        patientId: course.patientId,
        subjects: { courseId: course.id, orderId: order.id },
        detail: { before: termsOf(course.boosterOrder), after: termsOf(order) },
        personal: { reason: order.reason, evidence: order.evidence },
      }),
    );

    const boosterOrder = { ...order, setBy: { id: actor.personId, name: actor.name } };
    return {
      ...presentBoosterOrder(boosterOrder, { role: actor.role, zone, now }),
      boosterWindow: windowOf({ ...course, state, boosterOrder }, course.protocol.definition, zone),
      courseVersion,
    };
  });
};

/** Of an order, what is no text that somebody wrote. */
const termsOf = (
  order: Pick<BoosterOrderRecord, 'interval' | 'asNeeded' | 'flexDays' | 'expiresOn'> | null,
) =>
  order && {
    interval: order.interval,
    asNeeded: order.asNeeded,
    flexDays: order.flexDays,
    expiresOn: order.expiresOn,
  };

function refuseExpired({ expiresOn }: Body, today: LocalDate): void {
  if (!expiresOn || expiresOn >= today) return;
  throw new AppError('invalid-request', undefined, {
    errors: [{ pointer: '/body/expiresOn', detail: `Must be today, ${today}, or later.` }],
  });
}

/** Sessions closer than that are a booster series, which is another thing (CLINICAL R16). */
function refuseTooClose({ interval }: Body, { minIntervalDays }: BoosterRules, today: LocalDate): void {
  if (!interval || daysBetween(today, addInterval(today, interval)) >= minIntervalDays) return;
  throw new AppError('plan-breaks-rules', `Boosters are at least ${minIntervalDays} days apart.`, {
    violations: [
      broken('too-close', `The protocol asks for at least ${minIntervalDays} days between boosters.`),
    ],
  });
}
