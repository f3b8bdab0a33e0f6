// biome-ignore-all lint/a11y/useSemanticElements: blocks placed by time are no table of equal cells
// biome-ignore-all lint/a11y/useFocusableInteractive: the sessions within the grid take the focus
import { type CSSProperties, memo } from 'react';
import { formatMinuteOfDay } from '#client/lib/clinic-time.ts';
import { numberWords } from '#client/lib/session-words.ts';
import styles from './board.module.css';
import type { PlacedSession } from './board-layout.ts';
import { blockState, spokenSession } from './board-words.ts';

type BoardBlockProps = {
  placed: PlacedSession;
  /** Minutes; 0 for everybody who is not late. */
  late: number;
  isEntry: boolean;
  isOpen: boolean;
  onOpen: (id: string) => void;
  onReach: (placed: PlacedSession) => void;
  /** Where it would begin, while it is dragged. */
  dragMinute: number | null;
};

/** One session on the board. The rail at its edge shows the parts of the block on the same scale. */
export const BoardBlock = memo(function BoardBlock(props: BoardBlockProps) {
  const { placed, late, isEntry, isOpen, onOpen, onReach, dragMinute } = props;
  const { session, from, to } = placed;
  const state = blockState(session, late);
  return (
    <div
      role="gridcell"
      className={styles.cell}
      data-dragged={dragMinute !== null || undefined}
      style={{ '--from': dragMinute ?? from, '--length': to - from } as CSSProperties}
    >
      <button
        type="button"
        className={styles.block}
        data-session={session.id}
        data-phase={session.phase}
        data-status={session.startedAt && session.status === 'checked-in' ? 'started' : session.status}
        data-late={late > 0 || undefined}
        aria-pressed={isOpen}
        aria-label={spokenSession(placed, late)}
        tabIndex={isEntry ? 0 : -1}
        onClick={() => onOpen(session.id)}
        onFocus={() => onReach(placed)}
      >
        <span className={styles.rail} aria-hidden="true">
          {session.block.map(({ part, minutes }) => (
            <i key={part} data-part={part} style={{ flexGrow: minutes }} />
          ))}
        </span>
        <span className={styles.time}>{formatMinuteOfDay(dragMinute ?? from)}</span>
        <b className={styles.name}>{session.patientName}</b>
        <span className={styles.number}>{numberWords(session)}</span>
        {state && <span className={styles.state}>{state}</span>}
        <span className={styles.protocol}>{session.protocolName}</span>
      </button>
    </div>
  );
});
