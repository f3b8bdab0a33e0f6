import { Link } from 'react-router';
import { formatDate } from '#client/lib/clinic-time.ts';
import { courseWords } from '#client/ui/patient-line.tsx';
import type { PatientListItem } from '#server/contract/patients.endpoints.ts';
import styles from './patients.module.css';

type PatientRowsProps = { patients: readonly PatientListItem[]; isStale: boolean };

export function PatientRows({ patients, isStale }: PatientRowsProps) {
  return (
    <table className={styles.rows} aria-busy={isStale || undefined}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Born</th>
          <th scope="col">Telephone</th>
          <th scope="col">Course</th>
        </tr>
      </thead>
      <tbody>
        {patients.map((patient) => (
          <tr key={patient.id}>
            <th scope="row">
              <Link to={`/patients/${patient.id}`} className={styles.name}>
                {patient.familyName}, {patient.givenName}
              </Link>
            </th>
            <td>{formatDate(patient.dateOfBirth)}</td>
            <td>{patient.phone ?? <span className={styles.none}>no telephone</span>}</td>
            <td>
              {patient.currentCourse ? (
                courseWords(patient.currentCourse)
              ) : (
                <span className={styles.none}>no course</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
