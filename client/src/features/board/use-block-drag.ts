import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { PlacedSession, Stretch } from './board-layout.ts';

/** A block that is being dragged, and the minute of the clinic's clock at which it would begin. */
export type Drag = { readonly id: string; readonly minute: number };

type Hold = { readonly y: number; readonly pixelsPerMinute: number; readonly placed: PlacedSession };

/** Less far, it was a click with an unsteady hand. */
const STEADY_PIXELS = 6;

/**
 * Dragging a block to another time of its day. Only up and down: which chair it is in is not part of a course, and is
 * settled when it is booked. Touch scrolls; keys and touch choose a time from the session's panel instead.
 */
export function useBlockDrag(
  { placed, span, stepMinutes }: { placed: readonly PlacedSession[]; span: Stretch; stepMinutes: number },
  onDrop: (placed: PlacedSession, minute: number) => void,
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const hold = useRef<Hold | null>(null);
  const isOver = useRef(false);

  const end = () => {
    hold.current = null;
    setDrag(null);
  };
  const isDragging = drag !== null;
  useEffect(() => {
    if (!isDragging) return;
    const giveUp = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      hold.current = null;
      setDrag(null);
    };
    window.addEventListener('keydown', giveUp, true);
    return () => window.removeEventListener('keydown', giveUp, true);
  }, [isDragging]);

  const minuteAt = (held: Hold, y: number): number => {
    const { from, to } = held.placed;
    const moved = from + (y - held.y) / held.pixelsPerMinute;
    const onGrid = Math.round(moved / stepMinutes) * stepMinutes;
    return Math.max(span.from, Math.min(onGrid, span.to - (to - from)));
  };

  /** For the grid that the blocks are in. */
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      isOver.current = false;
      const block = (event.target as Element).closest<HTMLElement>('[data-session]');
      const one = placed.find(({ session }) => session.id === block?.dataset.session);
      if (!block || !one?.session.actions.includes('move')) return;
      if (event.pointerType === 'touch' || event.button !== 0) return;
      const pixelsPerMinute = block.getBoundingClientRect().height / (one.to - one.from);
      hold.current = { y: event.clientY, pixelsPerMinute, placed: one };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = hold.current;
      if (!held || (!drag && Math.abs(event.clientY - held.y) < STEADY_PIXELS)) return;
      if (!drag) event.currentTarget.setPointerCapture(event.pointerId);
      const minute = minuteAt(held, event.clientY);
      if (minute !== drag?.minute) setDrag({ id: held.placed.session.id, minute });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const held = hold.current;
      if (held && drag) {
        isOver.current = true;
        // The click comes at once, if it comes.
        setTimeout(() => {
          isOver.current = false;
        });
        const minute = minuteAt(held, event.clientY);
        if (minute !== held.placed.from) onDrop(held.placed, minute);
      }
      end();
    },
    onPointerCancel: end,
  };

  /** Letting go of a block is a click on it too, which is not meant. */
  const wasDrag = useCallback((): boolean => isOver.current, []);
  return { drag, handlers, wasDrag };
}
