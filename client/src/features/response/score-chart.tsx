// biome-ignore-all lint/a11y/useSemanticElements: marks placed by day are no list of equal options to drop down
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { RibbonScale } from '#client/ui/ribbon-scale.ts';
import { useElementWidth } from '#client/ui/use-element-width.ts';
import styles from './score-chart.module.css';
import {
  axisTotals,
  bandStretches,
  type ChartScale,
  dotsAlong,
  freeLeft,
  type Goal,
  goalsOf,
  heightOf,
  nextScore,
} from './score-chart-layout.ts';

export type ChartScore = {
  key: string;
  /** A local date. */
  on: string;
  total: number;
  isBaseline: boolean;
  isOfPatient: boolean;
  /** "PHQ-9 9 on Mon 2 Mar, 50 % below baseline, response" */
  words: string;
};

export type ChartSession = { key: string; date: string; isGiven: boolean };

type ScoreChartProps = {
  /** "PHQ-9" */
  name: string;
  scale: ChartScale;
  /** The same scale of days as the ribbon below it. */
  days: RibbonScale;
  /** By day. */
  scores: readonly ChartScore[];
  goals: { responseAtMost: number | null; remissionAtMost: number };
  sessions: readonly ChartSession[];
  /** The clinic's local date. */
  today: string;
};

/**
 * Totals over the days of a course. Everything is told by marks, line styles and patterns, so that it reads in black
 * and white. One score is chosen, the latest at first, and said in words above.
 */
export function ScoreChart({ name, scale, days, scores, goals, sessions, today }: ScoreChartProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const marks = useRef<HTMLDivElement>(null);
  const [plot, plotWidth] = useElementWidth<HTMLDivElement>();
  const found = scores.findIndex(({ key }) => key === chosen);
  const index = found === -1 ? scores.length - 1 : found;
  const baseline = scores.find(({ isBaseline }) => isBaseline);
  const isShown = (date: string) => date >= days.from && date <= days.to;

  const choose = (to: number) => {
    const score = scores[to];
    if (!score) return;
    setChosen(score.key);
    marks.current?.querySelector<HTMLElement>(`[data-score="${score.key}"]`)?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const to = nextScore(scores.length, index, event.key);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(to);
  };

  return (
    <figure className={styles.chart}>
      <p className={styles.said} aria-hidden="true">
        {scores[index]?.words}
      </p>
      <div className={styles.plot} ref={plot}>
        <Ground
          scale={scale}
          goals={goalsOf(goals, scale)}
          days={days}
          scores={scores}
          baseline={baseline}
          width={plotWidth || ASSUMED_WIDTH}
        />
        {sessions
          .filter(({ date }) => isShown(date))
          .map(({ key, date, isGiven }) => (
            <span
              key={key}
              className={styles.session}
              data-given={isGiven || undefined}
              style={{ left: `${days.middleOf(date)}%` }}
            />
          ))}
        {isShown(today) && <span className={styles.today} style={{ left: `${days.middleOf(today)}%` }} />}
        <div
          ref={marks}
          role="listbox"
          aria-label={`${name} by day`}
          aria-orientation="horizontal"
          tabIndex={-1}
        >
          {scores.map((score, i) => (
            <div
              key={score.key}
              role="option"
              aria-selected={i === index}
              aria-label={score.words}
              tabIndex={i === index ? 0 : -1}
              data-score={score.key}
              className={styles.score}
              style={{ left: `${days.middleOf(score.on)}%`, top: `${heightOf(score.total, scale)}%` }}
              onClick={() => choose(i)}
              onKeyDown={press}
            >
              <ScoreMark kind={markOf(score)} />
            </div>
          ))}
        </div>
      </div>
      <Legend scores={scores} sessions={sessions} />
    </figure>
  );
}

/** Where nothing is laid out. */
const ASSUMED_WIDTH = 900;
/** As the style sheet has it on a desk; on a phone a little less, which only puts labels further from the line. */
const HEIGHT = 208;
const LABEL_HEIGHT = 16;
/** What the names of the bands need at the right, and a letter of a label. */
const NAMES_WIDTH = 100;
const LETTER_WIDTH = 6;

type GroundProps = {
  scale: ChartScale;
  goals: readonly Goal[];
  days: RibbonScale;
  scores: readonly ChartScore[];
  baseline: ChartScore | undefined;
  /** Of the plot, in pixels. */
  width: number;
};

