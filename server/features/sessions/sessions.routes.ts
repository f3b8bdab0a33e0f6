import * as sessions from '#server/contract/sessions.endpoints.ts';
import * as ticks from '#server/contract/ticks.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { getSessionTicks } from './get-session-ticks.ts';
import { holdSession } from './hold-session.ts';
import { listBoard } from './list-board.ts';
import * as may from './sessions.policy.ts';
import { setSessionTicks } from './set-session-ticks.ts';
import { takeStep } from './take-step.ts';
import { undoSessionStep } from './undo-session-step.ts';

export function mountSessions(api: Api): void {
  mount(api, sessions.listSessions, may.listBoard, listBoard);
  mount(api, sessions.arriveSession, may.takeStep.arrive, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'arrive' }),
  );
  mount(api, sessions.checkInSession, may.takeStep['check-in'], (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'check-in' }),
  );
  mount(api, sessions.startSession, may.takeStep.start, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'start' }),
  );
  mount(api, sessions.completeSession, may.takeStep.complete, (context, { params, body }) =>
    takeStep(context, { sessionId: params.id, verb: 'complete', ...body }),
  );
  mount(api, sessions.noShowSession, may.takeStep['no-show'], (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'no-show' }),
  );
  mount(api, sessions.cancelSession, may.takeStep.cancel, (context, { params, body }) =>
    takeStep(context, { sessionId: params.id, verb: 'cancel', reason: body.reason }),
  );
  mount(api, sessions.holdSession, may.holdSession.hold, (context, { params }) =>
    holdSession(context, { sessionId: params.id, step: 'hold' }),
  );
  mount(api, sessions.releaseSession, may.holdSession.release, (context, { params }) =>
    holdSession(context, { sessionId: params.id, step: 'release' }),
  );
  mount(api, sessions.undoSessionStep, may.undoStep, undoSessionStep);
  mount(api, ticks.getSessionTicks, may.readTicks, getSessionTicks);
  mount(api, ticks.setSessionTicks, may.setTicks, setSessionTicks);
}
