import type { AskedChange } from '#server/booking/judged-change.ts';
import type { ChangeRequest } from '#server/contract/change.ts';
import type { ChangeRequest as AskedOfCore } from '#server/scheduling/change/course-change.ts';
import { parseInstant } from '#server/scheduling/time/clinic-time.ts';

/** What was sent, as the core is asked it. */
export const askedChange = (body: ChangeRequest): AskedChange => ({
  request: requestOf(body),
  overrides: (body.overrides ?? []).map(({ code, sequence, reason }) => ({
    code,
    sequence: sequence ?? null,
    reason,
  })),
  holdReason: body.mode === 'hold' ? body.reason : null,
});

function requestOf(body: ChangeRequest): AskedOfCore {
  switch (body.mode) {
    case 'move':
    case 'shift':
      return { mode: body.mode, sessionId: body.sessionId, startsAt: parseInstant(body.startsAt) };
    case 'replan':
      return {
        mode: body.mode,
        sessionId: body.sessionId ?? null,
        startsAt: body.startsAt === undefined ? null : parseInstant(body.startsAt),
        from: body.from ?? null,
      };
    case 'omit':
    case 'cancel':
      return { mode: body.mode, sessionId: body.sessionId, reason: body.reason };
    case 'no-show':
      return { mode: body.mode, sessionId: body.sessionId };
    case 'stop':
      return { mode: body.mode, reason: body.reason };
    case 'hold':
    case 'resume':
      return { mode: body.mode };
    case 'extend':
      return { mode: body.mode, sessions: body.sessions, from: body.from ?? null };
    case 'restart':
      return { mode: body.mode, from: body.from };
  }
}
