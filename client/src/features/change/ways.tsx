import { Alert, Button } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { Role } from '#client/lib/role-words.ts';
import { CourseRibbon } from '#client/ui/course-ribbon.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { ChangePreview, ChangeRequest } from '#server/contract/change.ts';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import { canMake, mineToBend, type Reasons, ruleKey } from './bent-rules.tsx';
import styles from './change.module.css';
import { isReplaced, useMakeChange } from './change-queries.ts';
import { rangeOf, ribbonBefore } from './change-ribbon.ts';
import { tellChange } from './change-toast.tsx';
import type { Previewed } from './use-preview.ts';
import { Way } from './way.tsx';

/** One way to change the course, with what it would do. */
export type WayToChange = {
  readonly key: string;
  readonly title: string;
  readonly previewed: Previewed | null;
  /** What the button says: it tells what happens. */
  readonly verb: (preview: ChangePreview) => string;
  /** What is said once it is done. */
  readonly done: (preview: ChangePreview) => string;
  /** What else has to be said before it can be made. */
  readonly fields?: (isMissing: boolean) => ReactNode;
  /** The request with all of it; null while something is missing. */
  readonly meant: () => ChangeRequest | null;
};

type WaysProps = {
  course: Course;
  clinic: Clinic;
  role: Role;
  legend: string;
  ways: readonly WayToChange[];
  chosen: string | null;
  onChoose: (key: string) => void;
  /** What leads elsewhere, beside the button. */
  others?: ReactNode;
  onDone: () => void;
};

/** The ways to change a course under each other, on one scale of days; and one button for the one that is chosen. */
export function Ways(props: WaysProps) {
  const { course, clinic, role, legend, ways, chosen, onChoose, onDone } = props;
  const { zone, today } = clinic;
  const name = useId();
  const box = useRef<HTMLDivElement>(null);
  const [reasons, setReasons] = useState<Reasons>({});
  const [isMissing, setMissing] = useState(false);
  const make = useMakeChange(course.id);
  const shown = ways.flatMap(({ previewed }) => previewed?.preview ?? []);
  const range = shown.length > 0 ? rangeOf(shown, zone, today) : {};
  const way = ways.find(({ key }) => key === chosen);
  const preview = way?.previewed?.preview;

  const choose = (key: string) => {
    make.reset();
    setMissing(false);
    onChoose(key);
  };
  const press = () => {
    const previewed = way?.previewed?.request;
    if (!way || !preview || !previewed) return;
    const mine = mineToBend(preview, role);
    const asked = way.meant();
    if (!asked || mine.some((rule) => !reasons[ruleKey(rule)]?.trim())) {
      setMissing(true);
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const overrides = mine.map((rule) => ({
      code: rule.code,
      ...(rule.sequence !== undefined && { sequence: rule.sequence }),
      reason: (reasons[ruleKey(rule)] ?? '').trim(),
    }));
    const meant = overrides.length > 0 ? { ...asked, overrides } : asked;
    make.mutate(
      { shown: preview, previewed, meant },
      {
        onSuccess: (after) => {
          if (!after) return;
          onDone();
          tellChange(after, way.done(preview));
        },
      },
    );
  };

  const changed = way?.previewed?.changed ?? [];
  return (
    <div ref={box} className={styles.ways}>
      {shown[0] && (
        <div className={styles.before}>
          <b>Now</b>
          <CourseRibbon
            sessions={ribbonBefore(shown[0])}
            today={today}
            zone={zone}
            {...range}
            label="The course now"
          />
        </div>
      )}
      <fieldset className={styles.list}>
        <legend>{legend}</legend>
        {ways.map((one) => (
          <Way
            key={one.key}
            way={one}
            name={name}
            isChosen={one.key === chosen}
            clinic={clinic}
            role={role}
            range={range}
            reasons={reasons}
            isMissing={isMissing}
            onReason={(key, reason) => setReasons((was) => ({ ...was, [key]: reason }))}
            onChoose={() => choose(one.key)}
          />
        ))}
      </fieldset>
      <div className={styles.actions}>
        {changed.length > 0 && (
          <Alert color="gray" title="The clinic has moved on" role="alert" w="100%">
            Nothing was changed. This is what it would be now: look, then press again.
            <ul className={styles.reasons}>
              {changed.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </Alert>
        )}
        {make.error && !isReplaced(make.error) && <ProblemNote error={make.error} />}
        {props.others}
        {preview && way && canMake(preview, role) && (
          <Button loading={make.isPending} onClick={press}>
            {way.verb(preview)}
          </Button>
        )}
      </div>
    </div>
  );
}
