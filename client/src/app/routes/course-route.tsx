import { useParams } from 'react-router';
import { BoosterOrderSection } from '#client/features/booster-order/booster-order-section.tsx';
import { CoursePage } from '#client/features/course/course-page.tsx';

export function CourseRoute() {
  const { id = '' } = useParams();
  return (
    <CoursePage key={id} id={id}>
      {(course, clinic) => <BoosterOrderSection course={course} clinic={clinic} />}
    </CoursePage>
  );
}
