import { Anchor } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useMe } from '#client/lib/presence.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { Caseload } from './caseload.tsx';
import { CourseList } from './course-list.tsx';

/** To those who treat, what needs somebody first; to the others, and to whoever asks for it, every course there is. */
export function CoursesPage() {
  const [search] = useSearchParams();
  const role = useMe()?.role;
  const hasCaseload = role === 'clinician' || role === 'nurse';
  const isList = !hasCaseload || search.get('list') === 'all';
  return (
    <>
      <PageHeader
        title="Courses"
        facts={
          hasCaseload && (
            <Anchor component={Link} to={isList ? '/courses' : '/courses?list=all'} size="sm">
              {isList ? 'Only those under way, what needs somebody first' : 'Every course, stopped ones too'}
            </Anchor>
          )
        }
      />
      {isList ? <CourseList /> : <Caseload isClinician={role === 'clinician'} />}
    </>
  );
}
