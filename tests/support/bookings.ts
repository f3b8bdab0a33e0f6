import type { Response } from 'supertest';
import type { Course } from '#server/contract/course.ts';
import type { Plan } from '#server/contract/plan.ts';
import type { Session } from '#server/contract/session.ts';
import type { Violation } from '#server/contract/violation.ts';
import type { StaffedClinic, TestApi } from './api.ts';

/** What the front desk does before a test begins: plan, book, and live sessions through. */

/** When New York is on summer time: from the second Sunday of March to the first of November. */
const SUMMERS = [
  ['2026-03-08', '2026-11-01'],
  ['2027-03-14', '2027-11-07'],
  ['2028-03-12', '2028-11-05'],
  ['2029-03-11', '2029-11-04'],
] as const;

/** What clocks in New York show, as an instant: `newYork('2026-03-02', '09:00')`. */
export function newYork(date: string, time = '10:00'): string {
  const isSummer = SUMMERS.some(([from, to]) => date >= from && date < to);
  return `${date}T${time}:00${isSummer ? '-04:00' : '-05:00'}`;
}

/** Tuesdays and Fridays of three weeks, from the day after the clock of these tests. */
export const TUE_FRI = ['2026-03-03', '2026-03-06', '2026-03-10', '2026-03-13', '2026-03-17', '2026-03-20'];

export type Chosen = { readonly startsAt: string; readonly poolId?: string };

/** Six sessions at one time of the day. */
export const sixAt = (time = '10:00', days: readonly string[] = TUE_FRI): Chosen[] =>
  days.map((day) => ({ startsAt: newYork(day, time) }));

/** As the front desk asks for plans; answers them, or fails the test. */
export async function planFor(
  api: TestApi,
  clinic: StaffedClinic,
  patientId: string,
  more: object = {},
): Promise<{ plans: Plan[]; whyNot: Violation[] }> {
  const answer = await api
    .as(clinic.people['front-desk'])
    .post('/course-plans', { patientId, protocolId: clinic.protocolId, from: '2026-03-02', ...more });
  return answered(answer, 200);
}

/** As the front desk books, whatever comes of it. */
export const book = (
  api: TestApi,
  clinic: StaffedClinic,
  patientId: string,
  sessions: readonly Chosen[] = sixAt(),
  headers: Record<string, string> = {},
): Promise<Response> =>
  api
    .as(clinic.people['front-desk'])
    .post('/courses', { patientId, protocolId: clinic.protocolId, sessions }, headers);

/** The course that was booked, or the end of the test. */
export const bookFor = async (...asked: Parameters<typeof book>): Promise<Course> =>
  answered(await book(...asked), 201);

/** The patient comes, and the session is over when it was to be; the clock stands at its end. */
export async function attend(api: TestApi, clinic: StaffedClinic, session: Session): Promise<void> {
  const nurse = api.as(clinic.people.nurse);
  api.now = session.startsAt;
  for (const verb of ['arrive', 'check-in', 'start']) {
    answered(await nurse.post(`/sessions/${session.id}/${verb}`), 200);
  }
  api.now = session.endsAt;
  answered(await nurse.post(`/sessions/${session.id}/complete`, { ticks: MAY_LEAVE }), 200);
}

/** What is ticked before a patient leaves. */
export const MAY_LEAVE = { 'ready-to-leave': true, 'escort-here': true } as const;

export async function attendAll(api: TestApi, clinic: StaffedClinic, { sessions }: Course): Promise<void> {
  for (const session of sessions) await attend(api, clinic, session);
}

/** All the connections that a server may have, open: so that a race begins at once for everybody. */
export const connectAll = (api: TestApi, clinic: StaffedClinic): Promise<unknown> =>
  Promise.all(Array.from({ length: 20 }, () => api.as(clinic.people.nurse).get('/chairs')));

export function answered<T>({ status, body }: Response, expected: number): T {
  if (status !== expected) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
