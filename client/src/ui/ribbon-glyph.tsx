/** The small marks that say a session's state without colour, in text and on the ribbon alike. */

export type RibbonState = 'done' | 'next' | 'coming' | 'moved' | 'cancelled' | 'missed' | 'bent';

/** What each state is called, in a table or in a spoken label. */
export const STATE_WORDS: Record<RibbonState, string> = {
  done: 'done',
  next: 'next',
  coming: 'to come',
  moved: 'moved',
  cancelled: 'cancelled',
  missed: 'missed',
  bent: 'bends a rule',
};

const PATHS: Partial<Record<RibbonState, { d: string; filled: boolean }>> = {
  done: { d: 'M1.5 5.5 4 8l4.5-6', filled: false },
  next: { d: 'M1 2h8L5 8.5z', filled: true },
  moved: { d: 'M1 5h7M5 2l3 3-3 3', filled: false },
  cancelled: { d: 'M1 9 9 1', filled: false },
  missed: { d: 'M2 2l6 6M8 2 2 8', filled: false },
  bent: { d: 'M5 1 9.5 9h-9z', filled: true },
};

export function RibbonGlyph({ state, className }: { state: RibbonState; className?: string | undefined }) {
  const path = PATHS[state];
  if (!path) return null;
  return (
    <svg className={className} viewBox="0 0 10 10" width="8" height="8" aria-hidden="true" focusable="false">
      <path
        d={path.d}
        fill={path.filled ? 'currentColor' : 'none'}
        stroke={path.filled ? 'none' : 'currentColor'}
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
