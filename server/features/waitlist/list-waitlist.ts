import type { ResponseOf } from '#server/contract/endpoint.ts';
import type { listWaitlist as endpoint } from '#server/contract/waitlist.endpoints.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as waitlist from '#server/repositories/waitlist.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { presentWaitlistEntry } from './present-waitlist-entry.ts';

/** Who waits still, and whose last day has not passed. */
export const listWaitlist = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const entries = await waitlist.listWaiting(sql, localDateOf(now, zone));
    return { items: entries.map((entry) => presentWaitlistEntry(entry, zone)) };
  });
