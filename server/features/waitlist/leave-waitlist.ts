import { audit } from '#server/booking/audit.ts';
import type { WaitlistEntry } from '#server/contract/backfill.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { leaveWaitlist as endpoint } from '#server/contract/waitlist.endpoints.ts';
import { underClinicLock } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as waitlist from '#server/repositories/waitlist.ts';
import { presentWaitlistEntry } from './present-waitlist-entry.ts';

/** They wait no longer. */
export const leaveWaitlist = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<WaitlistEntry> =>
  underClinicLock(context.db, context, async (tx) => {
    const zone = await clinicZone.find(tx);
    const entry = await waitlist.findById(tx, params.id);
    if (!entry?.isWaiting) throw new AppError('not-found', 'Nobody waits by this entry any more.');
    const { patientId, courseId } = entry;
    await waitlist.end(
      tx,
      entry.id,
      { at: context.now, outcome: 'withdrawn' },
      audit(context, 'waitlist.leave', { patientId, subjects: { courseId, entryId: entry.id } }),
    );
    return presentWaitlistEntry(entry, zone);
  });
