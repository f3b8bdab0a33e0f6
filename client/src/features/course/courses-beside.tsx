import { Anchor, Button } from '@mantine/core';
import { Link } from 'react-router';
import { anotherAddress } from '#client/lib/another-address.ts';
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
export function BookAnother({ course }: { course: Course }) {
  const address = anotherAddress(course);
  if (!address) return null;
  return (
    <Button component={Link} to={address} variant="default">
      Book another induction
    </Button>
  );
}
