import type { RibbonPhase, RibbonSession } from './course-ribbon.tsx';

type CourseSession = {
  id: string;
  sequence: number;
  phase: RibbonPhase;
  status: string;
  startsAt: string;
  movedFrom?: string | null;
};

const OVER = ['fulfilled', 'cancelled', 'noshow', 'entered-in-error'];

/** A course's sessions as the ribbon draws them: the first that is still to come is the next. */
export function ribbonSessions(sessions: readonly CourseSession[]): RibbonSession[] {
  const next = sessions.find((session) => !OVER.includes(session.status));
  return sessions
    .filter((session) => session.status !== 'entered-in-error')
    .map((session) => ({
      key: session.id,
      sequence: session.sequence,
      phase: session.phase,
      startsAt: session.startsAt,
      state: stateOf(session, session === next),
      movedFrom: OVER.includes(session.status) ? null : (session.movedFrom ?? null),
    }));
}

function stateOf(session: CourseSession, isNext: boolean): RibbonSession['state'] {
  if (session.status === 'fulfilled') return 'done';
  if (session.status === 'cancelled') return 'cancelled';
  if (session.status === 'noshow') return 'missed';
  if (isNext) return 'next';
  return session.movedFrom ? 'moved' : 'coming';
}
