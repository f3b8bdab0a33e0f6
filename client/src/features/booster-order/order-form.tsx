import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { IntervalUnit } from '#client/lib/clinic-time.ts';
import { countWords } from '#client/lib/count-words.ts';
import { useDraft } from '#client/lib/draft.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { BoosterSuggestions } from '#server/contract/booster-order.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import styles from './booster-order.module.css';
import { isReplaced, useSetOrder } from './booster-order-queries.ts';
import { Consequences } from './consequences.tsx';
import { EvidenceField } from './evidence-field.tsx';
import { Ladder } from './ladder.tsx';
import {
  draftTerms,
  emptyDraft,
  isWithEnd,
  type OrderDraft,
  OTHER,
  SERIES,
  SERIES_COUNTS,
  type TermErrors,
  termErrors,
} from './order-draft.ts';
import { buttonWords } from './order-words.ts';
import { isLeft, withoutReason } from './outside.ts';
import { choiceThatHolds } from './rungs.ts';
import { Suggestions } from './suggestions.tsx';
import { useAskedOrder } from './use-asked-order.ts';
import { useOrderPreview } from './use-order-preview.ts';

type OrderFormProps = {
  course: Course;
  clinic: Clinic;
  suggestions: BoosterSuggestions;
  onSet: (order: BoosterOrder, movedCount: number) => void;
  /** Something has been chosen for the reader, from elsewhere on the page. */
  onAsked: () => void;
};

/** The ladder first, anything else behind it; what it leads to is seen before it is set, and set with it. */
export function OrderForm({ course, clinic, suggestions, onSet, onAsked }: OrderFormProps) {
  const [draft, setDraft] = useDraft(`order-${course.id}`, emptyDraft);
  const [isPressed, setPressed] = useState(false);
  const set = useSetOrder(course.id);
  const terms = draftTerms(draft, clinic.today);
  const previewed = useOrderPreview(course, terms, clinic.zone);
  const { preview, isBehind } = previewed;
  const now = choiceThatHolds(course.boosterWindow);
  const outside = preview?.outside ?? [];
  const left = outside.filter((booster) => isLeft(booster, draft)).length;
  const moved = outside.length - left;

  const change = (part: Partial<OrderDraft>) => {
    set.reset();
    setPressed(false);
    setDraft({ ...draft, ...part });
  };

  useAskedOrder(suggestions, (choice) => {
    if (choice) change({ choice });
    onAsked();
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setPressed(true);
    if (!terms || draft.reason.trim() === '' || withoutReason(outside, draft).length > 0) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (!preview || isBehind) return;
    set.mutate(
      { terms, shown: preview, draft },
      {
        onSuccess: (order) => {
          setPressed(false);
          setDraft(emptyDraft());
          onSet(order, moved);
        },
      },
    );
  };

  return (
    <form noValidate onSubmit={submit} className={styles.form}>
      <Suggestions
        suggestions={suggestions.suggestions}
        now={now}
        onChoose={(choice) => change({ choice })}
      />
      <Ladder
        ladder={suggestions}
        now={now}
        choice={draft.choice}
        onChoose={(choice) => change({ choice })}
      />
      {draft.choice !== '' && (
        <>
          <Terms
            draft={draft}
            filledIn={preview?.order}
            errors={termErrors(draft, clinic.today)}
            onChange={change}
          />
          <Consequences
            preview={preview}
            isBehind={isBehind}
            course={course}
            clinic={clinic}
            draft={draft}
            isMissing={isPressed}
            onLeft={(whichAndWhy) => change({ left: whichAndWhy })}
          />
          <Textarea
            label="Why"
            description="Stays in the history; the front desk does not see it"
            required
            withAsterisk={false}
            rows={2}
            maxLength={500}
            value={draft.reason}
            error={
              isPressed && draft.reason.trim() === ''
                ? 'Say why, in a few words. It stays in the history.'
                : undefined
            }
            onChange={(event) => change({ reason: oneLine(event.currentTarget.value) })}
          />
          <EvidenceField
            courseId={course.id}
            value={draft.evidence}
            onChange={(evidence) => change({ evidence })}
          />
          <Changed changed={previewed.changed} />
          {previewed.error ? (
            <>
              <ProblemNote error={previewed.error} />
              <div>
                <Button variant="default" onClick={previewed.lookAgain}>
                  Look again
                </Button>
              </div>
            </>
          ) : (
            <ProblemNote error={isReplaced(set.error) ? null : set.error} />
          )}
          <div className={styles.row}>
            <Button type="submit" loading={set.isPending}>
              {buttonWords(terms, { moved, left })}
            </Button>
            <Button variant="default" onClick={() => change({ choice: '' })}>
              Leave it as it is
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

type TermsProps = {
  draft: OrderDraft;
  /** What the server fills in where nothing was said. */
  filledIn: { flexDays: number; expiresOn: string | null } | undefined;
  errors: TermErrors;
  onChange: (part: Partial<OrderDraft>) => void;
};

function Terms({ draft, filledIn, errors, onChange }: TermsProps) {
  return (
    <>
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
            onChange={(count) => onChange({ count: typeof count === 'number' ? count : '' })}
          />
          <NativeSelect
            label="Unit"
            value={draft.unit}
            data={['days', 'weeks', 'months']}
            onChange={(event) => onChange({ unit: event.currentTarget.value as IntervalUnit })}
          />
        </div>
      )}
      <div className={styles.row}>
        {draft.choice === SERIES && (
          <NativeSelect
            label="How many"
            value={String(draft.seriesOf)}
            data={SERIES_COUNTS.map((count) => ({
              value: String(count),
              label: `${countWords(count)} boosters`,
            }))}
            onChange={(event) => onChange({ seriesOf: Number(event.currentTarget.value) })}
          />
        )}
        {!isWithEnd(draft) && (
          <NumberInput
            label="Days either side"
            description="In which the front desk may book"
            value={draft.flexDays ?? filledIn?.flexDays ?? ''}
            min={0}
            max={31}
            allowDecimal={false}
            w={220}
            error={errors.flexDays}
            onChange={(flexDays) => onChange({ flexDays: typeof flexDays === 'number' ? flexDays : '' })}
          />
        )}
        {isWithEnd(draft) && (
          <TextInput
            type="date"
            label="Until"
            description="The order’s last day"
            value={draft.expiresOn ?? filledIn?.expiresOn ?? ''}
            error={errors.expiresOn}
            onChange={(event) => onChange({ expiresOn: event.currentTarget.value })}
          />
        )}
      </div>
    </>
  );
}

/** What is other than it was shown first: to be read before it is pressed again. */
function Changed({ changed }: { changed: readonly string[] }) {
  if (changed.length === 0) return null;
  return (
    <div role="alert" className={styles.changed}>
      <p>This is what it leads to now. Look, then press again.</p>
      <ul>
        {changed.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

/** The contract takes one line. */
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');
