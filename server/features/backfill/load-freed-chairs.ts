import { windowOfDays } from '#server/booking/booking-window.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as freed from '#server/repositories/freed-chairs.ts';
import { type FreedChair, freedChairs } from '#server/scheduling/backfill/freed-chairs.ts';
import { assignChairs, type Wanted } from '#server/scheduling/room/assign-chairs.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf, startOfDay } from '#server/scheduling/time/clinic-time.ts';

/** A freed chair, what was offered of it, and to whom it is offered now. */
export type OfferedChair = FreedChair & {
  readonly offers: readonly ChairOfferRecord[];
  readonly open: ChairOfferRecord | null;
};

export type FreedChairs = {
  readonly chairs: readonly OfferedChair[];
  /** Of the whole stretch, with what is held now. */
  readonly calendar: ClinicCalendar;
  readonly settings: freed.BackfillSettings;
};

const DAY_MS = 86_400_000;

/** The chairs of the next days that somebody gave up, as far as there is room for them still. */
export async function loadFreedChairs(sql: Sql, now: Instant): Promise<FreedChairs> {
  const settings = await freed.settings(sql);
  const zone = await clinicZone.find(sql);
  const today = localDateOf(now, zone);
  const lastDay = addDays(today, settings.freedChairDays);
  const to = startOfDay(addDays(lastDay, 1), zone);
  const histories = await freed.listPlaceHistories(sql, now - DAY_MS, to + DAY_MS);
  const found = freedChairs(histories, { from: now, to });
  const calendar = await loadCalendar(sql, windowOfDays(today, lastDay));
  const offers = await chairOffers.listOfChairs(
    sql,
    found.map(({ id }) => id),
  );
  const chairs = found.map((chair): OfferedChair => {
    const ofChair = offers.filter(({ freedChairId }) => freedChairId === chair.id);
    const open = ofChair.find((offer) => offer.answer === null && offer.heldUntil > now) ?? null;
    return { ...chair, offers: ofChair, open };
  });
  return { chairs: withRoom(chairs, calendar, now), calendar, settings };
}

/** Those that a chair of their pool is free for, all of them together. What is held for somebody has its chair. */
function withRoom(chairs: readonly OfferedChair[], calendar: ClinicCalendar, now: Instant): OfferedChair[] {
  const isClosed = ({ startsAt, endsAt }: FreedChair) =>
    calendar.closures.some(
      (one) => one.chairId === null && one.staffId === null && one.startsAt < endsAt && one.endsAt > startsAt,
    );
  const wanted: Wanted[] = [];
  return chairs.filter((chair) => {
    if (chair.open) return true;
    if (isClosed(chair) || !assignChairs(calendar, [...wanted, chair], now)) return false;
    wanted.push(chair);
    return true;
  });
}
