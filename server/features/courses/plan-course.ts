import { seedOf } from '#server/booking/seed-of.ts';
import type { planCourse as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentPlan } from '#server/presenters/present-plan.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { Preferences } from '#server/scheduling/plan/plan-cost.ts';
import { plannedCount } from '#server/scheduling/protocol.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { localDateOf, minuteOf, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { findPlans, type PlanQuestion } from './find-plans.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

export const planCourse = (
  { db, actor, now }: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    refusePast(body.from, localDateOf(now, await clinicZone.find(sql)));
    const question: PlanQuestion = {
      patientId: body.patientId,
      protocolId: body.protocolId,
      from: body.from,
      preferences: preferencesOf(body.preferences),
      fixed: (body.fixed ?? []).map(({ sequence, startsAt }) => ({
        sequence,
        startsAt: parseInstant(startsAt),
      })),
      limit: body.limit,
      seed: body.seed ?? seedOf(body.patientId),
    };
    const { plans, whyNot, protocol, zone } = await findPlans(sql, question, now);
    refuseUnknownFixed(body, plannedCount(protocol.definition));
    return { plans: plans.map((plan) => presentPlan(plan, protocol, zone)), whyNot: [...whyNot] };
  });

function preferencesOf({ weekdays, timeOfDay }: NonNullable<Body['preferences']> = {}): Preferences {
  return {
    ...(weekdays && { weekdays }),
    ...(timeOfDay && { timeOfDay: { from: minuteOf(timeOfDay.from), to: minuteOf(timeOfDay.to) } }),
  };
}

function refusePast(from: LocalDate, today: LocalDate): void {
  if (from >= today) return;
  throw new AppError('invalid-request', undefined, {
    errors: [{ pointer: '/body/from', detail: `Must be today, ${today}, or later.` }],
  });
}

function refuseUnknownFixed({ fixed = [] }: Body, count: number): void {
  const seen = new Set<number>();
  const errors = fixed.flatMap(({ sequence }, index) => {
    const pointer = `/body/fixed/${index}/sequence`;
    if (sequence > count) return [{ pointer, detail: `The protocol has ${count} sessions.` }];
    if (seen.has(sequence)) return [{ pointer, detail: 'Is given twice.' }];
    seen.add(sequence);
    return [];
  });
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
}
