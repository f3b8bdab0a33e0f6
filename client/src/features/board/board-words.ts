import { formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import { fullSessionWords, stateWords } from '#client/lib/session-words.ts';
import type { Session } from '#server/contract/session.ts';
import type { PlacedSession } from './board-layout.ts';

/** From here on somebody who has not come is late, in minutes. */
const LATE_AFTER = 5;

/** How late the patient is, in minutes; 0 for everybody who is not. `minute` is the clinic's clock, today. */
export function minutesLate({ session, from }: PlacedSession, minute: number | null): number {
  const isAwaited = session.status === 'booked' || session.status === 'pending';
  const late = isAwaited && minute !== null ? minute - from : 0;
  return late >= LATE_AFTER ? late : 0;
}

/** What stands in the block besides the name: nothing for the usual state. */
export const blockState = (session: Session, late: number): string =>
  late > 0 ? 'late' : session.status === 'booked' ? '' : stateWords(session);

/** "Ana Lima, session 3 of 6, 9:00 to 11:00, Chair 2, booked" */
export function spokenSession({ session, from, to }: PlacedSession, late: number): string {
  const state = late > 0 ? `${stateWords(session)}, ${late} minutes late` : stateWords(session);
  return [
    session.patientName,
    fullSessionWords(session),
    `${formatMinuteOfDay(from)} to ${formatMinuteOfDay(to)}`,
    session.chairName,
    state,
  ].join(', ');
}
