import type { Instant } from '#server/scheduling/time/calendar.ts';
import type { Role, Route, TickCode } from '#server/scheduling/vocabulary.ts';
import type { LivingSession, SessionVerb } from './session-lifecycle.ts';
import { type Prompt, promptsFor } from './session-prompts.ts';

/** Yes or no to each of some questions. What is left out was not answered. */
export type TickAnswers = Readonly<Partial<Record<TickCode, boolean | undefined>>>;

/** An answer that holds: the newest of its code. */
export type Tick = { readonly code: TickCode; readonly answer: boolean; readonly notedAt: Instant };

/** Is ticked once administration has begun, and after: what was forgotten or wrong is put right later. */
export const mayBeTicked = ({ status, startedAt }: LivingSession): boolean =>
  startedAt !== null && (status === 'checked-in' || status === 'fulfilled');

/** Of some answers, those that say something new. */
export function changedTicks(before: TickAnswers, given: TickAnswers): TickAnswers {
  const changed = Object.entries(given).filter(
    ([code, answer]) => answer !== undefined && before[code as TickCode] !== answer,
  );
  return Object.fromEntries(changed);
}

/** What must be ticked with yes before a step, and is not (CLINICAL R28, R49). */
export const unticked = (verb: SessionVerb, route: Route, ticks: TickAnswers): Prompt[] =>
  promptsFor(verb, route).filter(
    ({ strength, tick }) => strength === 'hard' && tick !== undefined && ticks[tick] !== true,
  );

/** May somebody of this role go on without these, saying why? */
export const mayGoOnWithout = (prompts: readonly Prompt[], role: Role): boolean =>
  prompts.every(({ mayOverride }) => mayOverride.includes(role));

export const answersOf = (ticks: readonly Pick<Tick, 'code' | 'answer'>[]): TickAnswers =>
  Object.fromEntries(ticks.map(({ code, answer }) => [code, answer]));
