import { windowOfDays } from '#server/booking/booking-window.ts';
import { bookableProtocol, knownPatient } from '#server/booking/known.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { needsOf } from '#server/repositories/for-core.ts';
import * as protocols from '#server/repositories/protocols.ts';
import { type CoursePlan, type PlanRequest, planCourse } from '#server/scheduling/plan/plan.ts';
import { type Preferences, waitRank } from '#server/scheduling/plan/plan-cost.ts';
import { type ReadablePlan, readPlan, whyNoPlan } from '#server/scheduling/plan/plan-reasons.ts';
import { longestSpanDays, plannedCount } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import { checkPlan, checkStart } from '#server/scheduling/room/start-times.ts';
import type { ClinicCalendar, Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, epochDay, localReading, weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import type { Violation } from '#server/scheduling/violation.ts';

/**
 * Days on which session 1 is looked for: near ones first, since few sessions then need to be read, and the far ones
 * only where the near ones do not hold enough plans.
 */
const NEAR_DAYS = 14;
const FAR_DAYS = 60;

export type FixedSession = { readonly sequence: number; readonly startsAt: Instant };

export type PlanQuestion = {
  readonly patientId: string;
  readonly protocolId: string;
  /** The first day that session 1 may be on. */
  readonly from: LocalDate;
  readonly preferences: Preferences;
  /** Sessions that must be just so, by their numbers. */
  readonly fixed: readonly FixedSession[];
  readonly limit: number;
  readonly seed: number;
};

export type PlanAnswer = {
  readonly plans: readonly ReadablePlan[];
  /** What is against any plan, where there is none. */
  readonly whyNot: readonly Violation[];
  readonly protocol: protocols.ProtocolRecord;
  readonly zone: string;
};

/** The best plans of a course as the calendar is now. */
export async function findPlans(sql: Sql, question: PlanQuestion, now: Instant): Promise<PlanAnswer> {
  const protocol = bookableProtocol(await protocols.findForBooking(sql, question.protocolId));
  const near = await search(sql, question, protocol, NEAR_DAYS, now);
  const found = areTheBest(near) ? near : await search(sql, question, protocol, FAR_DAYS, now);
  const { calendar, request, plans } = found;
  return {
    plans: plans.map((plan) => readPlan(plan, request)),
    whyNot: plans.length > 0 ? [] : whyNot(found, question),
    protocol,
    zone: calendar.zone,
  };
}

type Found = {
  readonly calendar: ClinicCalendar;
  readonly needs: SessionNeeds;
  readonly now: Instant;
  readonly request: PlanRequest;
  readonly plans: readonly CoursePlan[];
};

/** The best plans whose session 1 is within so many days. */
async function search(
  sql: Sql,
  { patientId, from, preferences, fixed, limit, seed }: PlanQuestion,
  protocol: protocols.ProtocolRecord,
  days: number,
  now: Instant,
): Promise<Found> {
  const { definition } = protocol;
  const lastDay = addDays(from, days + longestSpanDays(definition));
  const { calendar, patient } = await loadForBooking(sql, {
    windows: windowOfDays(from, lastDay),
    patientId,
  });
  const needs = needsOf(protocol, knownPatient(patient).id);
  const request: PlanRequest = {
    definition,
    availability: availabilityFor(calendar, needs, now),
    firstDay: epochDay(from),
    lastFirstDay: epochDay(from) + days,
    lastDay: epochDay(lastDay),
    preferences,
    fixed: new Map(
      fixed.map(({ sequence, startsAt }) => [sequence - 1, dayAndMinute(startsAt, calendar.zone)]),
    ),
    limit,
    seed,
  };
  return { calendar, needs, now, request, plans: planCourse(request) };
}

function dayAndMinute(at: Instant, zone: string): { epochDay: number; minute: number } {
  const { date, minute } = localReading(at, zone);
  return { epochDay: epochDay(date), minute };
}

/** Could a later day of session 1 have a place among these? The wait comes first in what a plan costs. */
function areTheBest({ plans, request: { limit, lastFirstDay, preferences } }: Found): boolean {
  if (plans.length < limit) return false;
  return plans.every(({ sessions: [first] }) => {
    const day = first?.epochDay ?? 0;
    return waitRank(day, weekdayOfEpochDay(day), preferences) <= lastFirstDay;
  });
}

/** What is against the sessions that must be just so; otherwise what is against any plan at all. */
function whyNot({ calendar, needs, now, request }: Found, { fixed }: PlanQuestion): readonly Violation[] {
  const inOrder = [...fixed].sort((a, b) => a.sequence - b.sequence);
  const against =
    inOrder.length === plannedCount(request.definition)
      ? checkPlan(calendar, request.definition, needs, inOrder, now).violations
      : inOrder.flatMap(
          ({ startsAt, sequence }) =>
            checkStart(request.availability, calendar, needs, startsAt, sequence).violations,
        );
  return against.length > 0 ? against : whyNoPlan(request);
}
