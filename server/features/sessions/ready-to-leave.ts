import type { LockedTx } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import type { SessionRecord } from '#server/repositories/sessions.ts';
import {
  answersOf,
  mayGoOnWithout,
  type TickAnswers,
  unticked,
} from '#server/scheduling/session/session-ticks.ts';
import type { LeftWithoutReason } from '#server/scheduling/vocabulary.ts';
import { noteTicks } from './note-ticks.ts';

/**
 * Nobody is done before it is ticked that they may go (CLINICAL R49), and by which a spray asks for besides (R28); unless
 * somebody who may says why they leave without. What is ticked along with it is kept with it, or not at all.
 */
export async function readyToLeave(
  tx: LockedTx,
  context: Context,
  session: SessionRecord,
  {
    ticks = {},
    leftWithout,
  }: { ticks?: TickAnswers | undefined; leftWithout?: LeftWithoutReason | undefined },
): Promise<void> {
  const held = answersOf(await noteTicks(tx, context, session, ticks));
  const missing = unticked('complete', session.route, held);
  if (missing.length === 0) return;
  if (leftWithout !== undefined && mayGoOnWithout(missing, context.actor.role)) return;
  throw new AppError('not-ready-to-leave', `Not ticked: ${missing.map(({ words }) => words).join(' ')}`, {
    errors: missing.map(({ tick, words }) => ({ pointer: `/body/ticks/${tick}`, detail: words })),
  });
}
