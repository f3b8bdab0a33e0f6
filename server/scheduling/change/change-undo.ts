import { TRANSITIONS } from '#server/scheduling/course/course-states.ts';
import { broken, RULES } from '#server/scheduling/rules.ts';
import { showChange } from './change-draft.ts';
import { refused } from './change-move.ts';
import type { ChangeAnswer, ChangeQuestion, CourseSession, StoredChange } from './course-change.ts';

type UndoQuestion = Omit<ChangeQuestion, 'request' | 'overrides'> & { readonly change: StoredChange };

/**
 * The last change of a course taken back: its sessions as they were before, those that it added as entered in error, the
 * course where it stood. Refused once anything has happened to one of them since, or a time that comes back is taken.
 */
export function undoChange({ change, ...question }: UndoQuestion): ChangeAnswer {
  const { course, role } = question;
  const { who } = TRANSITIONS[change.mode];
  if (!who.includes(role)) return refused(broken('not-by-role', RULES['not-by-role'].words));
  const overtaken = overtakenBy(course, change);
  if (overtaken.length > 0) return refused(...overtaken);
  const before = new Map(change.before.sessions.map((session) => [session.id, session]));
  const touched = new Set(change.after.sessions.map(({ id }) => id));
  const sessions = course.sessions.map((session): CourseSession => {
    if (!touched.has(session.id)) return session;
    return before.get(session.id) ?? { ...session, status: 'entered-in-error' };
  });
  const shown = showChange(
    { ...question, overrides: [], request: { mode: 'resume' } },
    { sessions, state: change.before.state, plannedCount: change.before.plannedCount },
    'undo',
  );
  // What the course bent before the change it may bend again: only what is against the times themselves counts.
  const letBe = new Set(
    course.overridden.map(
      ({ sessionId, code }) => `${course.sessions.find(({ id }) => id === sessionId)?.sequence} ${code}`,
    ),
  );
  const taken = shown.bent.filter(
    ({ code, sequence }) => TAKEN.includes(code) && !letBe.has(`${sequence} ${code}`),
  );
  if (taken.length > 0) return refused(...taken);
  return { ...shown, bent: [], open: [] };
}

/** What the clinic says of a time that somebody else has taken since, or that has passed. */
const TAKEN: readonly string[] = [
  'in-the-past',
  'closed',
  'chair-full',
  'monitoring-full',
  'patient-busy',
  'prescriber-absent',
  'too-few-trained',
];

function overtakenBy(course: UndoQuestion['course'], { after }: StoredChange) {
  const now = new Map(course.sessions.map((session) => [session.id, session]));
  const found = after.sessions
    .filter((session) => !isAsLeft(now.get(session.id), session))
    .map(({ sequence }) => broken('overtaken', `Session ${sequence} has been changed since.`, sequence));
  if (course.state !== after.state || course.plannedCount !== after.plannedCount) {
    found.push(broken('overtaken', 'The course itself has been changed since.'));
  }
  return found;
}

const isAsLeft = (now: CourseSession | undefined, left: CourseSession): boolean =>
  now !== undefined &&
  now.startsAt === left.startsAt &&
  now.status === left.status &&
  now.sequence === left.sequence;
