import { PageHeader } from '#client/ui/page-header.tsx';

export function CoursesPage() {
  return <PageHeader title="Courses" />;
}
