import type { listClosures as endpoint } from '#server/contract/closures.endpoints.ts';
import type { ResponseOf } from '#server/contract/endpoint.ts';
import { readInClinic } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as closures from '#server/repositories/closures.ts';
import { localDateOf, startOfDay } from '#server/scheduling/time/clinic-time.ts';
import { presentClosure } from './present-closure.ts';

/** What is closed from today on. */
export const listClosures = ({ db, actor, now }: Context): Promise<ResponseOf<typeof endpoint>> =>
  readInClinic(db, { actor, now }, async (sql) => {
    const zone = await clinicZone.find(sql);
    const found = await closures.list(sql, startOfDay(localDateOf(now, zone), zone));
    const staff = await closures.listOnDuty(sql);
    return { items: found.map((closure) => presentClosure(closure, zone)), staff };
  });
