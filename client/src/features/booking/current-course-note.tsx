import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { courseWords } from '#client/ui/patient-line.tsx';
import styles from './booking.module.css';
import { coursesOfQuery } from './courses-of-query.ts';

/** A second course is seldom meant: the one that the patient is in is a press away. */
export function CurrentCourseNote({ patientId }: { patientId: string }) {
  const { data } = useQuery(coursesOfQuery(patientId));
  const current = data?.items.find(({ state }) => state !== 'stopped');
  if (!current) return null;
  return (
    <p className={styles.note}>
      Already has a course:{' '}
      <Link to={`/courses/${current.id}`}>
        {courseWords({ protocolName: current.protocol.name, state: current.state })}
      </Link>
    </p>
  );
}