/** What the scores stand on. All of it in percent, so that it fits any width, on paper as well. */
function Ground({ scale, goals, days, scores, baseline, width }: GroundProps) {
  const id = useId();
  const dots = dotsAlong(
    scores.map(({ on, total }) => ({
      x: (days.middleOf(on) / 100) * width,
      y: (heightOf(total, scale) / 100) * HEIGHT,
    })),
  );
  /** In percent, so that it holds on paper as well. */
  const leftOf = (words: string, top: number) => {
    const label = { width: words.length * LETTER_WIDTH + 8, top, bottom: top + LABEL_HEIGHT };
    return `${(freeLeft(label, dots, width - NAMES_WIDTH) / width) * 100}%`;
  };
  return (
    <div aria-hidden="true">
      <svg className={styles.ground} focusable="false" aria-hidden="true">
        <defs>
          <pattern id={`${id}-response`} width="8" height="8" patternUnits="userSpaceOnUse">
            <path d="M-1 9 9 -1M-2 2 2 -2M6 10 10 6" className={styles.hatch} />
          </pattern>
          <pattern id={`${id}-remission`} width="8" height="8" patternUnits="userSpaceOnUse">
            <path d="M-1 9 9 -1M-2 2 2 -2M6 10 10 6M-1 -1 9 9M-2 6 2 10M6 -2 10 2" className={styles.hatch} />
          </pattern>
        </defs>
        {goals.map(({ level, top, height }) => (
          <rect
            key={level}
            width="100%"
            y={`${top}%`}
            height={`${height}%`}
            fill={`url(#${id}-${level})`}
            className={styles.goal}
          />
        ))}
        {bandStretches(scale).map(({ words, top }, i) =>
          i === scale.bands.length - 1 ? null : (
            <line key={words} x2="100%" y1={`${top}%`} y2={`${top}%`} className={styles.band} />
          ),
        )}
        {baseline && (
          <line
            x2="100%"
            y1={`${heightOf(baseline.total, scale)}%`}
            y2={`${heightOf(baseline.total, scale)}%`}
            className={styles.baseline}
          />
        )}
        {scores.slice(1).map((score, i) => (
          <line
            key={score.key}
            x1={`${days.middleOf(scores[i]?.on ?? score.on)}%`}
            y1={`${heightOf(scores[i]?.total ?? score.total, scale)}%`}
            x2={`${days.middleOf(score.on)}%`}
            y2={`${heightOf(score.total, scale)}%`}
            className={styles.line}
          />
        ))}
      </svg>
      {axisTotals(scale).map((total) => (
        <span key={total} className={styles.total} style={{ top: `${heightOf(total, scale)}%` }}>
          {total}
        </span>
      ))}
      {bandStretches(scale).map(({ words, top, height }) => (
        <span key={words} className={styles.bandName} style={{ top: `${top + height / 2}%` }}>
          {words}
        </span>
      ))}
      {goals.map(({ level, atMost, top }) => {
        const words = `${level}: ${atMost} or less`;
        return (
          <span
            key={level}
            className={styles.goalName}
            style={{ top: `${top}%`, left: leftOf(words, (top / 100) * HEIGHT) }}
          >
            {words}
          </span>
        );
      })}
      {baseline && (
        <span
          className={styles.baselineName}
          style={{
            top: `${heightOf(baseline.total, scale)}%`,
            left: leftOf(
              `baseline ${baseline.total}`,
              (heightOf(baseline.total, scale) / 100) * HEIGHT - LABEL_HEIGHT,
            ),
          }}
        >
          baseline {baseline.total}
        </span>
      )}
    </div>
  );
}

type Mark = 'baseline' | 'staff' | 'patient';

const markOf = ({ isBaseline, isOfPatient }: ChartScore): Mark =>
  isBaseline ? 'baseline' : isOfPatient ? 'patient' : 'staff';

const MARK_WORDS: Record<Mark, string> = {
  baseline: 'baseline',
  staff: 'entered by staff',
  patient: 'entered by the patient',
};

function ScoreMark({ kind }: { kind: Mark }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" className={styles.mark} aria-hidden="true">
      {kind === 'baseline' && <rect x="1.5" y="1.5" width="9" height="9" />}
      {kind === 'staff' && <circle cx="6" cy="6" r="4.5" />}
      {kind === 'patient' && <circle cx="6" cy="6" r="4.25" data-open />}
    </svg>
  );
}

/** Only what is drawn is explained. */
function Legend({ scores, sessions }: Pick<ScoreChartProps, 'scores' | 'sessions'>) {
  const kinds = new Set(scores.map(markOf));
  return (
    <figcaption className={styles.legend} aria-hidden="true">
      {(Object.keys(MARK_WORDS) as Mark[])
        .filter((kind) => kinds.has(kind))
        .map((kind) => (
          <span key={kind}>
            <ScoreMark kind={kind} /> {MARK_WORDS[kind]}
          </span>
        ))}
      {sessions.length > 0 && (
        <span>
          <i className={styles.session} data-given /> session given
        </span>
      )}
    </figcaption>
  );
}
