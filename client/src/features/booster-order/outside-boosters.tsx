import { TextInput } from '@mantine/core';
import { formatDayAndTime } from '#client/lib/clinic-time.ts';
import { asSentence } from '#client/lib/session-words.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import type { OrderDraft } from './order-draft.ts';
import { boosterName } from './order-words.ts';
import { isLeft, type OutsideBooster } from './outside.ts';

type OutsideBoostersProps = {
  outside: readonly OutsideBooster[];
  course: Course;
  clinic: Clinic;
  draft: Pick<OrderDraft, 'left'>;
  isMissing: boolean;
  onLeft: (left: OrderDraft['left']) => void;
};

/** Booked boosters that the order would have elsewhere: each with where it could go, to be moved or left with a reason. */
export function OutsideBoosters({ outside, ...rest }: OutsideBoostersProps) {
  if (outside.length === 0) return null;
  return (
    <ul className={styles.outside} aria-label="Booked boosters outside the window">
      {outside.map((booster) => (
        <Outside key={booster.sessionId} booster={booster} {...rest} />
      ))}
    </ul>
  );
}

type OutsideProps = Omit<OutsideBoostersProps, 'outside'> & { booster: OutsideBooster };

function Outside({ booster, course, clinic, draft, isMissing, onLeft }: OutsideProps) {
  const { zone } = clinic;
  const { sessionId, move } = booster;
  const name = boosterName(booster, course);
  const reason = draft.left[sessionId];
  const leave = (why: string) => onLeft({ ...draft.left, [sessionId]: why });
  const moveIt = () => {
    const { [sessionId]: _, ...others } = draft.left;
    onLeft(others);
  };
  const isStaying = isLeft(booster, draft);
  return (
    <li>
      <p>
        <b>{asSentence(name)}</b>, {formatDayAndTime(booster.startsAt, zone)}, would be outside.
      </p>
      {move ? (
        <>
          <ChoiceRow
            legend={`What becomes of ${name}`}
            value={isStaying ? 'leave' : 'move'}
            choices={[
              { value: 'move', label: `Move to ${formatDayAndTime(move.startsAt, zone)}` },
              { value: 'leave', label: 'Leave it there' },
            ]}
            onChange={(choice) => (choice === 'move' ? moveIt() : leave(''))}
          />
          {!isStaying &&
            move.violations.map(({ code, detail }) => (
              <p key={code} className={styles.warning}>
                {detail}
              </p>
            ))}
        </>
      ) : (
        <p className={styles.warning}>
          No time for it was found. {whyWords(booster)} Leave it there with a reason, or move it by hand
          afterwards.
        </p>
      )}
      {isStaying && (
        <TextInput
          mt={6}
          label={`Why ${name} may stay there`}
          description="Stays with the session and in the history of the course"
          maxLength={500}
          value={reason ?? ''}
          error={isMissing && !reason?.trim() ? 'Say why first.' : undefined}
          onChange={(event) => leave(event.currentTarget.value)}
        />
      )}
    </li>
  );
}

const whyWords = ({ whyNot }: OutsideBooster): string =>
  [...new Set(whyNot.map(({ detail }) => detail))].join(' ');
