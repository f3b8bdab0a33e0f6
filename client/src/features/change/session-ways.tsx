import { type ReactNode, useState } from 'react';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { countWords } from '#client/lib/count-words.ts';
import type { Role } from '#client/lib/role-words.ts';
import { asSentence, type GivenCancelReason, isBooster, sessionWords } from '#client/lib/session-words.ts';
import type { ChangePreview, ChangeRequest } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import { canMake } from './bent-rules.tsx';
import { byHowMuch, movesOf } from './change-words.ts';
import { isSameChange } from './difference.ts';
import { ReasonField } from './reason-field.tsx';
import { type Previewed, usePreview } from './use-preview.ts';
import { Ways, type WayToChange } from './ways.tsx';

type SessionWaysProps = {
  course: Course;
  session: Session;
  clinic: Clinic;
  role: Role;
  /** Null: it goes without a new time. */
  startsAt: string | null;
  others: ReactNode;
  onDone: () => void;
};

/** Stands in a preview for a reason that is not chosen yet: what moves does not hang on it. */
const ANY_REASON: GivenCancelReason = 'other';

const isAsOther = (one: Previewed | null, other: Previewed | null): boolean =>
  Boolean(one?.preview && other?.preview && isSameChange(one.preview, other.preview));

/** What a new time of one session may mean for the rest, all worked out at once; or what may be done without one. */
export function SessionWays(props: SessionWaysProps) {
  const { course, session, clinic, role, startsAt, others, onDone } = props;
  const { zone } = clinic;
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState<GivenCancelReason | ''>('');
  const words = sessionWords(session);
  const sessionId = session.id;
  const isAllowed = (mode: ChangeRequest['mode']) =>
    course.changes.includes(mode) && (mode === 'move' || !isBooster(session));
  const rest = course.sessions.filter(
    (other) =>
      other.id !== sessionId &&
      !isBooster(other) &&
      ['booked', 'pending'].includes(other.status) &&
      Date.parse(other.startsAt) > Date.parse(session.startsAt),
  ).length;

  const asked = (mode: ChangeRequest['mode'], request: ChangeRequest) => (isAllowed(mode) ? request : null);
  const move = usePreview(
    course,
    startsAt ? asked('move', { mode: 'move', sessionId, startsAt }) : null,
    zone,
  );
  const shift = usePreview(
    course,
    startsAt && rest > 0 ? asked('shift', { mode: 'shift', sessionId, startsAt }) : null,
    zone,
  );
  const replan = usePreview(
    course,
    asked('replan', { mode: 'replan', sessionId, ...(startsAt && { startsAt }) }),
    zone,
  );
  const omit = usePreview(course, asked('omit', { mode: 'omit', sessionId, reason: ANY_REASON }), zone);

  const at = startsAt ? formatDayAndTime(startsAt, zone) : '';
  const how = (preview: ChangePreview) =>
    byHowMuch(movesOf(preview.before.sessions, preview.after.sessions), zone);
  const ways: (WayToChange & { previewed: Previewed | null })[] = [
    {
      key: 'move',
      title: `Move ${words} alone`,
      previewed: move,
      verb: () => `Move ${words}`,
      done: () => `${asSentence(words)} of ${course.patientName} is now ${at}.`,
      meant: () => move?.request ?? null,
    },
    {
      key: 'shift',
      title: `Shift ${words} and the rest`,
      previewed: shift,
      verb: (preview) => `Shift the remaining ${countWords(preview.movedSessionIds.length)}`,
      done: (preview) =>
        `${asSentence(countWords(preview.movedSessionIds.length))} sessions of ${course.patientName} are shifted ${how(preview)}.`,
      meant: () => shift?.request ?? null,
    },
    {
      key: 'replan',
      title: startsAt ? `Move ${words} and plan the rest again` : `Plan the rest again, from ${words} on`,
      previewed: replan,
      verb: (preview) =>
        `Plan ${countWords(preview.movedSessionIds.length + preview.added.length)} ${preview.movedSessionIds.length + preview.added.length === 1 ? 'session' : 'sessions'} again`,
      done: () => `The rest of the course of ${course.patientName} is planned again.`,
      meant: () => replan?.request ?? null,
    },
    {
      key: 'omit',
      title: `Leave ${words} out`,
      previewed: omit,
      verb: () => `Leave out ${words}`,
      done: () => `${asSentence(words)} of ${course.patientName} is left out.`,
      fields: (isMissing) => <ReasonField value={reason} isMissing={isMissing} onChange={setReason} />,
      meant: () => (reason ? { mode: 'omit', sessionId, reason } : null),
    },
  ];
  // Where planning the rest again moves nothing else, it is the first way under another name.
  const open = ways.filter(
    ({ key, previewed }) => previewed !== null && !(key === 'replan' && isAsOther(previewed, move)),
  );
  return (
    <Ways
      course={course}
      clinic={clinic}
      role={role}
      legend={startsAt ? 'What should happen to the rest?' : 'What should happen?'}
      ways={open}
      chosen={chosen ?? (startsAt && move?.preview && canMake(move.preview, role) ? 'move' : null)}
      onChoose={setChosen}
      others={others}
      onDone={onDone}
    />
  );
}
