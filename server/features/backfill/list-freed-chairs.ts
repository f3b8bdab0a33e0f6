import type { listFreedChairs as endpoint } from '#server/contract/backfill.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import { findCandidates } from './find-candidates.ts';
import { loadFreedChairs } from './load-freed-chairs.ts';
import { presentFreedChair } from './present-freed-chair.ts';

/** Whether it helps 20 or 200 makes no difference to whoever looks which chair to offer first. */
const MOST_COUNTED = 20;

/** What was given up and is free still, each with how many it would help. */
export const listFreedChairs = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const { chairs, calendar, settings } = await loadFreedChairs(sql, now);
    const candidates = await findCandidates(sql, { chairs, calendar, now, most: MOST_COUNTED });
    const seen = { zone: calendar.zone, now };
    return {
      items: chairs.map((chair) =>
        presentFreedChair(chair, candidates.get(chair.id)?.length ?? 0, settings, seen),
      ),
    };
  });
