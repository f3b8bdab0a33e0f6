import type { WaitlistEntry } from '#server/contract/backfill.ts';
import type { WaitlistEntryRecord } from '#server/repositories/waitlist.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

export const presentWaitlistEntry = (entry: WaitlistEntryRecord, zone: string): WaitlistEntry => ({
  id: entry.id,
  patientId: entry.patientId,
  patientName: entry.patientName,
  courseId: entry.courseId,
  protocolName: entry.protocolName,
  session: entry.session && {
    ...entry.session,
    startsAt: formatInstant(entry.session.startsAt, zone),
  },
  onlyEarlier: entry.onlyEarlier,
  weekdays: [...entry.weekdays],
  timeOfDay: entry.timeOfDay && { ...entry.timeOfDay },
  until: entry.until,
  askedAt: formatInstant(entry.askedAt, zone),
  askedBy: entry.askedBy,
});
