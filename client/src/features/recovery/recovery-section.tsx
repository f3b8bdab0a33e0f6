import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatDay, localDateOf } from '#client/lib/clinic-time.ts';
import { useMe } from '#client/lib/presence.ts';
import { asSentence, isBooster, numberWords } from '#client/lib/session-words.ts';
import { isTreating } from '#client/lib/treating.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import rows from '#client/ui/rows.module.css';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { SessionRecovery } from '#server/contract/ticks.endpoints.ts';
import { LongerFromNow } from './longer-from-now.tsx';
import styles from './recovery.module.css';
import { recoveryQuery } from './recovery-queries.ts';
import { feltWords, leftWords, tookWords } from './recovery-words.ts';

type RecoverySectionProps = { course: Course; clinic: Clinic };

/** How long recovery took after each session, and how they felt: whoever does not treat them does not even ask. */
export function RecoverySection({ course, clinic }: RecoverySectionProps) {
  const me = useMe();
  const recovery = useQuery({ ...recoveryQuery(course.id), enabled: isTreating(me?.role) });
  if (!isTreating(me?.role)) return null;
  if (recovery.error && !recovery.data) {
    return (
      <section className={styles.section} aria-label="Recovery">
        <ProblemNote error={recovery.error} />
        <Button variant="default" mt="xs" onClick={() => recovery.refetch()}>
          Look again
        </Button>
      </section>
    );
  }
  if (!recovery.data || recovery.data.sessions.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="recovery-title">
      <h2 id="recovery-title">Recovery</h2>
      <LongerFromNow courseId={course.id} recovery={recovery.data} />
      <table className={`${rows.rows} ${styles.recovery}`} aria-labelledby="recovery-title">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Recovery</th>
            <th scope="col">Felt</th>
            <th scope="col">Left</th>
          </tr>
        </thead>
        <tbody>
          {recovery.data.sessions.map((session) => (
            <Row
              key={session.sessionId}
              session={session}
              most={mostMinutes(recovery.data.sessions)}
              zone={clinic.zone}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const mostMinutes = (sessions: readonly SessionRecovery[]): number =>
  Math.max(...sessions.map(({ tookMinutes, bookedMinutes }) => Math.max(tookMinutes ?? 0, bookedMinutes)));

function Row({ session, most, zone }: { session: SessionRecovery; most: number; zone: string }) {
  const { tookMinutes, bookedMinutes } = session;
  return (
    <tr data-longer={session.isLonger || undefined}>
      <th scope="row">
        {isBooster(session) ? asSentence(numberWords(session)) : numberWords(session)}
        <span className={styles.quiet}> {formatDay(localDateOf(session.startsAt, zone))}</span>
      </th>
      <td data-label="Recovery">
        <span className={styles.bar} data-phase={session.phase} aria-hidden="true">
          <i style={{ width: `${((tookMinutes ?? 0) / most) * 100}%` }} />
          <s style={{ left: `${(bookedMinutes / most) * 100}%` }} />
        </span>
        {session.isLonger ? <b>{tookWords(session)}</b> : tookWords(session)}
      </td>
      <td data-label="Felt" data-usual={(session.isNoted && session.sideEffects.length === 0) || undefined}>
        {feltWords(session)}
      </td>
      <td data-label="Left" data-usual={(session.wasReady && session.hadEscort) || undefined}>
        {leftWords(session)}
      </td>
    </tr>
  );
}
