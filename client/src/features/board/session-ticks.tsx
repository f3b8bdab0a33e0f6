import { useQuery } from '@tanstack/react-query';
import { formatTime } from '#client/lib/clinic-time.ts';
import { LEAVING_WORDS, SIDE_EFFECT_WORDS, type SideEffect, type TickCode } from '#client/lib/tick-words.ts';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Session } from '#server/contract/session.ts';
import type { SessionTicks as Ticked } from '#server/contract/tick.ts';
import styles from './session-ticks.module.css';
import { type Answers, answersOf, hasTicks, sessionTicksQuery, useTick } from './tick-queries.ts';

type SessionTicksProps = { session: Session; zone: string };

/** How somebody feels, and whether they may go. Whoever is with them ticks it; the front desk is told what the door needs. */
export function SessionTicks({ session, zone }: SessionTicksProps) {
  const ticks = useQuery({ ...sessionTicksQuery(session.id), enabled: hasTicks(session) });
  if (!hasTicks(session)) return null;
  if (ticks.error && !ticks.data) return <ProblemNote error={ticks.error} />;
  if (!ticks.data) return null;
  return ticks.data.mayTick ? (
    <Ticking session={session} zone={zone} ticks={ticks.data} />
  ) : (
    <AtTheDoor ticks={ticks.data} zone={zone} />
  );
}

const EFFECTS = Object.keys(SIDE_EFFECT_WORDS) as SideEffect[];
const NONE: Answers = Object.fromEntries(EFFECTS.map((code) => [code, false]));

function Ticking({ session, zone, ticks }: SessionTicksProps & { ticks: Ticked }) {
  const tick = useTick(session.id);
  const answers = answersOf(ticks);
  const isOver = session.status === 'fulfilled';
  const isNone = EFFECTS.every((code) => answers[code] === false);
  return (
    <div className={styles.ticks}>
      <ProblemNote error={tick.error} />
      <fieldset className={styles.group}>
        <legend>{isOver ? 'How they felt' : 'How they feel'}</legend>
        <div className={styles.chips}>
          {EFFECTS.map((code) => (
            <label key={code} className={styles.chip}>
              <input
                type="checkbox"
                checked={answers[code] === true}
                onChange={(event) => tick.mutate({ [code]: event.currentTarget.checked })}
              />
              {SIDE_EFFECT_WORDS[code]}
            </label>
          ))}
          <button
            type="button"
            className={styles.chip}
            aria-pressed={isNone}
            onClick={() => !isNone && tick.mutate(NONE)}
          >
            None of these
          </button>
        </div>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{isOver ? 'Before they left' : 'Before they leave'}</legend>
        {leavingOf(session, ticks).map((code) => (
          <label key={code} className={styles.check}>
            <input
              type="checkbox"
              checked={answers[code] === true}
              onChange={(event) => tick.mutate({ [code]: event.currentTarget.checked })}
            />
            <span>
              {LEAVING_WORDS[code]} <NotedAt ticks={ticks} code={code} zone={zone} />
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
}

type Leaving = keyof typeof LEAVING_WORDS;

/** What is asked before this one ends, or was ticked of it. */
function leavingOf(session: Session, { ticks }: Ticked): Leaving[] {
  const asked = new Set<TickCode | null>(session.prompts.map(({ tick }) => tick));
  for (const { code } of ticks) asked.add(code);
  const isAlways = (code: Leaving) => code === 'ready-to-leave' || code === 'escort-here';
  return (Object.keys(LEAVING_WORDS) as Leaving[]).filter((code) => isAlways(code) || asked.has(code));
}

function NotedAt({ ticks: { ticks }, code, zone }: { ticks: Ticked; code: TickCode; zone: string }) {
  const noted = ticks.find((one) => one.code === code);
  if (!noted?.answer) return null;
  return <small className={styles.quiet}>{formatTime(noted.notedAt, zone)}</small>;
}

const DOOR_WORDS = { 'ready-to-leave': 'Ready to leave', 'escort-here': 'Escort' } as const;

function AtTheDoor({ ticks, zone }: { ticks: Ticked; zone: string }) {
  return (
    <dl className={styles.door}>
      {(['ready-to-leave', 'escort-here'] as const).map((code) => {
        const noted = ticks.ticks.find((one) => one.code === code);
        return (
          <div key={code}>
            <dt>{DOOR_WORDS[code]}</dt>
            <dd>{noted?.answer ? `yes, ${formatTime(noted.notedAt, zone)}` : 'not yet'}</dd>
          </div>
        );
      })}
    </dl>
  );
}
