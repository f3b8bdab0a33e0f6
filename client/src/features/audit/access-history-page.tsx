import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { clinicQuery } from '#client/lib/queries.ts';
import { PageHeader } from '#client/ui/page-header.tsx';
import { AuditLines } from './audit-lines.tsx';
import { accessHistoryQuery } from './audit-queries.ts';

/** Everybody who looked at a patient, or did something for them. */
export function AccessHistoryPage() {
  const { id = '' } = useParams();
  const clinic = useQuery(clinicQuery);
  const trail = useInfiniteQuery(accessHistoryQuery(id));
  const name = trail.data?.pages[0]?.items[0]?.patient?.name;
  return (
    <>
      <PageHeader
        title="Access history"
        tabTitle={name ? `Access history of ${name}` : 'Access history'}
        facts={name ? `Who looked at ${name}, and what was done. Newest first.` : 'Newest first.'}
        actions={
          <Button component={Link} variant="default" to={`/patients/${id}`}>
            Back to the patient
          </Button>
        }
      />
      <AuditLines
        label="Access history"
        trail={trail}
        zone={clinic.data?.zone}
        empty="Nobody has looked at this patient since this is written down."
      />
    </>
  );
}
