import { useParams } from 'react-router';
import { CoursePage } from '#client/features/course/course-page.tsx';

export function CourseRoute() {
  const { id = '' } = useParams();
  return <CoursePage key={id} id={id} />;
}
