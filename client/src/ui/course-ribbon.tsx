import { type CSSProperties, type ReactNode, useId } from 'react';
import { formatDay, formatDayAndTime, formatDayMonth, localDateOf } from '#client/lib/clinic-time.ts';
import styles from './course-ribbon.module.css';
import { RibbonGlyph, type RibbonState, STATE_WORDS } from './ribbon-glyph.tsx';
import {
  type PlacedMark,
  placeMarks,
  type RibbonScale,
  ribbonScale,
  sharedRange,
  weekMarks,
} from './ribbon-scale.ts';
import { useElementWidth } from './use-element-width.ts';

export type RibbonPhase = 'induction' | 'continuation' | 'maintenance';

export type RibbonSession = {
  key: string;
  /** The number on the tick. */
  sequence: number;
  phase: RibbonPhase;
  /** An instant. */
  startsAt: string;
  state: RibbonState;
  /** Said instead of the state's own word: "moved from Tue 2 Mar". */
  label?: string | undefined;
  /** Where it stood before, drawn as an empty outline. An instant. */
  movedFrom?: string | null | undefined;
};

export type RibbonBoosterWindow = {
  /** Local dates. Null for as-needed orders. */
  dueOn: string | null;
  earliestOn: string;
  latestOn: string;
  /** It is counted from a session that is still to come. */
  provisional?: boolean;
  asNeeded?: boolean;
};

export type RibbonSize = 'small' | 'medium' | 'large';

export type CourseRibbonProps = {
  sessions: readonly RibbonSession[];
  boosterWindow?: RibbonBoosterWindow | null | undefined;
  /** The clinic's local date. */
  today: string;
  zone: string;
  /** The first and the last day drawn; give the same to several ribbons, and they share one scale. */
  from?: string | undefined;
  to?: string | undefined;
  size?: RibbonSize;
  /** What the ribbon shows, for those who hear it: "Course of Ana Ruiz". */
  label?: string;
  /** Makes every tick a button, where there is room to press one. */
  onSelect?: ((key: string) => void) | undefined;
  selectedKey?: string | null | undefined;
};

const FULL_WIDTH: Record<RibbonSize, number> = { small: 18, medium: 24, large: 30 };
const ASSUMED_WIDTH: Record<RibbonSize, number> = { small: 320, medium: 640, large: 900 };
const LABEL_WIDTH = 50;
const TODAY_WIDTH = 44;
/** The least room, in pixels, that a tick needs about it to be pressed (WCAG 2.5.8). */
const TARGET = 24;

type DatedSession = RibbonSession & { date: string };

/** A course as one line of days on a true scale. The same data stand behind it as a table. */
export function CourseRibbon(props: CourseRibbonProps) {
  const { sessions, boosterWindow, today, zone, size = 'medium', label = 'Sessions of the course' } = props;
  const [line, measured] = useElementWidth<HTMLDivElement>();
  const width = measured || ASSUMED_WIDTH[size];
  const dated = sessions.map((session) => ({ ...session, date: localDateOf(session.startsAt, zone) }));
  const range = sharedRange([{ dates: dated.map((session) => session.date), boosterWindow }], today);
  const scale = ribbonScale(props.from ?? range.from, props.to ?? range.to);
  const offLine = dated.filter(isOffLine);
  const { placed, clusters } = placeMarks(
    dated.filter((session) => !isOffLine(session)),
    scale,
    width,
    FULL_WIDTH[size],
  );
  const pressable = props.onSelect && isRoomToPress(placed, scale, width) ? props.onSelect : undefined;
  const todayAt = isWithin(today, scale) ? scale.middleOf(today) : null;

  return (
    <figure className={styles.ribbon} data-size={size}>
      <div className={styles.frame} aria-hidden={pressable ? undefined : true}>
        <div className={styles.line} ref={line} style={{ '--day': `${100 / scale.days}%` } as CSSProperties}>
          <Weeks scale={scale} width={width} todayAt={todayAt} dated={size !== 'small'} />
          <div className={styles.rule} data-days={width / scale.days >= 5 || undefined} />
          {boosterWindow && <WindowBand window={boosterWindow} scale={scale} worded={size !== 'small'} />}
          {todayAt !== null && (
            <span className={styles.today} style={{ left: `${todayAt}%` }}>
              {size !== 'small' && <span style={{ transform: `translateX(-${todayAt}%)` }}>Today</span>}
            </span>
          )}
          {ghostsOf(dated, zone).map((ghost) => (
            <span
              key={ghost.key}
              className={styles.ghost}
              style={{ left: `${scale.middleOf(ghost.date)}%` }}
            />
          ))}
          {clusters.map((cluster) => (
            <span key={cluster.first} className={styles.cluster} style={{ left: `${cluster.at}%` }}>
              {cluster.first === cluster.last ? cluster.first : `${cluster.first}–${cluster.last}`}
            </span>
          ))}
          {placed.map((place) => (
            <Tick
              key={place.mark.key}
              place={place}
              zone={zone}
              selected={props.selectedKey === place.mark.key}
              onSelect={pressable}
            />
          ))}
          {offLine.map((session) => (
            <span
              key={session.key}
              className={styles.off}
              data-phase={session.phase}
              title={spoken(session, zone)}
              style={{ left: `${scale.middleOf(session.date)}%` }}
            >
              <RibbonGlyph state={session.state} />
              {size !== 'small' && <s>{session.sequence}</s>}
            </span>
          ))}
        </div>
      </div>
      <RibbonTable label={label} sessions={dated} boosterWindow={boosterWindow} zone={zone} />
    </figure>
  );
}

