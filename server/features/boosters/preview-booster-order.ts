import { windowOfDays } from '#server/booking/booking-window.ts';
import type { JudgedChange } from '#server/booking/judged-change.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { previewBoosterOrder as endpoint } from '#server/contract/booster-orders.endpoints.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { readInClinic, type Sql } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import { changingCourse } from '#server/repositories/for-core.ts';
import { proposeMoves, wantedDays } from '#server/scheduling/booster/booster-moves.ts';
import type { OrderTerms } from '#server/scheduling/booster/booster-order.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { askedTerms, courseUnder, judgeOrder, outsideOf } from './judged-order.ts';
import { presentOrderPreview } from './present-order-preview.ts';

/** Shows a booster order with what follows from it. Writes nothing; its token sets it. */
export const previewBoosterOrder = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<BoosterOrderPreview> =>
  readInClinic(context.db, context, async (sql) => {
    const zone = await clinicZone.find(sql);
    const course = knownCourse(await courses.findById(sql, params.id));
    const terms = askedTerms(course, body, localDateOf(context.now, zone));
    return orderPreview(sql, context, course, terms, zone);
  });

/** An order as it would be now, and the token for just that. */
export async function orderPreview(
  sql: Sql,
  context: Context,
  course: CourseRecord,
  terms: OrderTerms,
  zone: string,
): Promise<BoosterOrderPreview> {
  const { now, actor } = context;
  const orderId = context.newId();
  const under = courseUnder(course, { ...terms, id: orderId }, context);
  const calendar = await calendarFor(sql, context, under, zone);
  if (calendar === null)
    return presentOrderPreview(context, { course, under, zone, outside: [], judged: null });
  const outside = proposeMoves(changingCourse(under, zone), terms.expiresOn, calendar, now);
  const judged = judgeOrder(
    under,
    {
      moved: new Map(
        outside.flatMap(({ session, startsAt }) => (startsAt === null ? [] : [[session.id, startsAt]])),
      ),
      left: new Map(),
      lateReason: null,
    },
    { calendar, now, role: actor.role },
  );
  return presentOrderPreview(context, { course, under, zone, outside, judged: shown(judged) });
}

const shown = (judged: ReturnType<typeof judgeOrder>): JudgedChange | null => (judged.ok ? judged : null);

/** The days that boosters might go to; null where none is outside, and nothing need be known of the clinic. */
async function calendarFor(
  sql: Sql,
  { now }: Pick<Context, 'now'>,
  under: ReturnType<typeof courseUnder>,
  zone: string,
): Promise<ClinicCalendar | null> {
  const { boosterWindow } = changingCourse(under, zone);
  const outside = outsideOf(under, zone, now);
  if (!boosterWindow || outside.length === 0) return null;
  const { expiresOn } = under.boosterOrder;
  const windows = outside.map(({ startsAt }) => {
    const days = wantedDays(boosterWindow, expiresOn, localDateOf(startsAt, zone), localDateOf(now, zone));
    return windowOfDays(days.from, days.to);
  });
  return loadCalendar(sql, windows);
}
