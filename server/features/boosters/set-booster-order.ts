import { knownCourse } from '#server/booking/known.ts';
import { refuseStale } from '#server/booking/refuse-stale.ts';
import type { setBoosterOrder as endpoint } from '#server/contract/courses.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { askedTerms, type BoosterChoices, courseUnder, judgeOrder, outsideOf } from './judged-order.ts';
import { orderPreview } from './preview-booster-order.ts';
import { presentSetOrder, saveOrder } from './save-order.ts';

/** A clinician's new order, where no booked booster has to move for it. Earlier ones stay in the history; the newest holds. */
export const setBoosterOrder = (
  context: Context,
  { params, headers, body }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  underClinicLock(context.db, context, async (tx) => {
    const found = await loadForBooking(tx, { windows: [], courseId: params.id });
    const course = knownCourse(found.course);
    const { calendar } = found;
    const { zone } = calendar;
    refuseStale(course, headers['if-match']);
    const terms = askedTerms(course, body, localDateOf(context.now, zone));
    const { reason, evidence = null } = body;
    const under = courseUnder(course, { ...terms, id: context.newId(), reason, evidence }, context);
    const seen = { calendar, now: context.now, role: context.actor.role };
    const change = judgeOrder(under, NOTHING_MOVES, seen);
    if (!change.ok || outsideOf(under, zone, context.now).length > 0) {
      throw new AppError('boosters-outside', undefined, {
        orderPreview: await orderPreview(tx, context, course, terms, zone),
      });
    }
    return presentSetOrder(context, under, await saveOrder(tx, context, course, change, zone), zone);
  });

const NOTHING_MOVES: BoosterChoices = { moved: new Map(), left: new Map(), lateReason: null };
