import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { listSessions } from '#server/contract/sessions.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentOffer } from '#server/presenters/present-offer.ts';
import { presentSession } from '#server/presenters/present-session.ts';
import type { ChairOfferRecord } from '#server/repositories/chair-offers.ts';
import * as chairOffers from '#server/repositories/chair-offers.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as restrictedSessions from '#server/repositories/restricted-sessions.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { addDays, formatInstant, startOfDay } from '#server/scheduling/time/clinic-time.ts';
import { boardDays } from './board-days.ts';
import { NONE_OPEN, openGatesOnBoard } from './open-gates-on-board.ts';

/** A chair that is held, and nobody's name. */
const asProposed = ({
  startsAt,
  endsAt,
  chairId,
  chairName,
}: ChairOfferRecord): restrictedSessions.RestrictedSession => ({
  status: 'proposed',
  startsAt,
  endsAt,
  chairId,
  chairName,
});

export const listBoard = (
  { db, actor, now }: Context,
  { query: { from, to = from } }: ParsedRequestOf<typeof listSessions>,
): Promise<ResponseOf<typeof listSessions>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const { zone, openingHours, hasGates } = await clinicSettings.find(sql);
    const [begin, end] = [startOfDay(from, zone), startOfDay(addDays(to, 1), zone)];
    const closures = await clinicSettings.listClosures(sql, begin, end);
    const items = await sessions.board(sql, begin, end);
    const gateOpen = hasGates ? await openGatesOnBoard(sql, items, zone) : NONE_OPEN;
    const restricted = await restrictedSessions.board(sql, begin, end);
    const held = await chairOffers.listHeld(sql, { from: begin, to: end, now });
    const closed = held.filter(({ patientName }) => patientName === null);
    return {
      items: items.map((session) =>
        presentSession(session, { role: actor.role, zone, now }, gateOpen.get(session.id)),
      ),
      restricted: [...restricted, ...closed.map(asProposed)].map((session) => ({
        ...session,
        startsAt: formatInstant(session.startsAt, zone),
        endsAt: formatInstant(session.endsAt, zone),
      })),
      offers: held.flatMap((offer) => presentOffer(offer, { zone, now }) ?? []),
      days: boardDays({ zone, openingHours, closures }, from, to, [...items, ...restricted]),
    };
  });
