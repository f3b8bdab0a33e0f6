import type { SessionTicks } from '#server/contract/tick.ts';
import type { SessionRecovery } from '#server/contract/ticks.endpoints.ts';

export type TickCode = SessionTicks['ticks'][number]['code'];
export type SideEffect = SessionRecovery['sideEffects'][number];
export type LeftWithout = NonNullable<SessionRecovery['leftWithout']>;

export const SIDE_EFFECT_WORDS: Record<SideEffect, string> = {
  dizziness: 'Dizziness',
  nausea: 'Nausea',
  'raised-pressure': 'Raised blood pressure',
  dissociation: 'Dissociation',
  'other-effect': 'Something else',
};

/** What is ticked before somebody leaves: said so that yes is the good answer. */
export const LEAVING_WORDS: Record<Exclude<TickCode, SideEffect>, string> = {
  'pressure-noted': 'Blood pressure taken before, after 40 minutes and at the end',
  'ready-to-leave': 'Ready to leave: as they came, vital signs acceptable',
  'escort-here': 'Their escort is here',
};

export const LEFT_WITHOUT_WORDS: Record<LeftWithout, string> = {
  'left-early': 'They leave before they are ready',
  'approved-ride': 'They have an approved ride instead of an escort',
  'to-hospital': 'They go to a hospital',
  other: 'Another reason',
};
