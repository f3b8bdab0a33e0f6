import { knownCourse } from '#server/booking/known.ts';
import type { makeOffer as endpoint } from '#server/contract/backfill.endpoints.ts';
import type { ChairOffer } from '#server/contract/backfill.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import { type LockedTx, underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentOffer } from '#server/presenters/present-offer.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import * as courses from '#server/repositories/courses.ts';
import * as freed from '#server/repositories/freed-chairs.ts';
import type { Fill } from '#server/scheduling/backfill/backfill.ts';
import { assignChairs } from '#server/scheduling/room/assign-chairs.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { localReading, timeOfMinute } from '#server/scheduling/time/clinic-time.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import { type FreedChairs, loadFreedChairs, type OfferedChair } from './load-freed-chairs.ts';
import { recordOf } from './record.ts';
import { refuseBeforeReview } from './refuse-before-review.ts';

type Body = ParsedRequestOf<typeof endpoint>['body'];

/** A freed chair is offered to one, and held for them: nobody else is offered it, or booked there, meanwhile. */
export const makeOffer = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<ChairOffer> =>
  underClinicLock(context.db, context, async (tx) => {
    const { now, newId, actor } = context;
    const freedChairs = await loadFreedChairs(tx, now);
    const { calendar, settings } = freedChairs;
    const { zone } = calendar;
    const course = knownCourse(await courses.findById(tx, body.courseId));
    const chair = await freeChair(tx, params.id, freedChairs);
    if (chair.open) throw new AppError('already-offered', heldWords(chair.open.heldUntil, zone));
    if (await chairOffers.hasOpen(tx, course.patientId, now)) {
      throw new AppError(
        'already-offered',
        'Another chair is offered to this patient: wait for their answer.',
      );
    }
    // First, for it says why: of who must be looked at the list says nothing.
    if (body.kind === 'booster') await refuseBeforeReview(tx, course, { zone, now });
    const { helped, fill } = await candidateFor(tx, chair, body, { calendar, now });
    const seat = { poolId: chair.poolId, startsAt: chair.startsAt, endsAt: fill.endsAt };
    const seated = assignChairs(calendar, [seat], now);
    if (!seated) throw new AppError('slot-taken');

    const id = newId();
    const offer = {
      ...seat,
      id,
      freedChairId: chair.id,
      patientId: course.patientId,
      courseId: course.id,
      fill: helped.fill,
      waitlistEntryId: helped.wishId,
      chairId: seated.chairIds[0] ?? '',
      block: fill.block,
      madeAt: now,
      madeBy: actor.personId,
      heldUntil: Math.min(now + settings.offerMinutes * 60_000, chair.startsAt),
    };
    await chairOffers.insert(tx, offer, seated.repack, recordOf(context, 'offer.make', offer, zone));
    const made = await chairOffers.findById(tx, id);
    const answer = made && presentOffer(made, { zone, now });
    if (!answer) throw new AppError('not-found');
    return answer;
  });

/** One that is free still, or held: or the refusal of one that never was, or has been taken. */
async function freeChair(tx: LockedTx, id: string, { chairs }: FreedChairs): Promise<OfferedChair> {
  const chair = chairs.find((one) => one.id === id);
  if (chair) return chair;
  if (await freed.wasFreed(tx, id)) {
    throw new AppError('slot-taken', 'This chair is not free any more. Choose another one.');
  }
  throw new AppError('not-found', 'There is no such freed chair.');
}

/** The course as the list showed it, or the refusal to offer what would not be so. */
async function candidateFor(
  tx: LockedTx,
  chair: OfferedChair,
  { courseId, kind, sessionId = null }: Body,
  { calendar, now }: Pick<FreedChairs, 'calendar'> & { readonly now: Instant },
): Promise<Candidate> {
  const found = await findCandidates(tx, { chairs: [chair], calendar, now, courseId, most: 1 });
  const [candidate] = found.get(chair.id) ?? [];
  if (candidate && isAsShown(candidate.helped.fill, { kind, sessionId })) return candidate;
  throw new AppError(
    'change-refused',
    'The course cannot have this chair so any more. Look at the list again: it may have been changed.',
    { violations: [] },
  );
}

const isAsShown = (fill: Fill, shown: { kind: Fill['kind']; sessionId: string | null }): boolean =>
  fill.kind === shown.kind && (fill.kind !== 'move' || fill.sessionId === shown.sessionId);

const heldWords = (until: Instant, zone: string): string =>
  `This chair is offered to somebody, and held for them until ${timeOfMinute(localReading(until, zone).minute)}.`;
