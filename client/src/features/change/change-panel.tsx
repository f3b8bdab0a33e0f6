import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { type AskedChange, changeIn, withChange, withoutChange } from '#client/lib/change-address.ts';
import { useMe } from '#client/lib/presence.ts';
import { clinicQuery, courseQuery } from '#client/lib/queries.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { SideSheet } from '#client/ui/side-sheet.tsx';
import { ChangeCourse } from './change-course.tsx';
import { ChangeSession } from './change-session.tsx';

/** Changing a course, in front of whatever page asks for it by its address. */
export function ChangePanel() {
  const [search] = useSearchParams();
  const asked = changeIn(search);
  if (!asked) return null;
  return <OpenPanel key={asked.courseId} asked={asked} />;
}

function OpenPanel({ asked }: { asked: AskedChange }) {
  const [search, setSearch] = useSearchParams();
  const person = useMe();
  const clinic = useQuery(clinicQuery);
  const course = useQuery({ ...courseQuery(asked.courseId), refetchInterval: 30_000 });
  const session = course.data?.sessions.find(({ id }) => id === asked.sessionId);
  const error = course.data ? null : (course.error ?? clinic.error);

  const close = () => setSearch(withoutChange(search), { replace: true });
  const ask = (next: Omit<AskedChange, 'courseId'>) =>
    setSearch(withChange(search, { courseId: asked.courseId, ...next }), { replace: true });

  const given = course.data &&
    clinic.data &&
    person && { course: course.data, clinic: clinic.data, role: person.role, onDone: close };
  return (
    <SideSheet
      title={course.data ? `Change the course of ${course.data.patientName}` : 'Change the course'}
      onClose={close}
    >
      {error && <ProblemNote error={error} />}
      {!given ? (
        !error && <LateSkeleton label="Opening the course" blocks={[40, 90, 300]} />
      ) : session ? (
        <ChangeSession
          key={session.id}
          {...given}
          session={session}
          startsAt={asked.startsAt}
          onTime={(startsAt) => ask({ sessionId: session.id, ...(startsAt && { startsAt }) })}
          onWhole={() => ask({})}
        />
      ) : (
        <ChangeCourse
          {...given}
          mode={asked.mode}
          onMode={(mode) => ask({ mode })}
          onSession={(sessionId) => ask({ sessionId })}
        />
      )}
    </SideSheet>
  );
}
