import { localDateOf, minutesOf, minutesOfTime, weekdayOf } from '#client/lib/clinic-time.ts';
import { holdsOn } from '#client/lib/opening-hours.ts';
import type { ChairOffer } from '#server/contract/backfill.ts';
import type { Chair, Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Session } from '#server/contract/session.ts';
import type { BoardDay, RestrictedSession } from '#server/contract/sessions.endpoints.ts';

/** Minutes of the clinic's clock, half-open. */
export type Stretch = { from: number; to: number };
export type ClosedStretch = Stretch & { chairId: string | null; reason: string };
export type PlacedSession = Stretch & { session: Session };
export type PlacedRestricted = Stretch & { session: RestrictedSession };
export type PlacedOffer = Stretch & { offer: ChairOffer };

const HOUR = 60;
const DAY = 24 * HOUR;
const USUAL_DAY: Stretch = { from: 8 * HOUR, to: 18 * HOUR };

/** A session with the minutes that it takes of its day. One that ended early holds its chair no longer. */
export function placeSession(session: Session, zone: string): PlacedSession {
  const endsAt =
    session.completedAt && Date.parse(session.completedAt) < Date.parse(session.endsAt)
      ? session.completedAt
      : session.endsAt;
  const from = minutesOf(session.startsAt, zone);
  return { session, from, to: endOfStretch(session.startsAt, endsAt, zone) };
}

/** The same of one whose patient the reader may not know: it ends when its chair is free. */
export const placeRestricted = (session: RestrictedSession, zone: string): PlacedRestricted => ({
  session,
  from: minutesOf(session.startsAt, zone),
  to: endOfStretch(session.startsAt, session.endsAt, zone),
});

/** The same of a chair that is held for somebody it was offered to. */
export const placeOffer = (offer: ChairOffer, zone: string): PlacedOffer => ({
  offer,
  from: minutesOf(offer.startsAt, zone),
  to: endOfStretch(offer.startsAt, offer.endsAt, zone),
});

/** The hours the clinic keeps on that day; a day of no hours has none. */
export function openStretches(day: BoardDay | undefined, date: string, clinic: Clinic): Stretch[] {
  if (day && (day.opensAt === null || day.closesAt === null)) return [];
  const opening = clinic.openingHours
    .filter((hours) => hours.weekday === weekdayOf(date) && holdsOn(hours, date))
    .map(({ opensAt, closesAt }) => ({ from: minutesOfTime(opensAt), to: minutesOfTime(closesAt) }))
    .sort((a, b) => a.from - b.from);
  if (opening.length > 0 || !day?.opensAt || !day.closesAt) return opening;
  return [{ from: minutesOfTime(day.opensAt), to: minutesOfTime(day.closesAt) }];
}

/** The chairs of a day: those in use, and any other where somebody is booked still. */
export const chairsOn = (
  chairs: readonly Chair[],
  date: string,
  placed: readonly { readonly session: { readonly chairId: string } }[],
): Chair[] =>
  chairs.filter(
    ({ id, outOfUseFrom }) =>
      !outOfUseFrom || date < outOfUseFrom || placed.some(({ session }) => session.chairId === id),
  );

/** The part of the day that is drawn: whole hours round the clinic's hours, and whatever stands outside them. */
export function daySpan(open: readonly Stretch[], placed: readonly Stretch[]): Stretch {
  const all = [...open, ...placed];
  if (all.length === 0) return USUAL_DAY;
  const from = Math.min(...all.map((stretch) => stretch.from));
  const to = Math.max(...all.map((stretch) => stretch.to));
  return { from: Math.floor(from / HOUR) * HOUR, to: Math.min(DAY, Math.ceil(to / HOUR) * HOUR) };
}

/** Where nothing can be booked: outside the hours, between them, and in closures of the clinic or of one chair. */
export function closedStretches(
  day: BoardDay | undefined,
  open: readonly Stretch[],
  span: Stretch,
  zone: string,
): ClosedStretch[] {
  const edges = [span.from, ...open.flatMap(({ from, to }) => [from, to]), span.to];
  const outside = edges.flatMap((from, i) => {
    const to = edges[i + 1];
    return i % 2 === 0 && to !== undefined && to > from
      ? [{ from, to, chairId: null, reason: 'closed' }]
      : [];
  });
  const closures = (day?.closures ?? []).flatMap(({ startsAt, endsAt, chairId, reason }) => {
    const date = day?.date ?? '';
    const from = localDateOf(startsAt, zone) < date ? 0 : minutesOf(startsAt, zone);
    const to = localDateOf(endsAt, zone) > date ? DAY : minutesOf(endsAt, zone);
    const within = { from: Math.max(from, span.from), to: Math.min(to, span.to) };
    return within.to > within.from ? [{ ...within, chairId, reason }] : [];
  });
  return [...outside, ...closures];
}

/** A session that runs past midnight ends with the day. */
function endOfStretch(startsAt: string, endsAt: string, zone: string): number {
  return localDateOf(endsAt, zone) > localDateOf(startsAt, zone) ? DAY : minutesOf(endsAt, zone);
}
