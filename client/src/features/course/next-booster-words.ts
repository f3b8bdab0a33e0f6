import type { Role } from '#client/lib/role-words.ts';
import type { Course } from '#server/contract/course.ts';

/** What somebody can do about the next booster, by their role; null where booking it is all there is to do. */
export function nextStepWords(course: Course, role: Role | undefined, today: string): string | null {
  const { boosterWindow: window, state } = course;
  if (!window || state === 'stopped') return null;
  if (state === 'on-hold') {
    return role === 'clinician'
      ? 'The course is on hold: resume it before one is booked.'
      : 'The course is on hold. A clinician resumes it before one is booked.';
  }
  const isMine = role === 'clinician';
  if (window.source === 'protocol') {
    return isMine
      ? 'Set the interval under “Booster interval”; then one can be booked.'
      : 'It can be booked once a clinician has set the interval.';
  }
  if (window.seriesLeft === 0) {
    return isMine
      ? 'Set how it goes on under “Booster interval”.'
      : 'Ask a clinician how it goes on: they set the next interval.';
  }
  if (window.provisional || window.latestOn >= today) return null;
  // Nobody may book under an order that has ended, whatever the reason.
  const isEnded = isMine && !course.actions.includes('book-booster');
  if (isEnded || !window.dueOn || window.seriesLeft !== undefined) {
    return isMine
      ? 'The order has ended: set it again, or another one, under “Booster interval”.'
      : 'The order has ended. Ask a clinician to set it again.';
  }
  return isMine
    ? 'Book it late with a reason, or set another interval under “Booster interval”.'
    : 'Ask a clinician: they book it late with a reason, or set another interval.';
}
