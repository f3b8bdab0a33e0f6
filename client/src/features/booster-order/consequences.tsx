import { formatDay, formatDaysAway } from '#client/lib/clinic-time.ts';
import { windowSentence } from '#client/lib/course-words.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import type { BoosterOrderPreview } from '#server/contract/booster-order.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import styles from './booster-order.module.css';
import type { OrderDraft } from './order-draft.ts';
import { orderRibbon, ribbonDays } from './order-ribbon.ts';
import { OutsideBoosters } from './outside-boosters.tsx';

type ConsequencesProps = {
  preview: BoosterOrderPreview | undefined;
  isBehind: boolean;
  course: Course;
  clinic: Clinic;
  draft: OrderDraft;
  /** A reason was missing when the order was to be set. */
  isMissing: boolean;
  onLeft: (left: OrderDraft['left']) => void;
};

/** What follows from the order before it is set: when the next booster is due, and what becomes of those booked. */
export function Consequences(props: ConsequencesProps) {
  const { preview, isBehind, course, clinic, draft } = props;
  if (!preview) {
    return (
      <div className={styles.preview}>
        <p>When the next booster would be due shows here.</p>
      </div>
    );
  }
  const { window, today } = preview;
  const sessions = orderRibbon(preview, course, draft);
  return (
    <div className={styles.preview} data-behind={isBehind || undefined}>
      <div aria-live="polite" aria-busy={isBehind}>
        {window && <NextDue window={window} now={today.window} clinic={clinic} />}
        {preview.warnings.map(({ code, detail }) => (
          <p key={code} className={styles.warning}>
            {detail}
          </p>
        ))}
      </div>
      <CourseRibbon
        size="small"
        {...ribbonDays(sessions, window, clinic)}
        sessions={sessions}
        boosterWindow={window}
        today={clinic.today}
        zone={clinic.zone}
        label="The boosters under this order"
      />
      <OutsideBoosters
        outside={preview.outside}
        course={course}
        clinic={clinic}
        draft={draft}
        isMissing={props.isMissing}
        onLeft={props.onLeft}
      />
    </div>
  );
}

function NextDue(props: { window: BoosterWindow; now: BoosterWindow | null; clinic: Clinic }) {
  const { window, now, clinic } = props;
  if (!window.dueOn || window.seriesLeft !== undefined) return <p>{windowSentence(window, clinic.today)}</p>;
  return (
    <p>
      Next due <b>{formatDay(window.dueOn)}</b>, {formatDaysAway(window.dueOn, clinic.today)}: between{' '}
      {formatDay(window.earliestOn)} and {formatDay(window.latestOn)}
      {now?.dueOn && now.dueOn !== window.dueOn && ` (now ${formatDay(now.dueOn)})`}. Counted from{' '}
      {formatDay(window.anchorOn)}
      {window.provisional ? ', which is still to come: it may yet move.' : ', the last session.'}
    </p>
  );
}
