import { VisuallyHidden } from '@mantine/core';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import type { PlannedSession } from '#server/contract/plan.ts';
import type { Violation } from '#server/contract/violation.ts';
import styles from './booking.module.css';

type PlanSessionsProps = {
  sessions: readonly PlannedSession[];
  original: readonly PlannedSession[];
  zone: string;
  violations: readonly Violation[];
  /** The session whose time is being chosen. */
  open: number | null;
  onOpen: (sequence: number | null) => void;
};

/** The dates in words. Each can be pressed, and given another time. */
export function PlanSessions({ sessions, original, zone, violations, open, onOpen }: PlanSessionsProps) {
  return (
    <ol className={styles.sessions}>
      {sessions.map((session) => {
        const { sequence } = session;
        const was = original.find((other) => other.sequence === sequence);
        const isMoved = was && Date.parse(was.startsAt) !== Date.parse(session.startsAt);
        const against = violations.filter((violation) => violation.sequence === sequence);
        return (
          <li key={sequence}>
            <button
              type="button"
              id={`session-${sequence}`}
              className={styles.session}
              data-refused={against.length > 0 || undefined}
              aria-expanded={open === sequence}
              onClick={() => onOpen(open === sequence ? null : sequence)}
            >
              <span className={styles.number} data-phase={session.phase}>
                <VisuallyHidden>Session </VisuallyHidden>
                {sequence}
              </span>
              <span className={styles.when}>
                {formatDayAndTime(session.startsAt, zone)}
                {isMoved && <s>{formatDayAndTime(was.startsAt, zone)}</s>}
              </span>
              <span className={styles.change}>Change</span>
            </button>
            {against.map((violation) => (
              <p key={violation.code} className={styles.against}>
                {violation.detail}
              </p>
            ))}
          </li>
        );
      })}
    </ol>
  );
}
