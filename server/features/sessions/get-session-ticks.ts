import { audit } from '#server/booking/audit.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { SessionTicks } from '#server/contract/tick.ts';
import type { getSessionTicks as endpoint } from '#server/contract/ticks.endpoints.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentTicks } from '#server/presenters/present-ticks.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import * as clinicZone from '#server/repositories/clinic-zone.ts';
import * as sessionTicks from '#server/repositories/session-ticks.ts';
import * as sessions from '#server/repositories/sessions.ts';

export const getSessionTicks = (
  context: Context,
  { params }: ParsedRequestOf<typeof endpoint>,
): Promise<SessionTicks> =>
  readOnRecord(context.db, context, async (sql) => {
    const { actor, now } = context;
    const session = await sessions.findById(sql, params.id);
    if (!session) throw new AppError('not-found', 'There is no such session.');
    const zone = await clinicZone.find(sql);
    const ticks = await sessionTicks.find(sql, session.id);
    await auditEvents.insert(
      sql,
      audit(context, 'session.ticks.read', {
        patientId: session.patientId,
        subjects: { courseId: session.courseId, sessionId: session.id },
      }),
    );
    return presentTicks(session, ticks, { role: actor.role, zone, now });
  });
