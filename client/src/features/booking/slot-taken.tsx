import { Button, Group, Kbd, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { formatDayAndTime, localDateOf } from '#client/lib/clinic-time.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { RibbonGlyph } from '#client/ui/ribbon-glyph.tsx';
import { sharedRange } from '#client/ui/ribbon-scale.ts';
import type { Plan, PlannedSession } from '#server/contract/plan.ts';
import styles from './booking.module.css';
import { inWords, movedSequences, sessionsWords } from './plan-words.ts';
import { plannedRibbon } from './planned-ribbon.ts';

type SlotTakenProps = {
  /** What the clerk tried to book. */
  attempted: readonly PlannedSession[];
  lost: readonly number[];
  alternatives: readonly Plan[];
  zone: string;
  today: string;
  isBooking: boolean;
  onBook: (replacement: Plan) => void;
  /** Show the other plans that are free now. */
  onSeeOthers: () => void;
};

/** Somebody else was quicker: what is lost, what stays, and the replacement, ready to be booked. */
export function SlotTaken(props: SlotTakenProps) {
  const { attempted, lost, alternatives, isBooking } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const [replacement] = alternatives;
  const kept = attempted.length - lost.length;

  return (
    <section className={styles.taken} aria-labelledby="taken-title">
      <Title order={2} id="taken-title" tabIndex={-1} ref={heading} className={styles.focusable}>
        {sessionsWords(lost)} {lost.length === 1 ? 'was' : 'were'} taken a moment ago
      </Title>
      <Text>
        Nothing is booked yet.{' '}
        {kept > 0 && `The other ${inWords(kept)} ${kept === 1 ? 'is' : 'are'} still free.`}
      </Text>
      {replacement ? (
        <Replacement {...props} replacement={replacement} />
      ) : (
        <Text>No replacement keeps the rest of the course. See what else is free now.</Text>
      )}
      <Group gap="xs">
        {replacement && (
          <Button size="md" loading={isBooking} onClick={() => props.onBook(replacement)}>
            {movedSequences(attempted, replacement.sessions).length === 1
              ? 'Book with the replacement'
              : 'Book with the replacements'}
          </Button>
        )}
        <Button size="md" variant={replacement ? 'default' : 'filled'} onClick={props.onSeeOthers}>
          See all plans free now
        </Button>
        {replacement && (
          <Text size="sm" c="dimmed" visibleFrom="sm">
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> books
          </Text>
        )}
      </Group>
    </section>
  );
}

function Replacement(props: SlotTakenProps & { replacement: Plan }) {
  const { attempted, lost, replacement, zone, today } = props;
  const moved = movedSequences(attempted, replacement.sessions);
  const alsoMoved = moved.filter((sequence) => !lost.includes(sequence));
  const range = sharedRange(
    [attempted, replacement.sessions].map((sessions) => ({
      dates: sessions.map((session) => localDateOf(session.startsAt, zone)),
    })),
    today,
  );
  return (
    <Stack gap="sm">
      <div className={styles.beforeAfter}>
        <span>Before</span>
        <CourseRibbon
          sessions={plannedRibbon(attempted).map((session) =>
            lost.includes(session.sequence)
              ? { ...session, state: 'cancelled', label: 'taken by somebody else' }
              : session,
          )}
          {...range}
          zone={zone}
          today={today}
          label="Before: what was chosen"
        />
        <span>After</span>
        <CourseRibbon
          sessions={plannedRibbon(replacement.sessions, attempted)}
          {...range}
          zone={zone}
          today={today}
          label="After: with the replacement"
        />
      </div>
      {alsoMoved.length > 0 && (
        <Text size="sm">
          {sessionsWords(alsoMoved)} {alsoMoved.length === 1 ? 'moves' : 'move'} too, so that the days between
          sessions stay right.
        </Text>
      )}
      <ul className={styles.swaps}>
        {replacement.sessions.map((session) => {
          const was = attempted.find(({ sequence }) => sequence === session.sequence);
          const isMoved = moved.includes(session.sequence);
          return (
            <li key={session.sequence} data-moved={isMoved || undefined}>
              <span className={styles.number} data-phase={session.phase}>
                {session.sequence}
              </span>
              {isMoved && was && (
                <>
                  <s>{formatDayAndTime(was.startsAt, zone)}</s>
                  <RibbonGlyph state="moved" className={styles.arrow} />
                </>
              )}
              <b>{formatDayAndTime(session.startsAt, zone)}</b>
              {!isMoved && <span className={styles.quiet}>kept</span>}
            </li>
          );
        })}
      </ul>
    </Stack>
  );
}
