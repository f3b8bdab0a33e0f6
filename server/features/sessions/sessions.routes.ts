import * as sessions from '#server/contract/sessions.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { listBoard } from './list-board.ts';
import { takeStep } from './take-step.ts';

export function mountSessions(api: Api): void {
  mount(api, sessions.listSessions, listBoard);
  mount(api, sessions.arriveSession, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'arrive' }),
  );
  mount(api, sessions.checkInSession, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'check-in' }),
  );
  mount(api, sessions.startSession, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'start' }),
  );
  mount(api, sessions.completeSession, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'complete' }),
  );
  mount(api, sessions.noShowSession, (context, { params }) =>
    takeStep(context, { sessionId: params.id, verb: 'no-show' }),
  );
  mount(api, sessions.cancelSession, (context, { params, body }) =>
    takeStep(context, { sessionId: params.id, verb: 'cancel', reason: body.reason }),
  );
}
