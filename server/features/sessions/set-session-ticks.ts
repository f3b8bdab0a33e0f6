import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { SessionTicks } from '#server/contract/tick.ts';
import type { setSessionTicks as endpoint } from '#server/contract/ticks.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { sessionActions } from '#server/presenters/present-session.ts';
import { presentTicks } from '#server/presenters/present-ticks.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as sessions from '#server/repositories/sessions.ts';
import { mayBeTicked } from '#server/scheduling/session/session-ticks.ts';
import { noteTicks } from './note-ticks.ts';

/** Yes or no, of a session that has begun. Nothing of the schedule changes, so nobody waits for its lock. */
export const setSessionTicks = (
  context: Context,
  { params, body }: ParsedRequestOf<typeof endpoint>,
): Promise<SessionTicks> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const session = await sessions.findById(sql, params.id);
    if (!session) throw new AppError('not-found', 'There is no such session.');
    const seen = { role: actor.role, zone: await clinicZone.find(sql), now };
    if (!mayBeTicked(session)) {
      throw new AppError('illegal-transition', 'Only a session that has begun is ticked.', {
        allowed: sessionActions(session, seen),
      });
    }
    return presentTicks(session, await noteTicks(sql, context, session, body.ticks), seen);
  });
