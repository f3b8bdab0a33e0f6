import { type RibbonScale, ribbonScale } from '#client/ui/ribbon-scale.ts';
import type { CourseResponse, Instrument, ScoreSeries } from '#server/contract/response.ts';
import { type ChartSession, ScoreChart } from './score-chart.tsx';
import { responseAtMost } from './score-chart-layout.ts';
import { baselineOf, spokenScore, standingOf } from './score-words.ts';

type CourseChartProps = {
  instrument: Instrument;
  series: ScoreSeries;
  sessions: CourseResponse['sessions'];
  days: Pick<RibbonScale, 'from' | 'to'>;
  today: string;
};

/** One scale's scores that count, as the chart draws them. */
export function CourseChart({ instrument, series, sessions, days, today }: CourseChartProps) {
  const baseline = baselineOf(series);
  const { responsePercent, remissionAtMost } = instrument.cutOffs;
  return (
    <ScoreChart
      name={instrument.name}
      scale={instrument}
      days={ribbonScale(days.from, days.to)}
      scores={standingOf(series).map((score) => ({
        key: score.id,
        on: score.assessedOn,
        total: score.total,
        isBaseline: score.isBaseline,
        isOfPatient: score.source === 'patient',
        words: spokenScore(instrument.name, score, today),
      }))}
      goals={{
        responseAtMost: baseline && responseAtMost(baseline.total, responsePercent),
        remissionAtMost,
      }}
      sessions={ticksOf(sessions)}
      today={today}
    />
  );
}

const COMING: readonly string[] = ['pending', 'booked', 'arrived', 'checked-in'];

/** Sessions that were given or are to come; the others are told by the ribbon. */
const ticksOf = (sessions: CourseResponse['sessions']): ChartSession[] =>
  sessions
    .filter(({ status }) => status === 'fulfilled' || COMING.includes(status))
    .map(({ id, on, status }) => ({ key: id, date: on, isGiven: status === 'fulfilled' }));
