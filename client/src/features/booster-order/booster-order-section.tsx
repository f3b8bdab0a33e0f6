import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { orderWords } from '#client/lib/course-words.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import { boosterSuggestionsQuery } from './booster-order-queries.ts';
import { OrderForm } from './order-form.tsx';
import { OrderHistory } from './order-history.tsx';
import { movedWords } from './order-words.ts';

type BoosterOrderSectionProps = { course: Course; clinic: Clinic };

/** How often boosters are to be, by whom and why: set by clinicians, read by the rest of the staff. */
export function BoosterOrderSection({ course, clinic }: BoosterOrderSectionProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const isMine = course.actions.includes('set-booster-order');
  return (
    <section className={styles.section} aria-labelledby="booster-order-title">
      <h2 id="booster-order-title" ref={title} tabIndex={-1}>
        Booster interval
      </h2>
      <div className={styles.columns}>
        {isMine && (
          <OwnOrder
            course={course}
            clinic={clinic}
            // What had the focus has gone: the order that was written, or the review that led here.
            toTitle={() => title.current?.focus()}
          />
        )}
        <OrderHistory course={course} clinic={clinic} />
      </div>
    </section>
  );
}

function OwnOrder({ course, clinic, toTitle }: BoosterOrderSectionProps & { toTitle: () => void }) {
  const suggestions = useQuery(boosterSuggestionsQuery(course.id));
  if (suggestions.isPending) return <LateSkeleton label="Opening the intervals" blocks={[36, 36]} />;
  if (!suggestions.data) {
    return (
      <div>
        <ProblemNote error={suggestions.error} />
        <Button mt="sm" variant="default" onClick={() => suggestions.refetch()}>
          Ask for the intervals again
        </Button>
      </div>
    );
  }
  return (
    <OrderForm
      course={course}
      clinic={clinic}
      suggestions={suggestions.data}
      onSet={(order, movedCount) => {
        tell(`Boosters of ${course.patientName} are now ${orderWords(order)}.${movedWords(movedCount)}`);
        toTitle();
      }}
      onAsked={toTitle}
    />
  );
}
