import { ASSESSED, STOPPED } from './cast-at-a-turn.ts';
import { BEGINNING, BETWEEN, ON_THE_BOARD, UNDER_WAY } from './cast-in-induction.ts';
import { DUE, MAINTAINED } from './cast-in-maintenance.ts';
import { mailOf } from './mail.ts';
import type { CastMember, Story } from './story.ts';

/** Everybody who has a course. */
const STORIES: readonly Story[] = [
  ...MAINTAINED,
  ...DUE,
  ...ASSESSED,
  ...STOPPED,
  ...ON_THE_BOARD,
  ...BETWEEN,
  ...UNDER_WAY,
  ...BEGINNING,
];

export const CAST: readonly CastMember[] = STORIES.map((story, index) => ({
  ...story,
  phone: `+1 212 555 ${String(101 + index).padStart(4, '0')}`,
  email: story.email ?? mailOf(story.name),
}));
