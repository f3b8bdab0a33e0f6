import { formatDate } from '#client/lib/clinic-time.ts';
import styles from './patient-line.module.css';

type PatientLineProps = {
  patient: {
    givenName: string;
    familyName: string;
    dateOfBirth: string;
    phone: string | null;
    currentCourse?: { protocolName: string; state: string } | null;
  };
};

export const patientName = (patient: { givenName: string; familyName: string }) =>
  `${patient.givenName} ${patient.familyName}`;

/** Who somebody is, in two short lines: enough to tell two people of one name apart. */
export function PatientLine({ patient }: PatientLineProps) {
  return (
    <span className={styles.line}>
      <b>{patientName(patient)}</b>
      <span className={styles.facts}>
        <span>born {formatDate(patient.dateOfBirth)}</span>
        {patient.phone && <span>{patient.phone}</span>}
        {patient.currentCourse && <span>{courseWords(patient.currentCourse)}</span>}
      </span>
    </span>
  );
}

const STATES: Record<string, string> = {
  induction: 'in induction',
  assessment: 'in assessment',
  maintenance: 'in maintenance',
  'on-hold': 'on hold',
  stopped: 'stopped',
};

/** "IV induction, in maintenance" */
export const courseWords = (course: { protocolName: string; state: string }) =>
  `${course.protocolName}, ${STATES[course.state] ?? course.state}`;
