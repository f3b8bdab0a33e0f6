import { Button } from '@mantine/core';
import { formatDate, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { CourseResponse } from '#server/contract/response.ts';
import styles from './response.module.css';
import type { ReviewKind } from './review-words.ts';

type ResponseNotesProps = {
  response: CourseResponse;
  clinic: Clinic;
  onReview: (kind: ReviewKind) => void;
  onEnterScore: () => void;
};

type Note = { key: string; words: string; detail?: string; review?: ReviewKind; wantsScore?: boolean };

/** What somebody should look at. Each suggests, and none decides. */
export function ResponseNotes({ response, clinic, onReview, onEnterScore }: ResponseNotesProps) {
  const notes = notesOf(response, clinic);
  if (notes.length === 0) return null;
  const may = (action: CourseResponse['actions'][number]) => response.actions.includes(action);
  return (
    <ul className={styles.notes} aria-label="To look at">
      {notes.map(({ key, words, detail, review, wantsScore }) => (
        <li key={key}>
          <p>
            {words}
            {detail && <span className={styles.quiet}> {detail}</span>}
          </p>
          <div className={styles.buttons}>
            {wantsScore && may('enter-score') && (
              <Button size="compact-sm" variant="default" onClick={onEnterScore}>
                Enter the score
              </Button>
            )}
            {review && may('review') && (
              <Button size="compact-sm" variant="default" onClick={() => onReview(review)}>
                {review === 'relapse' ? 'Review the relapse' : 'Mark as reviewed'}
              </Button>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Those that a score closes as well, or alone. */
const BY_SCORE: readonly string[] = ['mid-course', 'four-weeks-after', 'before-booster', 'as-needed-check'];

function notesOf(response: CourseResponse, clinic: Clinic): Note[] {
  const { openRelapseReport: relapse, futility, reviewsDue, state } = response;
  const notes: Note[] = [];
  if (relapse) {
    const on = localDateOf(relapse.reportedAt, clinic.zone);
    const who =
      relapse.source === 'patient' ? 'The patient says' : `${relapse.reportedBy?.name ?? 'Staff'} was told`;
    notes.push({
      key: 'relapse',
      words: `${who} that symptoms are coming back.`,
      detail: `${formatDate(on)}, ${formatDaysAway(on, clinic.today)}`,
      review: 'relapse',
    });
  }
  if (futility) {
    const isDue = reviewsDue.some(({ code }) => code === 'mid-course' || code === 'end-of-induction');
    notes.push({
      key: futility.code,
      words: futility.words,
      // One review answers both: it is offered once.
      ...(!isDue && { review: state === 'induction' ? 'mid-course' : 'end-of-induction' }),
    });
  }
  for (const { code, words, dueOn } of reviewsDue) {
    notes.push({
      key: code,
      words,
      detail: dueWords(dueOn, clinic.today),
      ...(code !== 'before-booster' && code !== 'as-needed-check' && { review: code }),
      wantsScore: BY_SCORE.includes(code),
    });
  }
  return notes;
}

function dueWords(dueOn: string, today: string): string {
  if (dueOn === today) return 'Due today.';
  const day = `${formatDate(dueOn)}, ${formatDaysAway(dueOn, today)}`;
  return dueOn < today ? `Due since ${day}.` : `In time until ${day}.`;
}
