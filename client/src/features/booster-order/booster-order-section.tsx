import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { orderWords } from '#client/lib/course-words.ts';
import { protocolsQuery } from '#client/lib/queries.ts';
import { tell } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import { USUAL_RULES } from './order-draft.ts';
import { OrderForm } from './order-form.tsx';
import { OrderHistory } from './order-history.tsx';
import { movedWords } from './order-words.ts';

type BoosterOrderSectionProps = { course: Course; clinic: Clinic };

/** How often boosters are to be, by whom and why: set by clinicians, read by the rest of the staff. */
export function BoosterOrderSection({ course, clinic }: BoosterOrderSectionProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const protocols = useQuery(protocolsQuery);
  const protocol = protocols.data?.find(({ id }) => id === course.protocol.id);
  const isMine = course.actions.includes('set-booster-order');
  return (
    <section className={styles.section} aria-labelledby="booster-order-title">
      <h2 id="booster-order-title" ref={title} tabIndex={-1}>
        Booster interval
      </h2>
      <div className={styles.columns}>
        {isMine && !protocols.isPending && (
          <OrderForm
            course={course}
            clinic={clinic}
            rules={protocol?.booster ?? USUAL_RULES}
            onSet={(order, movedCount) => {
              tell(
                `Boosters of ${course.patientName} are now ${orderWords(order)}.${movedWords(movedCount)}`,
              );
              // The button that had the focus has gone with the order that was written.
              title.current?.focus();
            }}
          />
        )}
        <OrderHistory course={course} clinic={clinic} />
      </div>
    </section>
  );
}
