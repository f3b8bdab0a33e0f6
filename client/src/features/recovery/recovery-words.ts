import { LEFT_WITHOUT_WORDS, SIDE_EFFECT_WORDS } from '#client/lib/tick-words.ts';
import type { SessionRecovery } from '#server/contract/ticks.endpoints.ts';

/** "65 min, 15 more than booked", "48 min of 50" */
export function tookWords({ tookMinutes, bookedMinutes, isLonger }: SessionRecovery): string {
  if (tookMinutes === null) return 'not known';
  return isLonger
    ? `${tookMinutes} min, ${tookMinutes - bookedMinutes} more than booked`
    : `${tookMinutes} min of ${bookedMinutes}`;
}

/** "Dizziness, nausea"; "nothing" where that was ticked, and "not ticked" where nothing was. */
export function feltWords({ sideEffects, isNoted }: SessionRecovery): string {
  if (sideEffects.length === 0) return isNoted ? 'nothing' : 'not ticked';
  const [first = '', ...rest] = sideEffects.map((code) => SIDE_EFFECT_WORDS[code]);
  return [first, ...rest.map((words) => words.toLowerCase())].join(', ');
}

/** "ready, with their escort"; where they left without, why. */
export function leftWords({ wasReady, hadEscort, leftWithout }: SessionRecovery): string {
  if (leftWithout !== null) return LEFT_WITHOUT_WORDS[leftWithout].replace(/^They have/, 'had').toLowerCase();
  if (wasReady === null && hadEscort === null) return 'not ticked';
  return `${wasReady ? 'ready' : 'not ready'}, ${hadEscort ? 'with their escort' : 'without an escort'}`;
}
