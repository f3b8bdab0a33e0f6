import { audit } from '#server/booking/audit.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import type { getBoosterSuggestions as endpoint } from '#server/contract/booster-orders.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readOnRecord, type Sql } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { suggestionWords } from '#server/presenters/suggestion-words.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courseResponses from '#server/repositories/course-responses.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { windowOf } from '#server/repositories/for-core.ts';
import { respondingCourse } from '#server/repositories/response-for-core.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { type SuggestionFacts, suggestions } from '#server/scheduling/booster/booster-suggestions.ts';
import { inOrder, stepBack, stepForward } from '#server/scheduling/booster/ladder.ts';
import { courseForReview, seriesOf } from '#server/scheduling/response/course-response.ts';
import { instrumentsOf } from '#server/scheduling/response/response.ts';
import { REVIEW_RULES, reviewsDue } from '#server/scheduling/response/reviews-due.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** How the boosters of a course might go on, by its ladder and its scores. */
export const getBoosterSuggestions = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<BoosterSuggestions> =>
  readOnRecord(context.db, context, async (sql) => {
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    await auditEvents.insert(
      sql,
      audit(context, 'response.read', { patientId: course.patientId, subjects: { courseId: course.id } }),
    );
    const today = localDateOf(context.now, zone);
    const facts = await factsOf(sql, course, zone, today);
    const { ladder, interval } = facts;
    return {
      interval,
      ladder: inOrder(ladder),
      stepBack: interval && stepBack(ladder, interval),
      stepForward: interval && stepForward(ladder, interval),
      suggestions: course.state === 'stopped' ? [] : suggestions(facts, today).map(present),
    };
  });

const present = (suggestion: ReturnType<typeof suggestions>[number]) => ({
  code: suggestion.code,
  interval: suggestion.interval,
  rule: suggestion.rule,
  words: suggestionWords(suggestion),
});

async function factsOf(
  sql: Sql,
  course: CourseRecord,
  zone: string,
  today: LocalDate,
): Promise<SuggestionFacts> {
  const kept = await courseResponses.findByCourse(sql, course.id);
  if (!kept) throw new Error('The course is there, and what is kept of it is not.');
  const own = await responseSettings.find(sql);
  const reviewRules = { ...REVIEW_RULES, ...own.reviews };
  const responding = respondingCourse(course, kept, zone);
  const [lead] = seriesOf(responding, instrumentsOf(own.cutOffs));
  const forReview = courseForReview(responding, { from: null, asNeededSince: null });
  const { definition } = course.protocol;
  const { boosterOrder } = course;
  return {
    ladder: definition.booster.intervalLadder,
    interval: windowOf(course, definition, zone)?.interval ?? null,
    setOn: boosterOrder && localDateOf(boosterOrder.setAt, zone),
    orderEndsOn: boosterOrder?.expiresOn ?? null,
    checks: (lead?.entries ?? []).flatMap(({ on, level, correctedBy }) =>
      level === null || correctedBy !== null ? [] : [{ on, level }],
    ),
    isRelapseReported: kept.openRelapseReport !== null,
    isNeedDue:
      forReview !== null &&
      reviewsDue(forReview, today, reviewRules).some(({ code }) => code === 'continued-need'),
    orderExpiringDays: reviewRules.orderExpiringDays,
  };
}
