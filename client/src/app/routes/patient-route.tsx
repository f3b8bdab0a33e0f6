import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ExposureSection } from '#client/features/gates/exposure-section.tsx';
import { PatientPage } from '#client/features/patients/patient-page.tsx';
import { RecordBanner } from '#client/features/restriction/record-banner.tsx';
import { RestrictedRecord } from '#client/features/restriction/restricted-record.tsx';
import { RestrictionSection } from '#client/features/restriction/restriction-section.tsx';
import { restrictedIn } from '#client/lib/api.ts';
import { patientQuery } from '#client/lib/queries.ts';

export function PatientRoute() {
  const { id = '' } = useParams();
  const patient = useQuery(patientQuery(id));
  const refusal = restrictedIn(patient.error);
  if (refusal) return <RestrictedRecord key={id} refusal={refusal} />;
  return (
    <>
      {patient.data && <RecordBanner patientId={id} />}
      <PatientPage key={id}>
        {patient.data && (
          <>
            <ExposureSection patientId={id} />
            <RestrictionSection patientId={id} />
          </>
        )}
      </PatientPage>
    </>
  );
}
