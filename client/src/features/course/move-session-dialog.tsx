import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import { asSentence, isOff, numberWords, sessionWords } from '#client/lib/session-words.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { StartTimePicker } from '#client/ui/start-time-picker.tsx';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import { ChangeView } from './change-view.tsx';
import {
  freshPreview,
  sessionStartTimesQuery,
  useCommitMove,
  useMoveBack,
  usePreviewMove,
} from './move-session.ts';
import { daysAround, earlierDays, laterDays } from './start-days.ts';

type MoveSessionDialogProps = {
  course: Course;
  /** The session to move; undefined while the dialog is closed. */
  session: Session | undefined;
  clinic: Clinic;
  onClose: () => void;
};

export function MoveSessionDialog({ session, ...rest }: MoveSessionDialogProps) {
  if (!session) return null;
  return <MoveSession key={session.id} session={session} {...rest} />;
}

type MoveSessionProps = Omit<MoveSessionDialogProps, 'session'> & { session: Session };

/** First when, then what that does to the course; only then is it done. */
function MoveSession({ course, session, clinic, onClose }: MoveSessionProps) {
  const { zone, today } = clinic;
  // What the dialog began with: the course may be refreshed, and the session moved, while it closes.
  const [was] = useState(session.startsAt);
  const [range, setRange] = useState(() => daysAround(localDateOf(session.startsAt, zone), today));
  const [startsAt, setStartsAt] = useState<string | null>(null);
  const times = useQuery({ ...sessionStartTimesQuery(session.id, range), placeholderData: keepPreviousData });
  const preview = usePreviewMove(course.id);
  const commit = useCommitMove(course.id);
  const moveBack = useMoveBack(course.id);
  const fresh = freshPreview(commit.error);
  const shown = fresh ?? preview.data;
  const words = sessionWords(session);
  const isMovable = session.actions.includes('move');

  const choose = (start: string) => {
    setStartsAt(start);
    commit.reset();
    preview.mutate({ sessionId: session.id, startsAt: start });
  };
  const chooseAnother = () => {
    setStartsAt(null);
    commit.reset();
    preview.reset();
  };
  const make = (token: string) =>
    commit.mutate(token, {
      onSuccess: (after) => {
        const moved = after.sessions.find(({ id }) => id === session.id);
        onClose();
        tell(
          `${asSentence(words)} of ${course.patientName} is now ${formatDayAndTime(moved?.startsAt ?? startsAt ?? was, zone)}.`,
          {
            label: 'Move it back',
            run: () =>
              moveBack({ sessionId: session.id, startsAt: was }).then(
                () => tell(`${asSentence(words)} is back at ${formatDayAndTime(was, zone)}.`),
                tellProblem,
              ),
          },
        );
      },
    });

  const others = course.sessions.filter((other) => other.id !== session.id && !isOff(other));
  const earlier = earlierDays(range, today);
  return (
    <Dialog
      isOpen
      size="wide"
      title={`Move ${words}, now ${formatDayAndTime(was, zone)}`}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Leave it as it is
          </Button>
          {shown?.token && startsAt && (
            <Button loading={commit.isPending} onClick={() => shown.token && make(shown.token)}>
              Move {words}
            </Button>
          )}
        </>
      }
    >
      {!isMovable && !commit.isPending && !commit.isSuccess && (
        <p role="alert">{asSentence(words)} can no longer be moved.</p>
      )}
      {startsAt === null ? (
        times.isError ? (
          <>
            <ProblemNote error={times.error} />
            <Button mt="sm" variant="default" onClick={() => times.refetch()}>
              Look again
            </Button>
          </>
        ) : (
          <StartTimePicker
            subject={words}
            days={times.data}
            zone={zone}
            chosen={was}
            onPick={(start) => choose(start.startsAt)}
            dayNotes={Object.fromEntries(
              others.map((other) => [localDateOf(other.startsAt, zone), asSentence(numberWords(other))]),
            )}
            onEarlier={earlier ? () => setRange(earlier) : undefined}
            onLater={() => setRange(laterDays(range))}
          />
        )
      ) : (
        <ChangeView
          course={course}
          preview={shown}
          isStale={fresh !== null}
          error={fresh ? null : (commit.error ?? preview.error)}
          clinic={clinic}
          onAnother={chooseAnother}
          onAgain={() => choose(startsAt)}
        />
      )}
    </Dialog>
  );
}
