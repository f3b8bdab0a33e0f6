import { Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ChangeMode } from '#client/lib/change-address.ts';
import { formatDay, formatDayAndTime, localDateOf, shiftDays } from '#client/lib/clinic-time.ts';
import { countWords } from '#client/lib/count-words.ts';
import type { Role } from '#client/lib/role-words.ts';
import {
  asSentence,
  type GivenCancelReason,
  sessionsWords,
  sessionWords,
} from '#client/lib/session-words.ts';
import type { ChangeRequest } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './change.module.css';
import { ReasonField } from './reason-field.tsx';
import { usePreview } from './use-preview.ts';
import { Ways, type WayToChange } from './ways.tsx';

type ChangeCourseProps = {
  course: Course;
  clinic: Clinic;
  role: Role;
  mode: ChangeMode | undefined;
  onMode: (mode: ChangeMode) => void;
  /** To one session of it. */
  onSession: (sessionId: string) => void;
  onDone: () => void;
};

/** Stand in a preview for what is not said yet: what it shows does not hang on it. */
const ANY_REASON: GivenCancelReason = 'other';
const ANY_WORDS = 'Not said yet';

/** The most that the contract takes at once; the protocol may allow fewer, and then the preview says so. */
const MOST_EXTRA = 12;

/** What can be done with a course as a whole. Each way is worked out once it is chosen: most ask for something first. */
export function ChangeCourse({ course, clinic, role, mode, onMode, onSession, onDone }: ChangeCourseProps) {
  const { zone, today } = clinic;
  const [reason, setReason] = useState<GivenCancelReason | ''>('');
  const [holdReason, setHoldReason] = useState('');
  const [extra, setExtra] = useState<number | ''>(2);
  const [from, setFrom] = useState(() => shiftDays(today, 1));
  const isInterrupted = course.interruption !== null;
  const days: Partial<Record<ChangeMode, ChangeRequest | null>> = {
    replan: { mode: 'replan' },
    extend: extra === '' ? null : { mode: 'extend', sessions: extra },
    restart: isDate(from) ? { mode: 'restart', from } : null,
    hold: { mode: 'hold', reason: ANY_WORDS },
    resume: { mode: 'resume' },
    stop: { mode: 'stop', reason: ANY_REASON },
  };
  const request = (mode && course.changes.includes(mode) && days[mode]) || null;
  const previewed = usePreview(course, request, zone);
  const of = course.patientName;
  const all: WayToChange[] = [
    {
      key: 'replan',
      title: isInterrupted
        ? 'Continue: plan the rest again'
        : course.lackingCount > 0
          ? `Plan the rest again, with ${sessionsWords(course.lackingCount)} that the course lacks`
          : 'Plan the rest again',
      previewed: null,
      verb: ({ movedSessionIds, added }) => {
        const count = movedSessionIds.length + added.length;
        return count === 0
          ? 'Go on as it is'
          : `Plan ${countWords(count)} ${count === 1 ? 'session' : 'sessions'} again`;
      },
      done: () => `The rest of the course of ${of} is planned again.`,
      meant: () => request,
    },
    {
      key: 'extend',
      title: 'Extend the induction',
      previewed: null,
      verb: ({ added }) =>
        `Extend by ${countWords(added.length)} ${added.length === 1 ? 'session' : 'sessions'}`,
      done: ({ added }) => `The course of ${of} is ${sessionsWords(added.length)} longer.`,
      fields: () => (
        <NumberInput
          label="Sessions more"
          value={extra}
          min={1}
          max={MOST_EXTRA}
          allowDecimal={false}
          clampBehavior="strict"
          w={140}
          onChange={(count) => setExtra(typeof count === 'number' && count >= 1 ? count : '')}
        />
      ),
      meant: () => request,
    },
    {
      key: 'restart',
      title: 'Start again from the beginning',
      previewed: null,
      verb: ({ newCourse }) => `Start again with ${countWords(newCourse?.length ?? 0)} sessions`,
      done: () => `A new course of ${of} is booked; what was to come of this one is cancelled.`,
      fields: () => (
        <TextInput
          type="date"
          label="Not before"
          w={180}
          min={today}
          value={from}
          error={isDate(from) ? undefined : 'Choose a day.'}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
      ),
      meant: () => request,
    },
    {
      key: 'hold',
      title: 'Put the course on hold',
      previewed: null,
      verb: () => 'Put it on hold',
      done: () => `The course of ${of} is on hold. What is to come keeps its chairs.`,
      fields: (isMissing) => (
        <Textarea
          label="Why"
          description="For those who treat the patient; the front desk does not see it"
          rows={2}
          maxLength={500}
          value={holdReason}
          error={isMissing && !holdReason.trim() ? 'Say why first.' : undefined}
          onChange={(event) => setHoldReason(event.currentTarget.value.replaceAll('\n', ' '))}
        />
      ),
      meant: () => (holdReason.trim() ? { mode: 'hold', reason: holdReason.trim() } : null),
    },
    {
      key: 'resume',
      title: 'Resume the course',
      previewed: null,
      verb: () => 'Resume the course',
      done: () => `The course of ${of} goes on.`,
      meant: () => request,
    },
    {
      key: 'stop',
      title: 'Stop the course',
      previewed: null,
      verb: ({ removedSessionIds }) =>
        removedSessionIds.length === 0
          ? 'Stop the course'
          : `Stop the course and release ${countWords(removedSessionIds.length)} ${removedSessionIds.length === 1 ? 'chair' : 'chairs'}`,
      done: () => `The course of ${of} has stopped.`,
      fields: (isMissing) => <ReasonField value={reason} isMissing={isMissing} onChange={setReason} />,
      meant: () => (reason ? { mode: 'stop', reason } : null),
    },
  ];
  const ways = all
    .filter(({ key }) => course.changes.some((allowed) => allowed === key))
    .map((way) => (way.key === mode ? { ...way, previewed } : way));
  const movable = course.sessions.filter(({ actions }) => actions.includes('move'));

  return (
    <div className={styles.panel}>
      {ways.length === 0 ? (
        <p className={styles.quiet}>{nothingWords(course)}</p>
      ) : (
        <Ways
          course={course}
          clinic={clinic}
          role={role}
          legend={
            isInterrupted && course.interruption
              ? `${course.interruption.gapDays} days after session ${course.interruption.afterSequence}: how does it go on?`
              : 'What should happen to the course?'
          }
          ways={ways}
          chosen={ways.some(({ key }) => key === mode) ? (mode ?? null) : null}
          onChoose={(key) => onMode(key as ChangeMode)}
          onDone={onDone}
        />
      )}
      {movable.length > 0 && (
        <section className={styles.aside} aria-label="One session of it">
          <p className={styles.quiet}>Or give one session another time:</p>
          <div className={styles.row}>
            {movable.map((session) => (
              <Button
                key={session.id}
                variant="default"
                size="compact-sm"
                aria-label={`${asSentence(sessionWords(session))}, ${formatDayAndTime(session.startsAt, zone)}`}
                onClick={() => onSession(session.id)}
              >
                {asSentence(sessionWords(session))}, {formatDay(localDateOf(session.startsAt, zone))}
              </Button>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

function nothingWords({ state }: Course): string {
  if (state === 'on-hold') return 'The course is on hold. A clinician resumes it first.';
  if (state === 'stopped') return 'The course has stopped. Nothing of it can be changed.';
  return 'Nothing of the course can be changed by you now.';
}
