import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { noteInput, seenAt } from '#client/lib/activity.ts';
import { idleAt } from '#client/lib/idle.ts';
import { signOutByHand, signOutIdle, stay } from '#client/lib/presence.ts';

const IdleWarning = lazy(async () => ({ default: (await import('./idle-warning.tsx')).IdleWarning }));

const LOOK_MS = 1_000;
/** The warning is not part of the first load, and has to be here before the network may be gone. */
const AT_REST_MS = 3_000;

/** What a person does to a page: a mouse that lies still, or a page that changes under it, is nobody. */
const INPUT = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'touchmove'] as const;

/** Ends the session of somebody who is away, and says so in time. In any tab: they look at the same clock. */
export function IdleWatch({ minutes }: { minutes: number }) {
  const queries = useQueryClient();
  /** Null while there is plenty of time. */
  const [left, setLeft] = useState<number | null>(null);
  const [isAtRest, setAtRest] = useState(false);

  const look = useCallback(() => {
    const idle = idleAt(Date.now(), seenAt(), minutes);
    setLeft(idle.isEnding ? Math.max(0, idle.left) : null);
    if (idle.left <= 0) void signOutIdle(queries);
  }, [minutes, queries]);

  // Timers sleep with the machine and in hidden tabs: what comes back to light looks first.
  useEffect(() => {
    const timer = setInterval(look, LOOK_MS);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('pageshow', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('pageshow', look);
    };
  }, [look]);

  useEffect(() => {
    const timer = setTimeout(() => setAtRest(true), AT_REST_MS);
    return () => clearTimeout(timer);
  }, []);

  useInput(left === null, () => {
    if (idleAt(Date.now(), seenAt(), minutes).isQuiet) return stay(queries);
  });

  if (!isAtRest) return null;
  return (
    <Suspense>
      <IdleWarning
        secondsLeft={left === null ? null : Math.ceil(left / 1000)}
        onStay={() => stay(queries).then(look)}
        onLeave={() => signOutByHand(queries)}
      />
    </Suspense>
  );
}

/** Once the warning stands, only an answer to it counts: somebody who bumps into the desk has not come back. */
function useInput(isListening: boolean, tell: () => Promise<void> | undefined): void {
  const isTelling = useRef(false);
  const latest = useRef(tell);
  latest.current = tell;

  useEffect(() => {
    if (!isListening) return;
    let place = '';
    const hear = (event: Event) => {
      if (event.type === 'pointermove') {
        const { screenX, screenY } = event as PointerEvent;
        const was = place;
        place = `${screenX} ${screenY}`;
        if (was === '' || was === place) return;
      }
      noteInput();
      if (isTelling.current) return;
      isTelling.current = true;
      // Where the server cannot be reached, the next input tries again.
      void Promise.resolve(latest.current())
        .catch(() => {})
        .finally(() => {
          isTelling.current = false;
        });
    };
    for (const name of INPUT) window.addEventListener(name, hear, { capture: true, passive: true });
    return () => {
      for (const name of INPUT) window.removeEventListener(name, hear, { capture: true });
    };
  }, [isListening]);
}
