import { formatDate } from '#client/lib/clinic-time.ts';
import { COURSE_STATE_WORDS } from '#client/lib/course-words.ts';
import styles from './patient-line.module.css';

type PatientLineProps = {
  patient: {
    givenName: string;
    familyName: string;
    dateOfBirth: string;
    phone: string | null;
    currentCourse?: { protocolName: string; state: CourseState } | null;
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

type CourseState = keyof typeof COURSE_STATE_WORDS;

/** "IV ketamine, maintenance" */
export const courseWords = (course: { protocolName: string; state: CourseState }) =>
  `${course.protocolName}, ${COURSE_STATE_WORDS[course.state]}`;
