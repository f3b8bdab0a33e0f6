import { bookableBooster } from '#server/booking/bookable-booster.ts';
import { windowsAround } from '#server/booking/booking-window.ts';
import { boosterToBook } from '#server/booking/booster-to-book.ts';
import { changeToSave } from '#server/booking/change-to-save.ts';
import { type JudgedFill, judgeFill } from '#server/booking/judged-fill.ts';
import { knownCourse } from '#server/booking/known.ts';
import type { acceptOffer as endpoint } from '#server/contract/backfill.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentCourse } from '#server/presenters/present-course.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import { insertBooster } from '#server/repositories/course-bookings.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import * as courses from '#server/repositories/courses.ts';
import * as waitlist from '#server/repositories/waitlist.ts';
import type { Fill } from '#server/scheduling/backfill/backfill.ts';
import { openOffer } from './known-offer.ts';
import { recordOf } from './record.ts';
import { refuseBeforeReview } from './refuse-before-review.ts';

/** They take it: all of it is done, or nothing, and every rule is asked once more. */
export const acceptOffer = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<Course> =>
  underClinicLock(context.db, context, async (tx) => {
    const { actor, now } = context;
    const offer = await openOffer(tx, params.id, now);
    const course = knownCourse(await courses.findById(tx, offer.courseId));
    const around = await loadCalendar(tx, windowsAround([offer.startsAt]));
    const { zone } = around;
    // What is held for them is theirs.
    const calendar = { ...around, busy: around.busy.filter(({ id }) => id !== offer.id) };
    const fill = judgeFill(course, fillOf(offer), offer, { calendar, now, role: actor.role });
    if (!fill) throw new AppError('change-refused', GONE, { violations: [] });

    await take(tx, context, { offer, course, fill, zone });
    const given = { answer: 'accepted' as const, at: now, by: actor.personId };
    await chairOffers.answer(tx, offer.id, given, recordOf(context, 'offer.accept', offer, zone));
    if (offer.waitlistEntryId !== null) {
      await waitlist.end(tx, offer.waitlistEntryId, { at: now, outcome: 'granted' });
    }
    const after = knownCourse(await courses.findById(tx, course.id));
    return presentCourse(after, { role: actor.role, zone, now });
  });

const GONE =
  'The course or the calendar was changed meanwhile: a rule is against it now. Withdraw the offer.';

const fillOf = ({ kind, sessionId }: ChairOfferRecord): Fill =>
  kind === 'move' ? { kind, sessionId: sessionId ?? '' } : { kind };

type Taken = {
  readonly offer: ChairOfferRecord;
  readonly course: CourseRecord;
  readonly fill: JudgedFill;
  readonly zone: string;
};

/** A session that is moved or put back is a change of its course like any other; a booster is booked like any other. */
async function take(tx: LockedTx, context: Context, { offer, course, fill, zone }: Taken): Promise<void> {
  const { newId, now } = context;
  if (fill.change) {
    await courseChanges.save(tx, changeToSave(context, fill.change, { changeId: newId(), zone }));
    return;
  }
  const { startsAt, poolId } = offer;
  const { sequence } = bookableBooster(course, zone, now);
  await refuseBeforeReview(tx, course, { zone, now });
  const chairId = fill.chairs.chairIds[0] ?? '';
  const seated = { sequence, startsAt, endsAt: fill.endsAt, poolId, chairId };
  const booking = boosterToBook(context, course, zone, seated);
  await insertBooster(tx, { ...booking, repack: fill.chairs.repack, idempotency: null });
}
