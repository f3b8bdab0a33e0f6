import { useQuery } from '@tanstack/react-query';
import { clinicQuery } from '#client/lib/queries.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { DueList } from './due-list.tsx';

/** The calls to make: every booster whose window is open or has passed, and every order that ends. */
export function DueBoostersPage() {
  const clinic = useQuery(clinicQuery);
  return (
    <>
      <PageHeader
        title="Due boosters"
        facts="Due and not yet booked, or without an order to book by. The most overdue first."
      />
      <ProblemNote error={clinic.data ? null : clinic.error} />
      {clinic.data && <DueList clinic={clinic.data} />}
    </>
  );
}
