import { windowsAround } from '#server/booking/booking-window.ts';
import type { JudgedChange } from '#server/booking/judged-change.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { commitBoosterOrder as endpoint } from '#server/contract/booster-orders.endpoints.ts';
import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as boosterOrders from '#server/repositories/booster-orders.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import { loadForBooking } from '#server/repositories/for-booking.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { type BoosterChoices, courseUnder, judgeOrder, outsideOf } from './judged-order.ts';
import { type PromisedOrder, promisedBy, type ShownBooster } from './order-token.ts';
import { orderPreview } from './preview-booster-order.ts';
import { presentSetOrder, saveOrder } from './save-order.ts';

type Request = ParsedRequestOf<typeof endpoint>;
type Choice = Request['body']['boosters'][number];

/** Sets the order that a preview showed, with the moves that were agreed, or refuses with the same order as it is now. */
export async function commitBoosterOrder(
  context: Context,
  { params, body }: Request,
): Promise<ResponseOf<typeof endpoint>> {
  const promised = promisedBy(context, { courseId: params.id, token: body.token });
  const choices = choicesOf(promised.outside, body.boosters, body.reason);
  return underClinicLock(context.db, context, (tx) => commit(tx, context, promised, choices, body));
}

async function commit(
  tx: LockedTx,
  context: Context,
  promised: PromisedOrder,
  choices: BoosterChoices,
  { reason, evidence = null }: Pick<Request['body'], 'reason' | 'evidence'>,
): Promise<ResponseOf<typeof endpoint>> {
  const { orderId, courseId, version, terms } = promised;
  const found = await loadForBooking(tx, { windows: windowsAround([...choices.moved.values()]), courseId });
  const course = knownCourse(found.course);
  const { calendar } = found;
  const { zone } = calendar;
  if (course.state === 'stopped') throw new AppError('course-not-bookable');
  const under = courseUnder(course, { ...terms, id: orderId, reason, evidence }, context);
  const change = course.version === version && isAsShown(under, promised, context, calendar, choices);
  if (!change) {
    const isSet = await boosterOrders.isSet(tx, orderId);
    throw isSet
      ? new AppError('preview-stale', 'This has been done already. Nothing is left to change.')
      : new AppError('preview-stale', undefined, {
          orderPreview: await orderPreview(tx, context, course, terms, zone),
        });
  }
  return presentSetOrder(context, under, await saveOrder(tx, context, course, change, zone), zone);
}

/** The boosters that are outside now are those that were shown, and what is agreed comes to the same by today's calendar. */
function isAsShown(
  under: CourseRecord,
  { outside }: PromisedOrder,
  { now, actor }: Context,
  calendar: ClinicCalendar,
  choices: BoosterChoices,
): JudgedChange | null {
  const outsideNow = outsideOf(under, calendar.zone, now).map(({ id }) => id);
  if (outsideNow.join() !== outside.map(({ sessionId }) => sessionId).join()) return null;
  const judged = judgeOrder(under, choices, { calendar, now, role: actor.role });
  if (!judged.ok || !judged.chairs) return null;
  const isSame = judged.shown.moved.every(({ after }) => {
    const shown = outside.find(({ sessionId }) => sessionId === after.id)?.move;
    const bent = judged.shown.bent.filter(({ sequence }) => sequence === after.sequence);
    return shown?.poolId === after.poolId && shown.bent.join() === bent.map(({ code }) => code).join();
  });
  return isSame ? judged : null;
}

/** Of every booster that was shown, whether it goes or stays; or the refusal that says which was forgotten. */
function choicesOf(
  outside: readonly ShownBooster[],
  boosters: readonly Choice[],
  orderReason: string,
): BoosterChoices {
  const moved = new Map<string, number>();
  const left = new Map<string, string>();
  const errors = boosters.flatMap((choice, index) => {
    const shown = outside.find(({ sessionId }) => sessionId === choice.sessionId);
    const at = { pointer: `/body/boosters/${index}/sessionId` };
    if (!shown) return [{ ...at, detail: 'The preview showed no such booster outside the window.' }];
    if (moved.has(shown.sessionId) || left.has(shown.sessionId)) {
      return [{ ...at, detail: 'This booster is named twice.' }];
    }
    if (choice.choice === 'leave') left.set(shown.sessionId, choice.reason);
    else if (shown.move) moved.set(shown.sessionId, shown.move.startsAt);
    else return [{ ...at, detail: 'The preview showed no time for it. Leave it, and say why.' }];
    return [];
  });
  const forgotten = outside.length - moved.size - left.size;
  if (errors.length === 0 && forgotten > 0) {
    errors.push({
      pointer: '/body/boosters',
      detail: `Say of each booster outside the window whether it moves or stays: ${forgotten} to go.`,
    });
  }
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
  return { moved, left, lateReason: orderReason };
}
