import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import { formatDate } from '#client/lib/clinic-time.ts';
import type { Course } from '#server/contract/course.ts';

/** The course that this one follows, and the one that follows it, each a press away. */
export const CoursesBeside = ({ course: { follows, followedBy } }: { course: Course }) => (
  <>
    {follows && (
      <span>
        follows the{' '}
        <Anchor component={Link} to={`/courses/${follows.id}`} size="sm">
          course of {formatDate(follows.startedOn)}
        </Anchor>
      </span>
    )}
    {followedBy && (
      <span>
        followed by the{' '}
        <Anchor component={Link} to={`/courses/${followedBy.id}`} size="sm">
          course of {formatDate(followedBy.startedOn)}
        </Anchor>
      </span>
    )}
  </>
);

/** Another induction after a relapse: the booking page, with what is known of it filled in. */
export function BookAnother({ course: { id, patientId, protocol, actions } }: { course: Course }) {
  if (!actions.includes('book-reinduction')) return null;
  const asked = new URLSearchParams({ patient: patientId, protocol: protocol.id, after: id });
  return (
    <Button component={Link} to={`/book?${asked}`} variant="default">
      Book another induction
    </Button>
  );
}
