import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatDayAndTime, formatDaysAway, formatTime, localDateOf } from '#client/lib/clinic-time.ts';
import type { TellChange } from '#client/lib/session-actions.ts';
import { useCancelSession } from '#client/lib/session-actions.ts';
import {
  asSentence,
  CANCEL_REASON_GROUPS,
  CANCEL_REASON_WORDS,
  fullSessionWords,
  isBooster,
  numberWords,
  sessionWords,
  stateWords,
} from '#client/lib/session-words.ts';
import { CancelDialog } from '#client/ui/cancel-dialog.tsx';
import { EmptyState } from '#client/ui/empty-state.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import styles from './course.module.css';

type SessionsTableProps = {
  course: Course;
  clinic: Clinic;
  onMove: (sessionId: string) => void;
  onChanged: TellChange;
};

export function SessionsTable({ course, clinic, onMove, onChanged }: SessionsTableProps) {
  const [cancelling, setCancelling] = useState<Session | null>(null);
  const cancel = useCancelSession();
  const sessions = course.sessions.filter(({ status }) => status !== 'entered-in-error');
  if (sessions.length === 0) return <EmptyState title="This course has no sessions." />;
  return (
    <>
      <table className={styles.sessions}>
        <caption className={styles.heard}>Sessions of {course.patientName}</caption>
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">When</th>
            <th scope="col">State</th>
            <th scope="col">Chair</th>
            <th scope="col">
              <span className={styles.heard}>What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row
              key={session.id}
              session={session}
              clinic={clinic}
              onMove={() => onMove(session.id)}
              onCancel={() => setCancelling(session)}
            />
          ))}
        </tbody>
      </table>
      <CancelDialog
        subject={
          cancelling && `${sessionWords(cancelling)}, ${formatDayAndTime(cancelling.startsAt, clinic.zone)}`
        }
        groups={CANCEL_REASON_GROUPS}
        reasonWords={CANCEL_REASON_WORDS}
        isPending={cancel.isPending}
        error={cancel.error}
        onClose={() => {
          cancel.reset();
          setCancelling(null);
        }}
        onCancel={(reason) =>
          cancelling &&
          cancel.mutate(
            { id: cancelling.id, reason },
            {
              onSuccess: () => {
                onChanged(
                  { id: course.id },
                  `${asSentence(sessionWords(cancelling))} is cancelled. The chair is free, the rest stays.`,
                );
                setCancelling(null);
              },
            },
          )
        }
      />
    </>
  );
}

type RowProps = { session: Session; clinic: Clinic; onMove: () => void; onCancel: () => void };

function Row({ session, clinic, onMove, onCancel }: RowProps) {
  const { zone, today } = clinic;
  const date = localDateOf(session.startsAt, zone);
  const isAhead = ['booked', 'pending'].includes(session.status);
  return (
    <tr data-row={session.id} data-phase={session.phase} data-status={session.status} tabIndex={-1}>
      <th scope="row">
        {session.place === null || session.place === session.sequence
          ? numberWords(session)
          : asSentence(fullSessionWords(session))}
        {isBooster(session) && <small> no. {session.sequence}</small>}
      </th>
      <td>
        <Link to={`/day/${date}`}>{formatDayAndTime(session.startsAt, zone)}</Link>
        {isAhead && <span className={styles.quiet}> {formatDaysAway(date, today)}</span>}
        {session.movedFrom && (
          <span className={styles.quiet}> moved from {formatDayAndTime(session.movedFrom, zone)}</span>
        )}
      </td>
      <td>
        {stateWords(session)}
        {session.completedAt && (
          <span className={styles.quiet}> at {formatTime(session.completedAt, zone)}</span>
        )}
        {session.cancelReason && (
          <span className={styles.quiet}>: {CANCEL_REASON_WORDS[session.cancelReason].toLowerCase()}</span>
        )}
      </td>
      <td>{session.chairName}</td>
      <td className={styles.actions}>
        {session.actions.includes('move') && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onMove}
            aria-label={`Move ${sessionWords(session)}`}
          >
            Move
          </Button>
        )}
        {session.actions.includes('cancel') && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onCancel}
            aria-label={`Cancel ${sessionWords(session)}`}
          >
            Cancel
          </Button>
        )}
      </td>
    </tr>
  );
}
