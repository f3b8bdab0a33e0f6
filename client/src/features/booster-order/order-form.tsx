import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ProblemError } from '#client/lib/api.ts';
import { formatDay, formatDaysAway, formatEvery, type IntervalUnit } from '#client/lib/clinic-time.ts';
import { useDraft } from '#client/lib/draft.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { ribbonSessions } from '#client/ui/ribbon-sessions.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import { useSetBoosterOrder } from './booster-order-queries.ts';
import {
  AS_NEEDED,
  type DraftErrors,
  draftErrors,
  draftFlexDays,
  draftFrom,
  draftInterval,
  type OrderDraft,
  OTHER,
  type PreviewWindow,
  previewWindow,
  type USUAL_RULES,
} from './order-draft.ts';

type OrderFormProps = {
  course: Course;
  clinic: Clinic;
  rules: typeof USUAL_RULES;
  onSet: (order: BoosterOrder) => void;
};

/** The ladder first, anything else behind it; what it leads to is seen before it is set. */
export function OrderForm({ course, clinic, rules, onSet }: OrderFormProps) {
  // Under the order that holds now: once another holds, the draft is of yesterday.
  const draftName = `order-${course.id}-${course.boosterWindow?.interval ?? 'none'}`;
  const [draft, setDraft] = useDraft(draftName, () => draftFrom(course, rules, clinic.today));
  const [errors, setErrors] = useState<DraftErrors>({});
  const set = useSetBoosterOrder(course, rules);
  const interval = draftInterval(draft);
  const change = (part: Partial<OrderDraft>) => {
    set.reset();
    setErrors({});
    setDraft({ ...draft, ...part });
  };
  const isChanged = set.error instanceof ProblemError && set.error.problem.type === 'course-changed';

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const found = draftErrors(draft, rules, clinic.today);
    setErrors(found);
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    set.mutate(draft, {
      onSuccess: (order) => {
        setDraft({ ...draft, reason: '', evidence: '' });
        onSet(order);
      },
    });
  };

  return (
    <form noValidate onSubmit={submit} className={styles.form}>
      <ChoiceRow
        legend="A booster"
        value={draft.choice}
        choices={[
          ...rules.intervalLadder.map((rung) => ({ value: rung, label: formatEvery(rung) })),
          { value: OTHER, label: 'other interval' },
          { value: AS_NEEDED, label: 'as needed' },
        ]}
        onChange={(choice) => change({ choice })}
      />
      {draft.choice === OTHER && (
        <div className={styles.row}>
          <NumberInput
            label="Every"
            value={draft.count}
            min={1}
            max={999}
            allowDecimal={false}
            w={110}
            error={errors.count}
            onChange={(count) => change({ count: typeof count === 'number' ? count : '' })}
          />
          <NativeSelect
            label="Unit"
            value={draft.unit}
            data={['days', 'weeks', 'months']}
            onChange={(event) => change({ unit: event.currentTarget.value as IntervalUnit })}
          />
        </div>
      )}
      {draft.choice !== OTHER && errors.count && (
        <p role="alert" className={styles.error}>
          {errors.count}
        </p>
      )}
      <div className={styles.row}>
        <NumberInput
          label="Days either side"
          description="In which the front desk may book"
          value={draftFlexDays(draft, rules) ?? ''}
          min={0}
          max={31}
          allowDecimal={false}
          w={220}
          error={errors.flexDays}
          onChange={(flexDays) => change({ flexDays: typeof flexDays === 'number' ? flexDays : '' })}
        />
        {draft.choice === AS_NEEDED && (
          <TextInput
            type="date"
            label="Until"
            description="The order's last day"
            value={draft.expiresOn}
            error={errors.expiresOn}
            onChange={(event) => change({ expiresOn: event.currentTarget.value })}
          />
        )}
      </div>
      <Preview window={previewWindow(draft, course, rules)} course={course} clinic={clinic} />
      <Textarea
        label="Why"
        description="Stays in the history; the front desk does not see it"
        required
        withAsterisk={false}
        rows={2}
        maxLength={500}
        value={draft.reason}
        error={errors.reason}
        onChange={(event) => change({ reason: oneLine(event.currentTarget.value) })}
      />
      <TextInput
        label="On what evidence"
        placeholder="Optional: a score and its date"
        maxLength={500}
        value={draft.evidence}
        onChange={(event) => change({ evidence: event.currentTarget.value })}
      />
      {isChanged ? (
        <p role="alert" className={styles.changed}>
          The course was changed while you wrote. It is shown above as it is now: look, then press again.
        </p>
      ) : (
        <ProblemNote error={set.error} />
      )}
      <div>
        <Button type="submit" loading={set.isPending}>
          {draft.choice === AS_NEEDED
            ? 'Set as needed'
            : interval
              ? `Set ${formatEvery(interval)}`
              : 'Set the interval'}
        </Button>
      </div>
    </form>
  );
}

function Preview({
  window,
  course,
  clinic,
}: {
  window: PreviewWindow | null;
  course: Course;
  clinic: Clinic;
}) {
  const recent = course.sessions.filter(({ status }) => status === 'fulfilled').slice(-3);
  const ahead = course.sessions.filter(({ status }) => ['booked', 'pending'].includes(status));
  return (
    <div className={styles.preview} aria-live="polite">
      {window ? (
        <>
          <p>
            {window.dueOn ? (
              <>
                Next due <b>{formatDay(window.dueOn)}</b>, {formatDaysAway(window.dueOn, clinic.today)}:
                between {formatDay(window.earliestOn)} and {formatDay(window.latestOn)}.
              </>
            ) : (
              <>
                On request, between {formatDay(window.earliestOn)} and {formatDay(window.latestOn)}.
              </>
            )}
            {window.provisional && ' Provisional, until the planned sessions are done.'}
          </p>
          <CourseRibbon
            size="small"
            sessions={ribbonSessions([...recent, ...ahead])}
            boosterWindow={window}
            today={clinic.today}
            zone={clinic.zone}
            label="The next booster under this interval"
          />
        </>
      ) : (
        <p>Give the interval, and the next due date shows here.</p>
      )}
    </div>
  );
}

/** The contract takes one line. */
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
