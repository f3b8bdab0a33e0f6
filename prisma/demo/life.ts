import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Chance } from './chance.ts';
import type { CastMember } from './story.ts';

/** A course while it is lived. */
export type Life = {
  readonly member: CastMember;
  readonly chance: Chance;
  readonly courseId: string;
  /** The minute of the day at which the patient usually comes. */
  readonly usualMinute: number;
  /** Sessions that are still to come, by id, and when: none is at a time that it was moved from. */
  readonly toCome: Map<string, Instant>;
  /** Sessions, by id, that have been moved: once is enough. */
  readonly moved: Set<string>;
  fulfilled: number;
};
