import { PageHeader } from '#client/ui/page-header.tsx';

export function BoardPage() {
  return <PageHeader title="Board" />;
}
