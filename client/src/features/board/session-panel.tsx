import { Button, CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { changeLink } from '#client/lib/change-address.ts';
import { formatDayAndTime, formatDuration, formatTime, formatTimeRange } from '#client/lib/clinic-time.ts';
import { useMe } from '#client/lib/presence.ts';
import type { TellChange } from '#client/lib/session-actions.ts';
import { type StepBody, useCancelSession, useSessionStep, useUndoStep } from '#client/lib/session-actions.ts';
import {
  asSentence,
  CANCEL_REASON_GROUPS,
  CANCEL_REASON_WORDS,
  fullSessionWords,
  nextStep,
  PHASE_WORDS,
  type SessionStep,
  STEP_WORDS,
  sessionWords,
  stateWords,
} from '#client/lib/session-words.ts';
import type { LeftWithout } from '#client/lib/tick-words.ts';
import { CancelDialog } from '#client/ui/cancel-dialog.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import { Sheet } from '#client/ui/sheet.tsx';
import { tell, tellProblem } from '#client/ui/toast.tsx';
import type { Session } from '#server/contract/session.ts';
import { LeaveWithout } from './leave-without.tsx';
import styles from './session-panel.module.css';
import { SessionTicks } from './session-ticks.tsx';
import { type Answers, answersOf, hasTicks, sessionTicksQuery } from './tick-queries.ts';

type SessionPanelProps = {
  session: Session;
  zone: string;
  isPhone: boolean;
  /** Where the board needs its whole width, the panel lies over the side that the session is not on. */
  over: 'left' | 'right' | null;
  /** Something was done to a course that can be taken back. */
  onChanged: TellChange;
  onClose: () => void;
};

/** One session, its facts, and what can be done with it now. A panel beside the board; on a phone, in front of it. */
export function SessionPanel(props: SessionPanelProps) {
  const { session, isPhone, over, onClose } = props;
  const heading = useRef<HTMLHeadingElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is another panel
  useEffect(() => {
    if (!isPhone) heading.current?.focus({ preventScroll: true });
  }, [session.id, isPhone]);

  if (isPhone) {
    return (
      <Sheet title={session.patientName} onClose={onClose}>
        <PanelBody {...props} />
      </Sheet>
    );
  }
  return (
    <aside
      className={styles.panel}
      data-over={over ?? undefined}
      aria-label={`${session.patientName}, ${fullSessionWords(session)}`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1}>
          {session.patientName}
        </h2>
        <CloseButton aria-label="Close" onClick={onClose} />
      </div>
      <PanelBody {...props} />
    </aside>
  );
}

function PanelBody({ session, zone, onChanged }: SessionPanelProps) {
  const [isCancelling, setCancelling] = useState(false);
  const cancel = useCancelSession();
  return (
    <>
      <dl className={styles.facts}>
        <Fact name="Session">
          {asSentence(fullSessionWords(session))}
          {session.phase !== 'maintenance' && (
            <span className={styles.quiet}>, {PHASE_WORDS[session.phase]}</span>
          )}
        </Fact>
        <Fact name="When">
          {formatDayAndTime(session.startsAt, zone).split(', ')[0]},{' '}
          {formatTimeRange(session.startsAt, session.endsAt, zone)}
          {session.movedFrom && (
            <span className={styles.quiet}> (moved from {formatDayAndTime(session.movedFrom, zone)})</span>
          )}
        </Fact>
        <Fact name="Chair">{session.chairName}</Fact>
        <Fact name="Protocol">{session.protocolName}</Fact>
        <Fact name="State">
          <b>{asSentence(stateWords(session))}</b>
          {session.status === 'pending' && (
            <span className={styles.quiet}>
              {session.gateLight === 'red' ? ': something must be done before it' : ': its course is on hold'}
            </span>
          )}
          {session.cancelReason && (
            <span className={styles.quiet}>: {CANCEL_REASON_WORDS[session.cancelReason].toLowerCase()}</span>
          )}
        </Fact>
        <Steps session={session} zone={zone} />
      </dl>
      <BlockParts session={session} />
      <SessionTicks session={session} zone={zone} />
      <Actions
        key={session.id}
        session={session}
        zone={zone}
        onChanged={onChanged}
        onCancel={() => setCancelling(true)}
      />
      <p className={styles.links}>
        <Link to={`/courses/${session.courseId}`}>Open the course</Link>
        <Link to={`/patients/${session.patientId}`}>Open the patient</Link>
      </p>
      <CancelDialog
        subject={
          isCancelling ? `${sessionWords(session)}, ${formatDayAndTime(session.startsAt, zone)}` : null
        }
        groups={CANCEL_REASON_GROUPS}
        reasonWords={CANCEL_REASON_WORDS}
        isPending={cancel.isPending}
        error={cancel.error}
        onClose={() => {
          cancel.reset();
          setCancelling(false);
        }}
        onCancel={(reason) =>
          cancel.mutate(
            { id: session.id, reason },
            {
              onSuccess: () => {
                setCancelling(false);
                onChanged(
                  { id: session.courseId },
                  `${asSentence(sessionWords(session))} of ${session.patientName} is cancelled. The chair is free.`,
                );
              },
            },
          )
        }
      />
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** What is asked before the next step. Whoever hears a no does not take it. */
function Prompts({ session, step }: { session: Session; step: SessionStep }) {
  // What is ticked stands above, to be ticked.
  const prompts = session.prompts.filter(({ action, tick }) => action === step && tick === null);
  if (prompts.length === 0) return null;
  return (
    <div className={styles.ask}>
      Ask first:
      <ul className={styles.prompts}>
        {prompts.map(({ code, words }) => (
          <li key={code}>{words}</li>
        ))}
      </ul>
    </div>
  );
}

/** What has happened so far today. */
function Steps({ session, zone }: { session: Session; zone: string }) {
  const steps = [
    { name: 'Arrived', at: session.arrivedAt },
    { name: 'In the chair', at: session.checkedInAt },
    { name: 'Held since', at: session.heldAt },
    { name: 'Started', at: session.startedAt },
    { name: 'Done', at: session.completedAt },
  ];
  return steps.map(
    ({ name, at }) =>
      at && (
        <Fact key={name} name={name}>
          {formatTime(at, zone)}
        </Fact>
      ),
  );
}

const PART_WORDS = {
  prep: 'preparation',
  administration: 'administration',
  observation: 'observation',
  turnover: 'turnover',
};

function BlockParts({ session }: { session: Session }) {
  const parts = session.block.filter(({ minutes }) => minutes > 0);
  return (
    <div className={styles.parts} data-phase={session.phase}>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ part, minutes }) => (
          <i key={part} data-part={part} style={{ flexGrow: minutes }} />
        ))}
      </div>
      <p className={styles.quiet}>
        {parts.map(({ part, minutes }) => `${formatDuration(minutes)} ${PART_WORDS[part]}`).join(', ')}
      </p>
    </div>
  );
}

