import { useQuery } from '@tanstack/react-query';
import { formatDate, formatDaysAway, localDateOf } from '#client/lib/clinic-time.ts';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import { boosterOrdersQuery } from './booster-order-queries.ts';
import { deedWords, limitWords } from './order-words.ts';

/** Every order there ever was, newest first, each with what it changed and why. */
export function OrderHistory({ course, clinic }: { course: Course; clinic: Clinic }) {
  const orders = useQuery(boosterOrdersQuery(course.id));
  if (orders.isPending) return <LateSkeleton label="Opening the history" blocks={[48, 48]} />;
  if (orders.isError) return <ProblemNote error={orders.error} />;
  const newestFirst = orders.data.toSorted((a, b) => Date.parse(b.setAt) - Date.parse(a.setAt));
  return (
    <div className={styles.history}>
      <h3>How it came to be</h3>
      {newestFirst.length === 0 ? (
        <p className={styles.quiet}>
          No clinician has set an interval yet. Until one does, the protocol’s holds.
        </p>
      ) : (
        <ol>
          {newestFirst.map((order, i) => (
            <li key={order.id}>
              <Order order={order} before={newestFirst[i + 1]} clinic={clinic} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Order({
  order,
  before,
  clinic,
}: {
  order: BoosterOrder;
  before: BoosterOrder | undefined;
  clinic: Clinic;
}) {
  const limits = limitWords(order);
  const setOn = localDateOf(order.setAt, clinic.zone);
  return (
    <>
      <p className={styles.when}>
        {formatDate(setOn)}, {formatDaysAway(setOn, clinic.today)}
      </p>
      <p>
        {order.setBy.name} {deedWords(order, before)}
        {limits && `, ${limits}`}.
      </p>
      {order.reason && <p className={styles.reason}>“{order.reason}”</p>}
      {order.evidence && <p className={styles.quiet}>On the evidence of: {order.evidence}</p>}
    </>
  );
}
