import { formatDate, formatDayAndTime, formatDaysAway } from '#client/lib/clinic-time.ts';
import type { CourseGates, Gate, GatedCourse } from '#server/contract/gates.endpoints.ts';

const STATE_WORDS: Record<Gate['state'], string> = {
  done: 'done',
  clear: 'none known',
  expiring: 'ends soon',
  expired: 'has ended',
  open: 'to be done',
  overdue: 'overdue',
  'not-needed': 'not needed now',
};

export function stateWords({
  state,
  isFlag,
  firstOpen,
}: Pick<Gate, 'state' | 'isFlag' | 'firstOpen'>): string {
  if (isFlag && state === 'open') return 'recorded';
  return state === 'expiring' && firstOpen ? 'ends too soon' : STATE_WORDS[state];
}

/** Does it need somebody? */
export const isQuiet = ({ state }: Pick<Gate, 'state'>): boolean =>
  state === 'done' || state === 'clear' || state === 'not-needed';

/** "session 6, Fri 19 Mar, 10:00" */
export const gatedSessionWords = (
  { sequence, startsAt }: { sequence: number; startsAt: string },
  zone: string,
): string => `session ${sequence}, ${formatDayAndTime(startsAt, zone)}`;

/** For which session it matters, and how much. */
export function whyWords({ firstOpen, session, strength, dueOn, state }: Gate, zone: string): string | null {
  if (session) {
    const of = `of session ${session.sequence}`;
    return dueOn ? `${of}, by ${formatDate(dueOn)}` : of;
  }
  if (!firstOpen) return dueOn && state === 'expiring' ? `good until ${formatDate(dueOn)}` : null;
  const words = gatedSessionWords(firstOpen, zone);
  return strength === 'soft' ? `before ${words}` : `${words}, waits for it`;
}

/** "by Fri 19 Mar, in 3 days" */
export const byWords = ({ dueOn }: Pick<GatedCourse, 'dueOn'>, today: string): string =>
  `${formatDate(dueOn)}, ${formatDaysAway(dueOn, today)}`;

/** One of each kind; of what each session has, one a session. */
export const gateKey = ({ kind, session }: Pick<Gate, 'kind' | 'session'>): string =>
  `${kind} ${session?.id ?? ''}`;

type Lit = { id: string; gateLight: CourseGates['light'] | null };

/** What a step has done to the sessions that are to come. */
export function sessionsAfter(before: readonly Lit[], after: CourseGates): string {
  const was = new Map(before.map(({ id, gateLight }) => [id, gateLight]));
  const count = (light: CourseGates['light']) =>
    after.sessions.filter((session) => session.light === light && was.get(session.id) !== light).length;
  const freed = count('green');
  if (freed > 0) return freed === 1 ? 'One session waits no longer.' : `${freed} sessions wait no longer.`;
  const waiting = count('red');
  if (waiting > 0) return waiting === 1 ? 'One session waits now.' : `${waiting} sessions wait now.`;
  return after.light === 'red' ? 'Something else keeps sessions waiting still.' : '';
}
