import { PageHeader } from '#client/ui/page-header.tsx';

export function DueBoostersPage() {
  return <PageHeader title="DueBoosters" />;
}
