import { seedOf } from '#server/booking/seed-of.ts';
import type { bookCourse as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { Plan } from '#server/contract/plan.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentPlan } from '#server/presenters/present-plan.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { localDateOf, localReading, parseInstant, weekdayOf } from '#server/scheduling/time/clinic-time.ts';
import { findPlans, type PlanQuestion } from './find-plans.ts';

const MOST_ALTERNATIVES = 3;

/**
 * Whole plans that are free now, for somebody who lost sessions to somebody quicker: first the one that keeps every
 * session that was not lost, where there is one, then others. Near what was chosen: its weekdays and its time of day.
 */
export const alternativesTo = (
  { db, actor, now }: Context,
  { patientId, protocolId, sessions }: ParsedRequestOf<typeof endpoint>['body'],
  lost: readonly number[],
): Promise<Plan[]> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const chosen = sessions.map(({ startsAt }, index) => {
      const at = parseInstant(startsAt);
      return { sequence: index + 1, startsAt: at, ...localReading(at, zone) };
    });
    const minutes = chosen.map(({ minute }) => minute);
    const free: PlanQuestion = {
      patientId,
      protocolId,
      from: [chosen[0]?.date ?? '', localDateOf(now, zone)].sort().at(-1) ?? '',
      preferences: {
        weekdays: [...new Set(chosen.map(({ date }) => weekdayOf(date)))],
        timeOfDay: { from: Math.min(...minutes), to: Math.max(...minutes) },
      },
      fixed: [],
      limit: MOST_ALTERNATIVES,
      seed: seedOf(patientId),
    };
    const fixed = chosen.filter(({ sequence }) => !lost.includes(sequence));
    const keeping = await findPlans(sql, { ...free, fixed, limit: 1 }, now);
    const others = await findPlans(sql, free, now);

    const plans = [...keeping.plans, ...others.plans].map((plan) => presentPlan(plan, others.protocol, zone));
    const starts = (plan: Plan): string => plan.sessions.map(({ startsAt }) => startsAt).join();
    return [...new Map(plans.map((plan) => [starts(plan), plan])).values()].slice(0, MOST_ALTERNATIVES);
  });
