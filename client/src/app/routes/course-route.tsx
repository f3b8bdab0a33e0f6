import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { FreedWatch } from '#client/features/backfill/freed-watch.tsx';
import { WaitlistSection } from '#client/features/backfill/waitlist-section.tsx';
import { BoosterOrderSection } from '#client/features/booster-order/booster-order-section.tsx';
import { ChangeHistory } from '#client/features/change/change-history.tsx';
import { ChangePanel } from '#client/features/change/change-panel.tsx';
import { tellChange } from '#client/features/change/change-toast.tsx';
import { CoursePage } from '#client/features/course/course-page.tsx';
import { GatesSection } from '#client/features/gates/gates-section.tsx';
import { RecoverySection } from '#client/features/recovery/recovery-section.tsx';
import { ResponseWithRibbon } from '#client/features/response/response-with-ribbon.tsx';
import { ScoresSection } from '#client/features/response/scores-section.tsx';
import { RecordBanner } from '#client/features/restriction/record-banner.tsx';
import { RestrictedRecord } from '#client/features/restriction/restricted-record.tsx';
import { restrictedIn } from '#client/lib/api.ts';
import { useMe } from '#client/lib/presence.ts';
import { courseQuery } from '#client/lib/queries.ts';
import { BOOKERS } from '../roles.ts';

export function CourseRoute() {
  const { id = '' } = useParams();
  const me = useMe();
  const course = useQuery(courseQuery(id));
  const refusal = restrictedIn(course.error);
  if (refusal) return <RestrictedRecord key={id} refusal={refusal} />;
  return (
    <>
      {course.data && <RecordBanner patientId={course.data.patientId} />}
      <CoursePage
        key={id}
        id={id}
        onChanged={tellChange}
        withRibbon={(shown, clinic, draw) => (
          <ResponseWithRibbon course={shown} clinic={clinic} draw={draw} />
        )}
      >
        {(shown, clinic) => (
          <>
            <GatesSection course={shown} clinic={clinic} />
            <ScoresSection course={shown} clinic={clinic} />
            <RecoverySection course={shown} clinic={clinic} />
            <BoosterOrderSection course={shown} clinic={clinic} />
            <WaitlistSection course={shown} clinic={clinic} />
            <ChangeHistory course={shown} clinic={clinic} />
          </>
        )}
      </CoursePage>
      <ChangePanel />
      {me && BOOKERS.includes(me.role) && <FreedWatch />}
    </>
  );
}
