import { Link } from 'react-router';
import { formatDay, formatWeekday, isoWeekOf, shiftDays, weekOf } from '#client/lib/clinic-time.ts';
import type { BoardDay } from '#server/contract/sessions.endpoints.ts';
import { DateJump } from './date-jump.tsx';
import styles from './week-strip.module.css';

type WeekStripProps = {
  date: string;
  today: string;
  /** What is known of the days of this week. */
  days: readonly BoardDay[] | undefined;
  onJump: (date: string) => void;
};

/** The week that the day is in, how much there is on each of its days, and ways to other weeks. */
export function WeekStrip({ date, today, days, onJump }: WeekStripProps) {
  return (
    <nav className={styles.strip} aria-label={`Week ${isoWeekOf(date)}`}>
      <Link to={`/day/${shiftDays(date, -7)}`} className={styles.turn} aria-label="Week before">
        ‹
      </Link>
      <ol className={styles.days}>
        {weekOf(date).map((day) => (
          <li key={day}>
            <DayLink
              day={day}
              isToday={day === today}
              isShown={day === date}
              known={days?.find((other) => other.date === day)}
            />
          </li>
        ))}
      </ol>
      <Link to={`/day/${shiftDays(date, 7)}`} className={styles.turn} aria-label="Week after">
        ›
      </Link>
      <Link to={`/day/${today}`} className={styles.word} data-here={date === today || undefined}>
        Today
      </Link>
      <DateJump date={date} today={today} onJump={onJump} />
    </nav>
  );
}

type DayLinkProps = { day: string; isToday: boolean; isShown: boolean; known: BoardDay | undefined };

function DayLink({ day, isToday, isShown, known }: DayLinkProps) {
  const isClosed = known?.opensAt === null && known.sessionCount === 0;
  const count = known === undefined ? ' ' : isClosed ? 'closed' : String(known.sessionCount);
  const spoken = known === undefined ? '' : isClosed ? ', closed' : `, ${sessions(known.sessionCount)}`;
  return (
    <Link
      to={`/day/${day}`}
      className={styles.day}
      aria-current={isShown ? 'date' : undefined}
      data-today={isToday || undefined}
      data-closed={isClosed || undefined}
      aria-label={`${formatDay(day)}${isToday ? ', today' : ''}${spoken}`}
    >
      <span>{isToday ? 'Today' : formatWeekday(day)}</span>
      <b>{Number(day.slice(8))}</b>
      <span className={styles.count}>{count}</span>
    </Link>
  );
}

const sessions = (count: number) => (count === 1 ? '1 session' : `${count} sessions`);
