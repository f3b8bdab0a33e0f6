import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { changeLink } from '#client/lib/change-address.ts';
import {
  formatDay,
  formatDaysAway,
  formatLocalTime,
  formatLongDay,
  instantOf,
  isoWeekOf,
  localDateOf,
  minutesOf,
  shiftDays,
} from '#client/lib/clinic-time.ts';
import { useMe } from '#client/lib/presence.ts';
import { chairsQuery, clinicQuery } from '#client/lib/queries.ts';
import type { TellChange } from '#client/lib/session-actions.ts';
import { isOff } from '#client/lib/session-words.ts';
import { useNow } from '#client/lib/use-now.ts';
import { EmptyState } from '#client/ui/empty-state.tsx';
import { PageHeader } from '#client/ui/page-header.tsx';
import { ProblemNote } from '#client/ui/problem-note.tsx';
import type { Clinic } from '#server/contract/clinic.endpoints.ts';
import styles from './board.module.css';
import { BoardGrid } from './board-grid.tsx';
import {
  chairsOn,
  closedStretches,
  daySpan,
  openStretches,
  placeOffer,
  placeRestricted,
  placeSession,
} from './board-layout.ts';
import { BoardList } from './board-list.tsx';
import { type BoardDays, dayQuery, weekQuery } from './board-queries.ts';
import { OffSessions } from './off-sessions.tsx';
import { SessionPanel } from './session-panel.tsx';
import { WeekStrip } from './week-strip.tsx';

/** Narrower than this a name can no longer be read. */
const CHAIR_WIDTH = 60;
/** The panel, the hours and the page's margins. */
const BESIDE_CHAIRS = 408;

/** The day: who is in which chair when. Opens on today, or on the next day that the clinic is open. */
export function BoardPage({ onChanged }: { onChanged: TellChange }) {
  const { date } = useParams();
  const clinic = useQuery(clinicQuery);
  if (clinic.isError && !clinic.data) {
    return (
      <>
        <PageHeader title="Day" />
        <ProblemNote error={clinic.error} />
        <Button mt="md" onClick={() => clinic.refetch()}>
          Try again
        </Button>
      </>
    );
  }
  if (!clinic.data) return null;
  return (
    <Board clinic={clinic.data} date={isDate(date) ? date : clinic.data.nextOpenOn} onChanged={onChanged} />
  );
}

const CloseDay = ({ date }: { date: string }) => (
  <Button component={Link} to={`/closures?date=${date}`} variant="subtle" size="compact-sm">
    Close this day…
  </Button>
);

type BoardProps = { clinic: Clinic; date: string; onChanged: TellChange };

