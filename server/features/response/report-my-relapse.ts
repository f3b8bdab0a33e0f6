import type { ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import type { reportMyRelapse as endpoint } from '#server/contract/response.endpoints.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';
import { ownCourse } from './own-course.ts';
import { keepReport } from './report-relapse.ts';

export const reportMyRelapse = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<ResponseOf<typeof endpoint>> =>
  underClinicLock(context.db, context, async (tx) => {
    const zone = await clinicZone.find(tx);
    const at = await keepReport(tx, context, await ownCourse(tx, context, params.id));
    return { relapseReportedAt: formatInstant(at, zone) };
  });
