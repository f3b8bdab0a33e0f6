import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { useDraft } from '#client/lib/draft.ts';
import { refusedField } from '#client/lib/refused-field.ts';
import { type ScoreDraft, type ScoreErrors, scoreErrors } from '#client/lib/score-draft.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { tell } from '#client/ui/toast.tsx';
import { useFocusBack } from '#client/ui/use-focus-back.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Assessment, CourseResponse, Instrument } from '#server/contract/response.ts';
import styles from './response.module.css';
import { useAddScore } from './response-queries.ts';
import { meaningWords } from './score-meaning.ts';
import { baselineOf, dayWords } from './score-words.ts';

type ScoreDialogProps = {
  response: CourseResponse;
  instruments: readonly Instrument[];
  clinic: Clinic;
  /** The entry that is to be put right; null for a new one. */
  corrects: Assessment | null;
  onClose: () => void;
};

/** A total, the scale and the day. What it means is said while it is typed. */
export function ScoreDialog({ response, instruments, clinic, corrects, onClose }: ScoreDialogProps) {
  const { today } = clinic;
  const [draft, setDraft] = useDraft<ScoreDraft>(
    `score-${response.courseId}-${corrects?.id ?? 'new'}`,
    () => ({
      instrument: corrects?.instrument ?? response.leadInstrument ?? instruments[0]?.code ?? 'phq-9',
      total: '',
      assessedOn: corrects?.assessedOn ?? today,
    }),
  );
  const [errors, setErrors] = useState<ScoreErrors>({});
  const formId = useId();
  useFocusBack();
  const add = useAddScore(response.courseId);
  const instrument = instruments.find(({ code }) => code === draft.instrument);
  if (!instrument) return null;
  const series = response.series.find((one) => one.instrument === draft.instrument);
  const baseline = series && baselineOf(series);
  const isTotal = draft.total !== '' && !scoreErrors(draft, instrument.mostPoints, today).total;

  const change = (part: Partial<ScoreDraft>) => {
    add.reset();
    setErrors({});
    setDraft({ ...draft, ...part });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const found = scoreErrors(draft, instrument.mostPoints, today);
    setErrors(found);
    if (Object.keys(found).length > 0) return focusWrong(form);
    add.mutate(
      { draft, corrects: corrects?.id ?? null },
      {
        onSuccess: () => {
          onClose();
          tell(`${instrument.name} ${draft.total} of ${response.patientName} is entered.`);
        },
        onError: () => focusWrong(form),
      },
    );
  };

  return (
    <Dialog
      isOpen
      title={
        corrects
          ? `Correct ${instrument.name} ${corrects.total} of ${dayWords(corrects.assessedOn, today)}`
          : `Enter a score of ${response.patientName}`
      }
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} loading={add.isPending}>
            {isTotal ? `Enter ${instrument.name} ${draft.total}` : 'Enter the score'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={styles.form}>
        {corrects ? (
          <p className={styles.quiet}>
            The entry of {corrects.total} stays on record, struck through. The new one counts in its place.
          </p>
        ) : (
          <ChoiceRow
            legend="Scale"
            value={draft.instrument}
            choices={instruments.map(({ code, name, ratedBy }) => ({
              value: code,
              label: name,
              note: ratedBy === 'patient' ? 'self-rated' : 'rated by a clinician',
            }))}
            onChange={(code) => change({ instrument: code })}
          />
        )}
        <div className={styles.fields}>
          <NumberInput
            label="Total"
            description={`0 to ${instrument.mostPoints}, fewer is better`}
            value={draft.total}
            allowDecimal={false}
            hideControls
            autoComplete="off"
            data-autofocus
            error={errors.total ?? refusedField(add.error, 'total')}
            onChange={(total) => change({ total: typeof total === 'number' ? total : '' })}
          />
          <TextInput
            type="date"
            label="Taken on"
            description="The day it was filled in"
            max={today}
            value={draft.assessedOn}
            error={errors.assessedOn ?? refusedField(add.error, 'assessedOn')}
            onChange={(event) => change({ assessedOn: event.currentTarget.value })}
          />
        </div>
        <p role="status" className={styles.meaning}>
          {isTotal && meaningWords(Number(draft.total), baselineForMeaning(baseline, corrects), instrument)}
        </p>
        <ProblemNote error={add.error} />
      </form>
    </Dialog>
  );
}

/** Where the baseline itself is put right, nothing is measured from what it was. */
const baselineForMeaning = (baseline: Assessment | null | undefined, corrects: Assessment | null) =>
  baseline && baseline.id !== corrects?.id ? baseline.total : null;

function focusWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
