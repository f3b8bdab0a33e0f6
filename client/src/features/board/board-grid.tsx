// biome-ignore-all lint/a11y/useSemanticElements: blocks placed by time are no table of equal cells
// biome-ignore-all lint/a11y/useFocusableInteractive: the sessions within the grid take the focus
import { type CSSProperties, type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { formatLongDay, formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import type { Chair } from '#server/contract/clinic.endpoints.ts';
import styles from './board.module.css';
import { BoardBlock } from './board-block.tsx';
import type { ClosedStretch, PlacedOffer, PlacedRestricted, PlacedSession, Stretch } from './board-layout.ts';
import { entryPlace, nextPlace, type Place } from './board-moves.ts';
import { minutesLate } from './board-words.ts';
import { HeldBlock } from './held-block.tsx';
import { RestrictedBlock } from './restricted-block.tsx';
import { useBlockDrag } from './use-block-drag.ts';

export type BoardGridProps = {
  date: string;
  chairs: readonly Chair[];
  placed: readonly PlacedSession[];
  /** Taken, and not for the reader to know by whom: arrow keys pass them over, since there is nothing to open. */
  restricted: readonly PlacedRestricted[];
  held: readonly PlacedOffer[];
  closed: readonly ClosedStretch[];
  span: Stretch;
  /** The clinic's clock in minutes, on the board of today; else null. */
  minute: number | null;
  openId: string | null;
  isLoading: boolean;
  onOpen: (id: string) => void;
  /** Minutes between two times at which a session may begin. */
  stepMinutes: number;
  /** A block was dragged to another time, which is a minute of the clinic's clock. */
  onDrop: (session: PlacedSession['session'], minute: number) => void;
  /** To the day before or after, and to today. */
  onTurn: (to: 'earlier' | 'later' | 'today') => void;
};

const TURNS: Record<string, 'earlier' | 'later' | 'today'> = {
  PageUp: 'earlier',
  PageDown: 'later',
  t: 'today',
  T: 'today',
};

/**
 * The day: a chair is a column, time runs down. To those who hear it a chair is a row of sessions. The arrow keys go
 * where they point: up and down through a chair's day, left and right to the same time in the next chair.
 */
export function BoardGrid(props: BoardGridProps) {
  const { chairs, placed, restricted, held, closed, span, minute, openId, onOpen, onTurn, stepMinutes } =
    props;
  const { drag, handlers, wasDrag } = useBlockDrag({ placed, span, stepMinutes }, ({ session }, to) =>
    props.onDrop(session, to),
  );
  const grid = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const columns = useMemo(() => columnsOf(chairs, placed), [chairs, placed]);
  const isHere = placed.some(({ session }) => session.id === place?.id);
  const entryId = isHere && place ? place.id : entryPlace(columns, minute);

  const reach = useCallback((reached: PlacedSession) => {
    const id = reached.session.id;
    setPlace((was) => (was?.id === id ? was : { id, minute: reached.from }));
  }, []);

  const open = useCallback((id: string) => void (wasDrag() || onOpen(id)), [wasDrag, onOpen]);

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return;
    const turn = event.ctrlKey ? undefined : TURNS[event.key];
    const from = isHere && place ? place : placeOf(placed, entryId);
    const next = from && nextPlace(columns, from, event.key, event.ctrlKey);
    if (turn) onTurn(turn);
    else if (next) {
      setPlace(next);
      grid.current?.querySelector<HTMLElement>(`[data-session="${next.id}"]`)?.focus();
    } else return;
    event.preventDefault();
  };

  const hours = Array.from({ length: (span.to - span.from) / 60 }, (_, i) => span.from + i * 60);
  return (
    <div
      className={styles.scroller}
      style={
        { '--start': span.from, '--span': span.to - span.from, '--chairs': chairs.length } as CSSProperties
      }
    >
      <div className={styles.hours} aria-hidden="true">
        {hours.map((hour) => (
          <span key={hour} style={{ '--from': hour } as CSSProperties}>
            {formatMinuteOfDay(hour)}
          </span>
        ))}
      </div>
      <div
        ref={grid}
        role="grid"
        aria-label={`Chairs on ${formatLongDay(props.date)}`}
        aria-busy={props.isLoading}
        aria-readonly="true"
        className={styles.grid}
        onKeyDown={press}
        {...handlers}
      >
        {chairs.map((chair, i) => (
          <div role="row" key={chair.id} className={styles.chair}>
            <div role="rowheader" className={styles.chairName} title={`${chair.name}, ${chair.poolName}`}>
              {chair.name}
            </div>
            <div className={styles.lane}>
              {columns[i]?.map((one) => (
                <BoardBlock
                  key={one.session.id}
                  placed={one}
                  late={minutesLate(one, minute)}
                  isEntry={one.session.id === entryId}
                  isOpen={one.session.id === openId}
                  onOpen={open}
                  dragMinute={drag?.id === one.session.id ? drag.minute : null}
                  onReach={reach}
                />
              ))}
              {restricted
                .filter(({ session }) => session.chairId === chair.id)
                .map((one) => (
                  <RestrictedBlock key={one.session.startsAt} placed={one} />
                ))}
              {held
                .filter(({ offer }) => offer.chairId === chair.id)
                .map((one) => (
                  <HeldBlock key={one.offer.id} placed={one} />
                ))}
              {closed
                .filter(({ chairId }) => chairId === chair.id)
                .map((stretch) => (
                  <Closed key={stretch.from} stretch={stretch} isNamed />
                ))}
            </div>
          </div>
        ))}
      </div>
      <div className={styles.overlay} aria-hidden="true">
        {closed
          .filter(({ chairId }) => chairId === null)
          .map((stretch) => (
            <Closed
              key={`${stretch.from} ${stretch.reason}`}
              stretch={stretch}
              isNamed={stretch.reason !== 'closed'}
            />
          ))}
        {minute !== null && minute >= span.from && minute <= span.to && (
          <div className={styles.now} style={{ '--from': minute } as CSSProperties}>
            <span>{formatMinuteOfDay(minute)}</span>
          </div>
        )}
      </div>
    </div>
  );
}

function Closed({ stretch, isNamed }: { stretch: ClosedStretch; isNamed: boolean }) {
  return (
    <div
      className={styles.closed}
      style={{ '--from': stretch.from, '--length': stretch.to - stretch.from } as CSSProperties}
    >
      {isNamed && <span>{stretch.reason}</span>}
    </div>
  );
}

function columnsOf(chairs: readonly Chair[], placed: readonly PlacedSession[]): PlacedSession[][] {
  const byTime = [...placed].sort((a, b) => a.from - b.from);
  return chairs.map((chair) => byTime.filter(({ session }) => session.chairId === chair.id));
}

function placeOf(placed: readonly PlacedSession[], id: string | null): Place | null {
  const one = placed.find(({ session }) => session.id === id);
  return one ? { id: one.session.id, minute: one.from } : null;
}
