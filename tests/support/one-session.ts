import type { Course } from '#server/contract/course.ts';
import type { Database } from '#server/db/database.ts';
import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import { SIX_INFUSIONS } from './a-clinic.ts';
import { aPatient, openStaffedClinic, type StaffedClinic, type TestApi } from './api.ts';
import { answered, attend, bookFor, newYork } from './bookings.ts';

/** Courses whose planned phase is one session, for tests of what comes after: boosters. */

const [INDUCTION] = SIX_INFUSIONS.phases;

export const ONE_SESSION: ProtocolDefinition = {
  ...SIX_INFUSIONS,
  phases: INDUCTION ? [{ ...INDUCTION, sessions: 1, targetSpanDays: null }] : [],
};

export const openForBoosters = (
  db: Database,
  settings: Parameters<typeof openStaffedClinic>[1] = {},
): Promise<StaffedClinic> => openStaffedClinic(db, { definition: ONE_SESSION, ...settings });

/**
 * A course whose session is over: on Tuesday 3 March 2026 at ten, unless another start is told. The clock stands at its
 * end, and boosters are counted from that day.
 */
export async function aCourseOver(
  db: Database,
  api: TestApi,
  clinic: StaffedClinic,
  startsAt = newYork('2026-03-03'),
  name = 'Ana Lima',
): Promise<Course> {
  api.now = startsAt;
  const booked = await bookFor(api, clinic, await aPatient(db, clinic, name), [{ startsAt }]);
  for (const session of booked.sessions) await attend(api, clinic, session);
  return answered(await api.as(clinic.people['front-desk']).get(`/courses/${booked.id}`), 200);
}

/** As the clinician orders boosters, by default every four weeks; answers the course with its new window. */
export async function orderFor(
  api: TestApi,
  clinic: StaffedClinic,
  course: Course,
  order: object = { interval: 'P4W' },
): Promise<Course> {
  const clinician = api.as(clinic.people.clinician);
  answered(
    await clinician.put(`/courses/${course.id}/booster-order`, { reason: 'Responds well', ...order }),
    200,
  );
  return answered(await clinician.get(`/courses/${course.id}`), 200);
}
