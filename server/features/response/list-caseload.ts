import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { CaseloadCourse, listCaseload as endpoint } from '#server/contract/response.endpoints.ts';
import { readOnRecord, type Sql } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as caseload from '#server/repositories/caseload.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as courses from '#server/repositories/courses.ts';
import { type Position, pageOf } from '#server/repositories/cursor.ts';
import { changingCourse, nextBoosterOf } from '#server/repositories/for-core.ts';
import { respondingCourse } from '#server/repositories/response-for-core.ts';
import * as responseSettings from '#server/repositories/response-settings.ts';
import { interruptionOf } from '#server/scheduling/course/course-states.ts';
import { type CourseNeed, needsOf, orderKey } from '#server/scheduling/response/caseload.ts';
import {
  courseForReview,
  futilityOf,
  leadSeriesOf,
  type ScoreSeries,
} from '#server/scheduling/response/course-response.ts';
import { type Instrument, instrumentsOf } from '#server/scheduling/response/response.ts';
import { REVIEW_RULES, type ReviewRules, reviewsDue } from '#server/scheduling/response/reviews-due.ts';
import { isToCome } from '#server/scheduling/session/session-lifecycle.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { daysBetween, formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** A course, where it stands, and why it is a clinician's to look at. */
type Case = {
  readonly course: caseload.CaseRecord;
  readonly lead: ScoreSeries | undefined;
  readonly needs: readonly CourseNeed[];
};

type Judging = {
  readonly zone: string;
  readonly today: LocalDate;
  readonly instruments: readonly Instrument[];
  readonly rules: ReviewRules;
  /** The courses whose gaps a clinician has to decide on. */
  readonly interrupted: ReadonlySet<string>;
};

/** How many scores a line that says how it goes has room for. */
const SPARKLINE = 12;

export const listCaseload = (
  context: Context,
  { query: { mine, need, ...query } }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const zone = await clinicZone.find(sql);
    const own = await responseSettings.find(sql);
    const found = await caseload.list(sql, { ofStaff: mine ? actor.personId : null });
    const judging: Judging = {
      zone,
      today: localDateOf(now, zone),
      instruments: instrumentsOf(own.cutOffs),
      rules: { ...REVIEW_RULES, ...own.reviews },
      interrupted: await findInterrupted(sql, found, zone, now),
    };
    const cases = found
      .map((course) => judge(course, judging))
      .filter(({ needs }) => need === undefined || needs.some(({ code }) => code === need));
    const page = pageOf(cases, query, positionOf, (one) => present(one, judging));
    await auditEvents.insert(
      sql,
      audit(context, 'caseload.read', { detail: { courseIds: page.items.map(({ id }) => id) } }),
    );
    return page;
  });

const positionOf = ({ course, needs }: Case): Position => ({
  key: orderKey(needs, course.search),
  id: course.id,
});

/** Gaps are told by all that there is of a course, of the few that are in an induction. */
async function findInterrupted(
  sql: Sql,
  found: readonly caseload.CaseRecord[],
  zone: string,
  now: Instant,
): Promise<Set<string>> {
  const planning = found.filter(({ state }) => state === 'induction' || state === 'assessment');
  const full = await courses.listByIds(
    sql,
    planning.map(({ id }) => id),
  );
  const interrupted = full.filter((course) => interruptionOf(changingCourse(course, zone), zone, now));
  return new Set(interrupted.map(({ id }) => id));
}

function judge(course: caseload.CaseRecord, { zone, today, instruments, rules, interrupted }: Judging): Case {
  const responding = respondingCourse(course, course, zone);
  const lead = leadSeriesOf(responding, instruments);
  const forReview = courseForReview(responding, nextBoosterOf(course, course.definition, zone));
  const needs = needsOf(
    {
      state: course.state,
      relapseReportedOn:
        course.relapseReportedAt === null ? null : localDateOf(course.relapseReportedAt, zone),
      isInterrupted: interrupted.has(course.id),
      reviewsDue: forReview ? reviewsDue(forReview, today, rules) : [],
      hasFutilitySignal: futilityOf(responding, lead) !== null,
      orderEndsOn: course.boosterOrder?.expiresOn ?? null,
      gateOpenOn: waitsOn(course, zone),
    },
    today,
    rules,
  );
  return { course, lead, needs };
}

/** The day of the first session that waits for a gate. A course that is on hold waits as a whole, for something else. */
function waitsOn({ state, sessions }: caseload.CaseRecord, zone: string): LocalDate | null {
  // What comes after an induction waits for its end, and nothing is to be done about that.
  const induction = sessions.filter((session) => session.phase === 'induction' && isToCome(session));
  const asked = induction.length > 0 ? induction : sessions;
  const waiting = asked.find(({ status }) => status === 'pending');
  return state === 'on-hold' || !waiting ? null : localDateOf(waiting.startsAt, zone);
}

function present({ course, lead, needs }: Case, { zone, today }: Judging): CaseloadCourse {
  const given = course.sessions.filter(({ status }) => status === 'fulfilled');
  const [first] = given;
  const next = course.sessions.find(isToCome);
  const standing = (lead?.entries ?? []).filter(({ correctedBy }) => correctedBy === null);
  return {
    id: course.id,
    patientId: course.patientId,
    patientName: course.patientName,
    protocolName: course.protocolName,
    state: course.state,
    needs: needs.map((need) => ({ ...need })),
    courseDay: first ? daysBetween(localDateOf(first.startsAt, zone), today) + 1 : null,
    sessionsGiven: given.length,
    plannedCount: course.plannedCount,
    nextSessionAt: next ? formatInstant(next.startsAt, zone) : null,
    instrument: lead?.instrument.code ?? null,
    baselineTotal: lead?.baseline?.total ?? null,
    scores: standing.slice(-SPARKLINE).map(({ on, total }) => ({ on, total })),
    level: lead?.latest?.level ?? null,
    percentChange: lead?.latest?.percentChange ?? null,
  };
}