/** Sessions that did not or will not happen hang below the line, so that what replaced them has its place. */
const isOffLine = (session: RibbonSession) => session.state === 'cancelled' || session.state === 'missed';

const isWithin = (date: string, scale: RibbonScale) => date >= scale.from && date <= scale.to;

function isRoomToPress(
  placed: readonly PlacedMark<DatedSession>[],
  scale: RibbonScale,
  width: number,
): boolean {
  const places = placed.map(({ at }) => (at / 100) * width).sort((a, b) => a - b);
  return places.every((place, i) => i === 0 || place - (places[i - 1] ?? 0) >= TARGET) && scale.days > 0;
}

/** The empty outlines of moved sessions, where no session stands now. */
function ghostsOf(sessions: readonly DatedSession[], zone: string): { key: string; date: string }[] {
  const taken = new Set(sessions.map((session) => session.date));
  return sessions
    .flatMap(({ key, movedFrom }) => (movedFrom ? [{ key, date: localDateOf(movedFrom, zone) }] : []))
    .filter((ghost) => !taken.has(ghost.date));
}

const stateWords = (session: RibbonSession) => session.label ?? STATE_WORDS[session.state];

const spoken = (session: RibbonSession, zone: string) =>
  `Session ${session.sequence}, ${formatDayAndTime(session.startsAt, zone)}, ${stateWords(session)}`;

function Weeks(props: { scale: RibbonScale; width: number; todayAt: number | null; dated: boolean }) {
  const { scale, width, todayAt, dated } = props;
  const isFreeOfToday = (at: number) => {
    if (todayAt === null) return true;
    const fromToday = ((at - todayAt) / 100) * width;
    const todayLeft = (-todayAt / 100) * TODAY_WIDTH;
    return fromToday > todayLeft + TODAY_WIDTH || fromToday + LABEL_WIDTH - 8 < todayLeft;
  };
  return weekMarks(scale, width, LABEL_WIDTH).map(({ date, at, labelled }) => (
    <span
      key={date}
      className={styles.week}
      data-dated={(dated && labelled) || undefined}
      style={{ left: `${at}%` }}
    >
      {dated && labelled && isFreeOfToday(at) && <span>{formatDayMonth(date)}</span>}
    </span>
  ));
}

function WindowBand(props: { window: RibbonBoosterWindow; scale: RibbonScale; worded: boolean }) {
  const { window, scale, worded } = props;
  const left = Math.max(0, scale.startOf(window.earliestOn));
  const right = Math.min(100, scale.startOf(window.latestOn) + 100 / scale.days);
  if (right <= left) return null;
  const middle = (left + right) / 2;
  return (
    <>
      <span
        className={styles.window}
        data-provisional={window.provisional || undefined}
        style={{ left: `${left}%`, width: `${right - left}%` }}
      />
      {window.dueOn && <span className={styles.due} style={{ left: `${scale.middleOf(window.dueOn)}%` }} />}
      {worded && (
        <span
          className={styles.windowLabel}
          style={{ left: `${middle}%`, transform: `translateX(-${middle}%)` }}
        >
          {window.dueOn ? `Booster due ${formatDay(window.dueOn)}` : 'Booster as needed'}
        </span>
      )}
    </>
  );
}

function Tick(props: {
  place: PlacedMark<DatedSession>;
  zone: string;
  selected: boolean;
  onSelect: ((key: string) => void) | undefined;
}) {
  const { place, zone, selected, onSelect } = props;
  const { mark, at, width, slim } = place;
  const look = {
    className: styles.tick,
    style: { left: `${at}%`, width },
    'data-phase': mark.phase,
    'data-state': mark.state,
    'data-slim': slim || undefined,
    'data-narrow': width < 14 || undefined,
    'data-selected': selected || undefined,
    title: spoken(mark, zone),
  };
  const face: ReactNode = slim ? null : (
    <>
      {mark.sequence}
      <RibbonGlyph state={mark.state} className={styles.glyph} />
    </>
  );
  if (!onSelect) return <span {...look}>{face}</span>;
  return (
    <button
      type="button"
      {...look}
      aria-label={spoken(mark, zone)}
      aria-pressed={selected}
      onClick={() => onSelect(mark.key)}
    >
      {face}
    </button>
  );
}

function RibbonTable(props: {
  label: string;
  sessions: readonly DatedSession[];
  boosterWindow: RibbonBoosterWindow | null | undefined;
  zone: string;
}) {
  const { label, sessions, boosterWindow, zone } = props;
  const captionId = useId();
  return (
    <table className={styles.table} aria-labelledby={captionId}>
      <caption id={captionId}>{label}</caption>
      <thead>
        <tr>
          <th scope="col">Session</th>
          <th scope="col">When</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <tr key={session.key}>
            <th scope="row">{session.sequence}</th>
            <td>{formatDayAndTime(session.startsAt, zone)}</td>
            <td>{stateWords(session)}</td>
          </tr>
        ))}
        {boosterWindow && (
          <tr>
            <th scope="row">Booster</th>
            <td>
              {formatDay(boosterWindow.earliestOn)} to {formatDay(boosterWindow.latestOn)}
            </td>
            <td>{boosterWindow.dueOn ? `due ${formatDay(boosterWindow.dueOn)}` : 'as needed'}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