function Board({ clinic, date, onChanged }: BoardProps) {
  const { zone, today } = clinic;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isPhone = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  const [openId, setOpenId] = useState<string | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const now = useNow();
  const me = useMe();
  // Those who are with the patients look at the day, and leave its hours to others.
  const mayClose = me !== null && me.role !== 'nurse';
  const allChairs = useQuery(chairsQuery);
  const day = useQuery({
    ...dayQuery(date),
    placeholderData: () => dayOfWeek(queries.getQueryData(weekQuery(date).queryKey), date),
  });
  const week = useQuery({ ...weekQuery(date), enabled: day.isSuccess });

  const boardDay = day.data?.days.find((other) => other.date === date);
  const sessions = useMemo(
    () => (day.data?.items ?? []).filter(({ startsAt }) => localDateOf(startsAt, zone) === date),
    [day.data, date, zone],
  );
  const placed = useMemo(
    () => sessions.filter((session) => !isOff(session)).map((session) => placeSession(session, zone)),
    [sessions, zone],
  );
  const restricted = useMemo(
    () =>
      (day.data?.restricted ?? [])
        .filter(({ startsAt }) => localDateOf(startsAt, zone) === date)
        .map((session) => placeRestricted(session, zone)),
    [day.data, date, zone],
  );
  const held = useMemo(
    () =>
      (day.data?.offers ?? [])
        .filter(({ startsAt }) => localDateOf(startsAt, zone) === date)
        .map((offer) => placeOffer(offer, zone)),
    [day.data, date, zone],
  );
  const chairs = useMemo(
    () => chairsOn(allChairs.data ?? [], date, [...placed, ...restricted]),
    [allChairs.data, date, placed, restricted],
  );
  const open = openStretches(boardDay, date, clinic);
  const span = daySpan(open, [...placed, ...restricted, ...held]);
  const minute = now && date === today ? minutesOf(now, zone) : null;
  const chairCount = chairs.length;
  const isRoomBeside = useMediaQuery(`(min-width: ${chairCount * CHAIR_WIDTH + BESIDE_CHAIRS}px)`, true);
  const opened = sessions.find(({ id }) => id === openId);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another day shows other sessions
  useEffect(() => setOpenId(null), [date]);

  const jump = useCallback((to: string) => navigate(`/day/${to}`), [navigate]);
  const close = () => {
    setOpenId(null);
    page.current?.querySelector<HTMLElement>(`[data-session="${openId}"]`)?.focus();
  };

  return (
    <div className={styles.page} ref={page}>
      <div className={styles.day}>
        <div className={styles.top}>
          <PageHeader
            title={formatLongDay(date)}
            tabTitle={formatDay(date)}
            facts={<DayFacts date={date} clinic={clinic} day={boardDay} />}
            actions={mayClose && date >= today && <CloseDay date={date} />}
          />
          <WeekStrip date={date} today={today} days={week.data?.days ?? day.data?.days} onJump={jump} />
        </div>
        <ProblemNote error={day.isError ? day.error : allChairs.error} />
        {isPhone ? (
          <BoardList
            placed={placed}
            restricted={restricted}
            held={held}
            minute={minute}
            openId={openId}
            onOpen={setOpenId}
          />
        ) : (
          <BoardGrid
            date={date}
            chairs={chairs}
            placed={placed}
            restricted={restricted}
            held={held}
            closed={closedStretches(boardDay, open, span, zone)}
            span={span}
            minute={minute}
            openId={openId}
            isLoading={!day.data}
            onOpen={setOpenId}
            stepMinutes={clinic.slotMinutes}
            onDrop={(session, to) =>
              navigate(
                changeLink({
                  courseId: session.courseId,
                  sessionId: session.id,
                  startsAt: instantOf(date, localTime(to), zone),
                }),
              )
            }
            onTurn={(to) => jump(to === 'today' ? today : shiftDays(date, to === 'later' ? 1 : -1))}
          />
        )}
        {isPhone && day.isSuccess && placed.length + restricted.length === 0 && (
          <EmptyState
            title={open.length > 0 ? 'No sessions on this day.' : 'The clinic is closed on this day.'}
          />
        )}
        <OffSessions sessions={sessions.filter(isOff)} zone={zone} openId={openId} onOpen={setOpenId} />
        {!isPhone && <Legend />}
      </div>
      {opened && (
        <SessionPanel
          session={opened}
          zone={zone}
          isPhone={isPhone}
          over={isRoomBeside ? null : sideAwayFrom(opened.chairId, chairs)}
          onChanged={onChanged}
          onClose={close}
        />
      )}
    </div>
  );
}

type DayFactsProps = { date: string; clinic: Clinic; day: BoardDays['days'][number] | undefined };

function DayFacts({ date, clinic, day }: DayFactsProps) {
  const closures = (day?.closures ?? []).filter(({ chairId }) => chairId === null);
  return (
    <>
      <span>{formatDaysAway(date, clinic.today)}</span>
      <span>week {isoWeekOf(date)}</span>
      {day && (
        <span>
          {day.opensAt && day.closesAt
            ? `open ${formatLocalTime(day.opensAt)}–${formatLocalTime(day.closesAt)}`
            : (closures[0]?.reason ?? 'closed')}
        </span>
      )}
      {day && <span>{day.sessionCount === 1 ? '1 session' : `${day.sessionCount} sessions`}</span>}
    </>
  );
}

function Legend() {
  return (
    <div className={styles.foot}>
      <ul className={styles.legend} aria-label="Colours are phases">
        <li>
          <i className={styles.swatch} data-phase="induction" />
          induction
        </li>
        <li>
          <i className={styles.swatch} data-phase="continuation" />
          continuation
        </li>
        <li>
          <i className={styles.swatch} data-phase="maintenance" />
          maintenance
        </li>
      </ul>
      <span>
        Drag a session to another time. Arrow keys move by chair and time, Enter opens, Page Up and Page Down
        change the day, T goes to today.
      </span>
    </div>
  );
}

/** The panel goes to the other side of the board. */
function sideAwayFrom(chairId: string, chairs: readonly { id: string }[]): 'left' | 'right' {
  return chairs.findIndex(({ id }) => id === chairId) >= chairs.length / 2 ? 'left' : 'right';
}

const localTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

function dayOfWeek(week: BoardDays | undefined, date: string): BoardDays | undefined {
  return week && { ...week, days: week.days.filter((day) => day.date === date) };
}
