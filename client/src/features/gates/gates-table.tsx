import { Button, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { formatDate } from '#client/lib/clinic-time.ts';
import { useMe } from '#client/lib/presence.ts';
import rows from '#client/ui/rows.module.css';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import type { Course } from '#server/contract/course.ts';
import type { CourseGates, Gate } from '#server/contract/gates.endpoints.ts';
import { useTakeBackGate } from './gate-queries.ts';
import { GateStateMark } from './gate-state-mark.tsx';
import { gateKey, sessionsAfter, whyWords } from './gate-words.ts';
import styles from './gates.module.css';
import { MarkGateDialog } from './mark-gate-dialog.tsx';
import { WaiveGateDialog } from './waive-gate-dialog.tsx';

type GatesTableProps = { course: Course; clinic: Clinic; gates: readonly Gate[] };

type Asked = { readonly what: 'mark' | 'waive'; readonly gate: Gate };

/** Every gate of a course: how it stands, for which session, and what may be done with it. */
export function GatesTable({ course, clinic, gates }: GatesTableProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const me = useMe();
  const takeBack = useTakeBackGate(course.id);
  const [isUnfolded, setUnfolded] = useState(false);
  const close = () => setAsked(null);
  const isFolded = ({ session, state }: Gate) => !isUnfolded && session !== null && state === 'done';
  const folded = gates.filter(isFolded).length;

  const told = (words: string, after: CourseGates, undo?: () => void) => {
    const rest = sessionsAfter(course.sessions, after);
    tell([words, rest].filter(Boolean).join(' '), undo && { label: 'Undo', run: undo });
  };
  const back = (gate: Gate, recordId: string) =>
    takeBack.mutate(recordId, {
      onSuccess: (after) =>
        told(
          gate.isFlag ? `${gate.name} is taken down.` : `${gate.name}: what was recorded is taken back.`,
          after,
        ),
      onError: tellProblem,
    });
  const marked = (gate: Gate, after: CourseGates) => {
    const recordId = after.items?.find((one) => gateKey(one) === gateKey(gate))?.record?.id;
    told(
      gate.isFlag ? `${gate.name} is recorded.` : `${gate.name} is done.`,
      after,
      recordId === undefined ? undefined : () => back(gate, recordId),
    );
  };

  return (
    <>
      <table className={`${rows.rows} ${styles.gates}`} aria-labelledby="gates-title">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How it stands</th>
            <th scope="col">Done</th>
            <th scope="col">Good until</th>
            <th scope="col">
              <VisuallyHidden>What can be done</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {gates
            .filter((gate) => !isFolded(gate))
            .map((gate) => {
              const why = whyWords(gate, clinic.zone);
              return (
                <tr key={gateKey(gate)}>
                  <th scope="row">{gate.name}</th>
                  <td data-label="Stands">
                    <GateStateMark gate={gate} />
                    {why && <span className={styles.quiet}> {why}</span>}
                    {gate.waivers.map((waiver) => (
                      <Waiver
                        key={waiver.id}
                        waiver={waiver}
                        sequence={course.sessions.find(({ id }) => id === waiver.sessionId)?.sequence}
                        onTakeBack={me?.role === 'clinician' ? () => back(gate, waiver.id) : undefined}
                      />
                    ))}
                  </td>
                  <td data-label="Done">
                    {gate.record && (
                      <>
                        {formatDate(gate.record.doneOn)}
                        <span className={styles.quiet}> {gate.record.doneBy.name}</span>
                      </>
                    )}
                  </td>
                  <td data-label="Good until">
                    {gate.record?.expiresOn ? formatDate(gate.record.expiresOn) : gate.record && 'no end'}
                  </td>
                  <td className={styles.actions}>
                    <GateActions
                      gate={gate}
                      onAsk={(what) => setAsked({ what, gate })}
                      onTakeBack={back}
                      isBusy={takeBack.isPending}
                    />
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
      {folded > 0 && (
        <Button variant="subtle" size="compact-sm" mt={4} onClick={() => setUnfolded(true)}>
          {folded === 1 ? 'Show one more that is done' : `Show ${folded} more that are done`}
        </Button>
      )}
      {asked?.what === 'mark' && (
        <MarkGateDialog
          courseId={course.id}
          gate={asked.gate}
          today={clinic.today}
          onClose={close}
          onMarked={(after) => marked(asked.gate, after)}
        />
      )}
      {asked?.what === 'waive' && asked.gate.firstOpen && (
        <WaiveGateDialog
          courseId={course.id}
          gate={asked.gate}
          session={asked.gate.firstOpen}
          zone={clinic.zone}
          onClose={close}
          onWaived={(after) => told(`${asked.gate.name} is waived for one session.`, after)}
        />
      )}
    </>
  );
}

type WaiverProps = {
  waiver: Gate['waivers'][number];
  sequence: number | undefined;
  /** Whoever may waive may think better of it. */
  onTakeBack: (() => void) | undefined;
};

function Waiver({ waiver, sequence, onTakeBack }: WaiverProps) {
  return (
    <div className={styles.quiet}>
      {waiver.doneBy.name} lets session {sequence} take place without.{' '}
      {onTakeBack && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`Take back: session ${sequence} without`}
          onClick={onTakeBack}
        >
          Take back
        </Button>
      )}
    </div>
  );
}

type GateActionsProps = {
  gate: Gate;
  isBusy: boolean;
  onAsk: (what: 'mark' | 'waive') => void;
  onTakeBack: (gate: Gate, recordId: string) => void;
};

function GateActions({ gate, isBusy, onAsk, onTakeBack }: GateActionsProps) {
  const { actions, record, name, session, isFlag } = gate;
  const of = session ? `${name} of session ${session.sequence}` : name;
  return (
    <>
      {actions.includes('mark') && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={isFlag ? `Record: ${of}` : `Mark as done: ${of}`}
          onClick={() => onAsk('mark')}
        >
          {isFlag ? 'Record one' : record ? 'Done again' : 'Mark done'}
        </Button>
      )}
      {actions.includes('waive') && gate.firstOpen && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={`Let session ${gate.firstOpen.sequence} take place without: ${of}`}
          onClick={() => onAsk('waive')}
        >
          Go without
        </Button>
      )}
      {actions.includes('take-back') && record && (
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={isBusy}
          aria-label={isFlag ? `Take down: ${of}` : `Take back: ${of}`}
          onClick={() => onTakeBack(gate, record.id)}
        >
          {isFlag ? 'Resolved' : 'Take back'}
        </Button>
      )}
    </>
  );
}