/** The button of the next step stays the same button, so that the focus stays too; a double press must not go two steps. */
const STEP_PAUSE_MS = 700;

/** What is ticked goes along: the last tick may still be on its way. */
const completing = (answers: Answers, leftWithout: LeftWithout | undefined): StepBody => {
  const ticks = Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer));
  return { ticks, ...(leftWithout && { leftWithout }) };
};

type ActionsProps = Pick<SessionPanelProps, 'session' | 'zone' | 'onChanged'> & { onCancel: () => void };

function Actions({ session, zone, onChanged, onCancel }: ActionsProps) {
  const step = useSessionStep();
  const undo = useUndoStep();
  const [isPausing, setPausing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const ticks = useQuery({ ...sessionTicksQuery(session.id), enabled: hasTicks(session) });
  const me = useMe();
  const done = useRef<HTMLParagraphElement>(null);
  const next = nextStep(session);
  const isBusy = step.isPending || isPausing;
  const answers = answersOf(ticks.data);
  const missing = session.prompts.filter(({ action, tick }) => action === next && tick && !answers[tick]);

  const take = (taken: SessionStep, leftWithout?: LeftWithout) => {
    if (isBusy) return;
    if (ticks.data && taken === next && missing.length > 0 && !leftWithout) return setAsking(true);
    step.mutate(
      { session, step: taken, ...(taken === 'complete' && { body: completing(answers, leftWithout) }) },
      {
        onSuccess: (after) => {
          const words = `${session.patientName} ${STEP_WORDS[taken].done}.`;
          // A missed session is a change of its course, and is taken back as one.
          if (taken === 'no-show') onChanged({ id: session.courseId }, words);
          else tell(words, { label: 'Undo', run: () => undo(session.id).catch(tellProblem) });
          setPausing(true);
          setTimeout(() => setPausing(false), STEP_PAUSE_MS);
          if (!nextStep(after)) done.current?.focus();
        },
      },
    );
  };

  return (
    <div className={styles.actions}>
      <ProblemNote error={step.error} />
      {session.heldAt !== null && (
        <p className={styles.ask}>Held on the day: a clinician decides whether it begins.</p>
      )}
      {next && <Prompts session={session} step={next} />}
      {isAsking && missing.length > 0 && (
        <LeaveWithout
          key={session.id}
          missing={missing.map(({ words }) => words)}
          mayGoOn={missing.every(({ mayOverride }) => me !== null && mayOverride.includes(me.role))}
          isPending={step.isPending}
          onLeave={(why) => next && take(next, why)}
        />
      )}
      {next && (
        <Button fullWidth aria-disabled={isBusy} loading={step.isPending} onClick={() => take(next)}>
          {STEP_WORDS[next].verb}
        </Button>
      )}
      <div className={styles.others}>
        {session.actions.includes('move') && (
          <Button
            component={Link}
            to={changeLink({ courseId: session.courseId, sessionId: session.id })}
            variant="default"
            size="compact-sm"
          >
            Move
          </Button>
        )}
        {session.actions.includes('hold') && (
          <Button variant="default" size="compact-sm" aria-disabled={isBusy} onClick={() => take('hold')}>
            {STEP_WORDS.hold.verb}
          </Button>
        )}
        {session.actions.includes('no-show') && (
          <Button variant="default" size="compact-sm" aria-disabled={isBusy} onClick={() => take('no-show')}>
            {STEP_WORDS['no-show'].verb}
          </Button>
        )}
        {session.actions.includes('cancel') && (
          <Button variant="default" size="compact-sm" onClick={onCancel}>
            Cancel session
          </Button>
        )}
      </div>
      {session.actions.length === 0 && (
        <p ref={done} tabIndex={-1} className={styles.quiet}>
          {session.status === 'fulfilled' && session.completedAt
            ? `Done at ${formatTime(session.completedAt, zone)}. Nothing is left to do here.`
            : 'Nothing can be done with this session now.'}
        </p>
      )}
    </div>
  );
}
