import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call } from '#client/lib/api.ts';
import { formatTime } from '#client/lib/clinic-time.ts';
import { clinicQuery } from '#client/lib/queries.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { closeEmergencyAccess, type EmergencyAccess } from '#server/contract/restriction.endpoints.ts';
import styles from './restriction.module.css';
import { restrictionQuery } from './restriction-queries.ts';

/** Above every page of a record for as long as somebody has it open in an emergency. */
export function RecordBanner({ patientId }: { patientId: string }) {
  const queries = useQueryClient();
  const restriction = useQuery(restrictionQuery(patientId));
  const clinic = useQuery(clinicQuery);
  const isShut = restriction.isError;
  // What this page shows is asked for again: its time was over, or somebody took us off the care team.
  useEffect(() => {
    if (isShut) queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.at(-1) !== 'restriction' });
  }, [isShut, queries]);
  const zone = clinic.data?.zone;
  const open = restriction.data?.emergencyAccesses ?? [];
  if (!zone || open.length === 0) return null;
  return (
    <>
      {open.map((access) => (
        <Opened key={access.id} access={access} patientId={patientId} zone={zone} />
      ))}
    </>
  );
}

function Opened(props: { access: EmergencyAccess; patientId: string; zone: string }) {
  const { access, patientId, zone } = props;
  const queries = useQueryClient();
  const close = useMutation({
    mutationFn: () => call(closeEmergencyAccess, { params: { id: patientId } }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <section className={styles.banner} aria-label="Opened in an emergency">
      <p>
        <b>
          Opened in an emergency by {access.isOwn ? 'you' : access.openedBy.name}, until{' '}
          {formatTime(access.until, zone)}.
        </b>{' '}
        Every look is on record.
      </p>
      {access.isOwn && (
        <Button variant="default" size="compact-md" loading={close.isPending} onClick={() => close.mutate()}>
          Close it now
        </Button>
      )}
      <ProblemNote error={close.error} />
    </section>
  );
}
