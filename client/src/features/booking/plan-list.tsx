import { Kbd } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { formatDay, localDateOf } from '#client/lib/clinic-time.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';
import styles from './booking.module.css';
import { movedSequences, planTitle, spanWords } from './plan-words.ts';
import { plannedRibbon } from './planned-ribbon.ts';

/** A plan as it stands now, and as the planner made it. */
export type ShownPlan = { plan: Plan; original: readonly PlannedSession[] };

type PlanListProps = {
  plans: readonly ShownPlan[];
  chosen: number;
  onChoose: (index: number) => void;
  /** Enter on a plan: go on to confirming it. */
  onConfirm: () => void;
  zone: string;
  today: string;
  takesFocus: boolean;
  onFocusTaken: () => void;
};

/** Three plans under each other on one scale, so that they are compared at a glance. */
export function PlanList(props: PlanListProps) {
  const { plans, chosen, onChoose, onConfirm, zone, today, takesFocus, onFocusTaken } = props;
  const group = useRef<HTMLDivElement>(null);
  const range = sharedRange(
    plans.map(({ plan }) => ({
      dates: plan.sessions.map((session) => localDateOf(session.startsAt, zone)),
      boosterWindow: plan.boosterWindow,
    })),
    today,
  );

  useEffect(() => {
    if (!takesFocus) return;
    const radio = group.current?.querySelector<HTMLInputElement>('input:checked');
    radio?.focus({ preventScroll: true });
    radio?.closest('article')?.scrollIntoView({ block: 'nearest' });
    onFocusTaken();
  }, [takesFocus, onFocusTaken]);

  const press = (event: KeyboardEvent) => {
    const index = Number(event.key) - 1;
    if (event.key === 'Enter') onConfirm();
    else if (plans[index]) {
      onChoose(index);
      group.current?.querySelectorAll<HTMLInputElement>('input')[index]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label="Plans, best first"
      className={styles.plans}
      onKeyDown={press}
    >
      {plans.map(({ plan, original }, index) => {
        const moved = movedSequences(original, plan.sessions);
        return (
          <article
            // biome-ignore lint/suspicious/noArrayIndexKey: a plan is known by its rank
            key={index}
            className={styles.plan}
            data-chosen={index === chosen || undefined}
          >
            <header className={styles.planHead}>
              <input
                type="radio"
                name="plan"
                className={styles.planRadio}
                checked={index === chosen}
                onChange={() => onChoose(index)}
                aria-labelledby={`plan-${index}-title plan-${index}-dates`}
                aria-describedby={`plan-${index}-why`}
              />
              <Kbd size="xs" aria-hidden="true" className={styles.key}>
                {index + 1}
              </Kbd>
              <b id={`plan-${index}-title`}>{planTitle(plan, zone)}</b>
              <span id={`plan-${index}-dates`} className={styles.planDates}>
                {formatDay(plan.firstOn)} to {formatDay(plan.lastOn)}, {spanWords(plan.spanDays)}
              </span>
              <span className={styles.cost}>{costWords(plan, index)}</span>
            </header>
            <CourseRibbon
              sessions={plannedRibbon(plan.sessions, original)}
              boosterWindow={plan.boosterWindow}
              today={today}
              zone={zone}
              from={range.from}
              to={range.to}
              label={`Plan ${index + 1}`}
            />
            <p id={`plan-${index}-why`} className={styles.why}>
              {moved.length > 0 && <span>Changed by hand. </span>}
              {plan.reasons.length === 0
                ? 'Meets every wish.'
                : plan.reasons.map((reason) => (
                    <span key={reason.code + reason.sequences.join()}>
                      {reason.detail} <i>+{reason.points}</i>{' '}
                    </span>
                  ))}
            </p>
          </article>
        );
      })}
    </div>
  );
}

/** Points compare plans; they are not money. */
function costWords(plan: Plan, index: number): string {
  const points = plan.cost === 1 ? '1 point' : `${plan.cost} points`;
  return index === 0 ? `Best fit, ${points}` : points;
}
