import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { listSessions } from '#server/contract/sessions.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { presentSession } from '#server/presenters/present-session.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import * as restrictedSessions from '#server/repositories/restricted-sessions.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { addDays, formatInstant, startOfDay } from '#server/scheduling/clinic-time.ts';
import { boardDays } from './board-days.ts';
import { NONE_OPEN, openGatesOnBoard } from './open-gates-on-board.ts';

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
    return {
      items: items.map((session) =>
        presentSession(session, { role: actor.role, zone, now }, gateOpen.get(session.id)),
      ),
      restricted: restricted.map((session) => ({
        ...session,
        startsAt: formatInstant(session.startsAt, zone),
        endsAt: formatInstant(session.endsAt, zone),
      })),
      days: boardDays({ zone, openingHours, closures }, from, to, [...items, ...restricted]),
    };
  });
