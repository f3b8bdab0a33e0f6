import { formatDaysAway } from '#client/lib/clinic-time.ts';
import { changeWords, LEVEL_WORDS } from '#client/lib/response-words.ts';
import { asSentence } from '#client/lib/session-words.ts';
import type { CourseResponse, Instrument } from '#server/contract/response.ts';
import styles from './response.module.css';
import { bandWordsOf } from './score-meaning.ts';
import { baselineOf, dayWords, latestOf } from './score-words.ts';

type ResponseNowProps = { response: CourseResponse; instruments: readonly Instrument[]; today: string };

/** Is this working: the answer in one line, before any picture of it. */
export function ResponseNow({ response, instruments, today }: ResponseNowProps) {
  const [lead] = response.series;
  const latest = lead && latestOf(lead);
  const instrument = instruments.find(({ code }) => code === lead?.instrument);
  if (!lead || !latest || !instrument) return null;
  const baseline = baselineOf(lead);
  const when = `${dayWords(latest.assessedOn, today)}, ${formatDaysAway(latest.assessedOn, today)}`;
  const change = changeWords(latest.percentChange);
  return (
    <p className={styles.now}>
      <b>
        {latest.level && !latest.isBaseline
          ? asSentence(LEVEL_WORDS[latest.level])
          : latest.isBaseline
            ? 'Baseline'
            : 'Not measured from a baseline'}
      </b>
      <span>
        {instrument.name} {latest.total}
        {bandWordsOf(latest.total, instrument) && `, ${bandWordsOf(latest.total, instrument)}`}
        {change && baseline && `, ${change} (${baseline.total})`}
      </span>
      <span className={styles.quiet}>{when}</span>
    </p>
  );
}
