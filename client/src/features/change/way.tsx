import { Button } from '@mantine/core';
import { useId } from 'react';
import { ProblemError } from '#client/lib/api.ts';
import type { Role } from '#client/lib/role-words.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { LateSkeleton } from '#client/ui/late-skeleton.tsx';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import { BentRules, canMake, mineToBend, type Reasons, whoseWords } from './bent-rules.tsx';
import styles from './change.module.css';
import { ribbonAfter } from './change-ribbon.ts';
import { consequence, steps } from './change-words.ts';
import type { WayToChange } from './ways.tsx';

type WayProps = {
  way: WayToChange;
  name: string;
  isChosen: boolean;
  clinic: Clinic;
  role: Role;
  range: { from?: string; to?: string };
  reasons: Reasons;
  isMissing: boolean;
  onReason: (key: string, reason: string) => void;
  onChoose: () => void;
};

/** One way: what it does in a line and on the ribbon. Once it is chosen, step by step, and with what it bends. */
export function Way(props: WayProps) {
  const { way, name, isChosen, clinic, role, range, onChoose } = props;
  const { zone, today } = clinic;
  const [id, aboutId] = [useId(), useId()];
  const { previewed } = way;
  const preview = previewed?.preview;
  const isFree = !preview || canMake(preview, role);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the radio button takes the keys, the row only gives it room
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      className={styles.way}
      data-chosen={isChosen || undefined}
      data-refused={!isFree || undefined}
      onClick={() => !isChosen && onChoose()}
    >
      <div className={styles.wayHead}>
        <input
          type="radio"
          id={id}
          name={name}
          checked={isChosen}
          onChange={onChoose}
          aria-describedby={aboutId}
        />
        <label htmlFor={id}>{way.title}</label>
      </div>
      <p id={aboutId} className={styles.about}>
        {preview ? (
          <>
            {consequence(preview, zone)} <BendsInShort preview={preview} role={role} />
          </>
        ) : (
          Boolean(previewed?.error) && whyNot(previewed?.error)
        )}
      </p>
      {previewed?.isLooking && <LateSkeleton label="Working out what it would do" blocks={[40]} />}
      {preview && (
        <CourseRibbon
          size="small"
          sessions={ribbonAfter(preview)}
          today={today}
          zone={zone}
          {...range}
          label={`After: ${way.title}`}
        />
      )}
      {Boolean(previewed?.error) && (
        <Button size="compact-xs" variant="default" onClick={previewed?.lookAgain}>
          Look again
        </Button>
      )}
      {isChosen && (
        <div className={styles.details}>
          {way.fields?.(props.isMissing)}
          {preview && (
            <>
              <ul className={styles.steps} aria-label="Step by step">
                {steps(preview, zone).map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
              <BentRules
                preview={preview}
                role={role}
                reasons={props.reasons}
                isMissing={props.isMissing}
                onReason={props.onReason}
              />
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Whether it can be done, before it is chosen. */
function BendsInShort({ preview, role }: { preview: ChangePreview; role: Role }) {
  const against = preview.violations.find(
    (rule) => rule.severity === 'hard' && !rule.mayOverride.includes(role),
  );
  if (against) {
    return (
      <b>
        {against.detail} {whoseWords(against)}
      </b>
    );
  }
  const mine = mineToBend(preview, role).length;
  if (mine > 0)
    return <b>{mine === 1 ? 'It needs a reason of yours.' : `It needs ${mine} reasons of yours.`}</b>;
  const soft = preview.violations.length;
  if (soft === 0) return null;
  return <span>{soft === 1 ? 'Bends a rule.' : `Bends ${soft} rules.`}</span>;
}

function whyNot(error: unknown): string {
  const problem = error instanceof ProblemError ? error.problem : null;
  if (!problem) return 'It could not be worked out.';
  const said = [...(problem.violations ?? []), ...(problem.errors ?? [])].map(({ detail }) => detail);
  return said.length > 0 ? [...new Set(said)].join(' ') : (problem.detail ?? problem.title);
}
