import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { formatDay } from '#client/lib/clinic-time.ts';
import { useDraft } from '#client/lib/draft.ts';
import { refusedField } from '#client/lib/refused-field.ts';
import { type ScoreDraft, type ScoreErrors, scoreErrors } from '#client/lib/score-draft.ts';
import { ChoiceRow } from '#client/ui/choice-row.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { MyAssessment } from '#server/contract/response.ts';
import styles from './my-sessions.module.css';
import { type OwnResponse, useAddOwnScore } from './own-response.ts';

export const draftNameOf = (courseId: string) => `own-score-${courseId}`;

type OwnScoreFormProps = {
  courseId: string;
  instruments: OwnResponse['instruments'];
  /** The clinic's local date. */
  today: string;
  /** The entry that was a slip. */
  corrects: MyAssessment | null;
  onEntered: (score: MyAssessment) => void;
  onClose: () => void;
};

/** The total of a questionnaire. Its single answers are not asked for, and not kept. */
export function OwnScoreForm(props: OwnScoreFormProps) {
  const { courseId, instruments, today, corrects, onEntered, onClose } = props;
  const [draft, setDraft] = useDraft<ScoreDraft>(draftNameOf(courseId), () => ({
    instrument: corrects?.instrument ?? instruments[0]?.code ?? 'phq-9',
    total: '',
    assessedOn: corrects?.assessedOn ?? today,
  }));
  const [errors, setErrors] = useState<ScoreErrors>({});
  const add = useAddOwnScore(courseId);
  const instrument = instruments.find(({ code }) => code === draft.instrument);
  if (!instrument) return null;

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
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    add.mutate({ draft, corrects: corrects?.id ?? null }, { onSuccess: onEntered });
  };

  return (
    <form noValidate onSubmit={submit} className={styles.ownScore} aria-label="Enter a score">
      {corrects ? (
        <p>
          In place of {instrument.name} {corrects.total} of {formatDay(corrects.assessedOn)}:
        </p>
      ) : (
        instruments.length > 1 && (
          <ChoiceRow
            legend="Questionnaire"
            value={draft.instrument}
            choices={instruments.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(code) => change({ instrument: code })}
          />
        )
      )}
      <NumberInput
        size="md"
        label="Total"
        description={`All its points together, 0 to ${instrument.mostPoints}`}
        value={draft.total}
        allowDecimal={false}
        hideControls
        autoComplete="off"
        autoFocus
        error={errors.total ?? refusedField(add.error, 'total')}
        onChange={(total) => change({ total: typeof total === 'number' ? total : '' })}
      />
      <TextInput
        size="md"
        type="date"
        label="Filled in on"
        max={today}
        value={draft.assessedOn}
        error={errors.assessedOn ?? refusedField(add.error, 'assessedOn')}
        onChange={(event) => change({ assessedOn: event.currentTarget.value })}
      />
      <ProblemNote error={add.error} />
      <div className={styles.ways}>
        <Button type="submit" size="md" loading={add.isPending}>
          Send it to the clinic
        </Button>
        <Button variant="default" size="md" onClick={onClose}>
          Not now
        </Button>
      </div>
    </form>
  );
}
