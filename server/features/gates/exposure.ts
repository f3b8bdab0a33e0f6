import type { Exposure } from '#server/contract/gates.endpoints.ts';
import type { Sql } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import * as exposures from '#server/repositories/exposures.ts';
import { exposureOf } from '#server/scheduling/course/exposure.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { localDateOf } from '#server/scheduling/time/clinic-time.ts';

/** How often a patient was treated, by the clinic's own days. */
export async function readExposure(sql: Sql, patientId: string, now: Instant): Promise<Exposure> {
  const found = await exposures.find(sql, patientId);
  if (!found)
    throw new AppError('not-found', 'There is no such patient. Look them up in the register again.');
  const { zone, reviewAt, elsewhere, sessionsAt } = found;
  const days = sessionsAt.map((at) => localDateOf(at, zone));
  return { patientId, elsewhere, reviewAt, ...exposureOf(days, reviewAt, localDateOf(now, zone)) };
}
