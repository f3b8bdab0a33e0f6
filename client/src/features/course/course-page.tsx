import { PageHeader } from '#client/ui/page-header.tsx';

export function CoursePage(_props: { id: string }) {
  return <PageHeader title="Course" />;
}
