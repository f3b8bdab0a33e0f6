import { Button, Radio, Stack } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { asSentence } from '#client/lib/session-words.ts';
import { Dialog } from '#client/ui/dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { useFocusBack } from '#client/ui/use-focus-back.ts';
import type { CourseResponse } from '#server/contract/response.ts';
import styles from './response.module.css';
import { useAddReview } from './response-queries.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  REVIEW_WORDS,
  type ReviewKind,
  type ReviewOutcome,
} from './review-words.ts';

type ReviewDialogProps = {
  response: CourseResponse;
  kind: ReviewKind;
  onClose: () => void;
  onReviewed: (outcome: ReviewOutcome) => void;
};

/** A clinician has looked, and says what follows. Nothing is changed by it. */
export function ReviewDialog({ response, kind, onClose, onReviewed }: ReviewDialogProps) {
  const [outcome, setOutcome] = useState<ReviewOutcome | ''>('');
  const [isAsked, setIsAsked] = useState(false);
  const formId = useId();
  useFocusBack();
  const add = useAddReview(response.courseId);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setIsAsked(true);
    if (outcome === '') return;
    add.mutate(
      { kind, outcome },
      {
        onSuccess: () => {
          onClose();
          onReviewed(outcome);
        },
      },
    );
  };

  return (
    <Dialog
      isOpen
      title={`${asSentence(REVIEW_WORDS[kind])}, ${response.patientName}`}
      onClose={onClose}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} loading={add.isPending}>
            Mark as reviewed
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className={styles.form}>
        <Radio.Group
          label="What you decided"
          value={outcome}
          error={isAsked && outcome === '' && 'Choose what you decided.'}
          onChange={(value) => setOutcome(value as ReviewOutcome)}
        >
          <Stack gap={10} mt={8}>
            {OUTCOMES[kind].map((value, i) => (
              <Radio
                key={value}
                value={value}
                label={OUTCOME_WORDS[value]}
                data-autofocus={i === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <p className={styles.quiet}>
          It stays on record with your name and the day. The course itself changes only when you change it.
        </p>
        <ProblemNote error={add.error} />
      </form>
    </Dialog>
  );
}
