import { Alert, Button } from '@mantine/core';
import { sessionsWords } from '#client/lib/session-words.ts';
import type { Course } from '#server/contract/course.ts';

type CourseStandingProps = {
  course: Course;
  /** To what can be done about it. */
  onDecide: (mode: Mode | undefined) => void;
};

/** What a course waits for, above everything else: a clinician's hold, a gap that a clinician decides on, sessions it lacks. */
export function CourseStanding({ course, onDecide }: CourseStandingProps) {
  const standing = standingOf(course);
  if (!standing) return null;
  return (
    <Alert color="gray" title={standing.title} role="status" mb="sm">
      <p style={{ margin: '0 0 8px' }}>{standing.words}</p>
      {course.changes.includes(standing.mode) && (
        <Button size="compact-sm" onClick={() => onDecide(standing.preselected)}>
          {standing.verb}
        </Button>
      )}
    </Alert>
  );
}

type Mode = Course['changes'][number];

/** `mode`: who may do this is offered the button. `preselected`: of several ways the page favours none. */
type Standing = { title: string; words: string; verb: string; mode: Mode; preselected?: Mode };

function standingOf({ hold, interruption, lackingCount, state, changes }: Course): Standing | null {
  if (hold) {
    return {
      title: 'On hold',
      words: [
        hold.kind === 'missed-sessions'
          ? 'Two sessions in a row were missed.'
          : 'A clinician has put this course on hold.',
        hold.reason && `${hold.reason}.`.replace(/([.?])\.$/, '$1'),
        'What is to come keeps its chairs; nothing new is booked.',
        !changes.includes('resume') && 'A clinician resumes it.',
      ]
        .filter(Boolean)
        .join(' '),
      verb: 'Resume, or decide otherwise',
      mode: 'resume',
      preselected: 'resume',
    };
  }
  if (interruption) {
    return {
      title: 'Interrupted',
      words: `${interruption.gapDays} days lie after session ${interruption.afterSequence}. A clinician decides whether the course continues, is extended, or starts again.`,
      verb: 'Decide how it goes on',
      mode: 'extend',
    };
  }
  if (lackingCount > 0 && state !== 'stopped') {
    return {
      title: `${lackingCount === 1 ? 'One session is' : `${lackingCount} sessions are`} lacking`,
      words: `${sessionsWords(lackingCount)} of this course ${lackingCount === 1 ? 'was' : 'were'} missed or cancelled and not planned again.`,
      verb: 'Plan the rest again',
      mode: 'replan',
      preselected: 'replan',
    };
  }
  return null;
}
