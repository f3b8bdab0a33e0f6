import express, { type Express } from 'express';
import { ENDPOINTS } from './contract/api.ts';
import { mountAccounts } from './features/accounts/accounts.routes.ts';
import { mountAudit } from './features/audit/audit.routes.ts';
import { mountBackfill } from './features/backfill/backfill.routes.ts';
import { mountBoosters } from './features/boosters/boosters.routes.ts';
import { mountChairs } from './features/chairs/chairs.routes.ts';
import { mountChanges } from './features/changes/changes.routes.ts';
import { mountClinic } from './features/clinic/clinic.routes.ts';
import { mountClosures } from './features/closures/closures.routes.ts';
import { mountCourses } from './features/courses/courses.routes.ts';
import { mountGates } from './features/gates/gates.routes.ts';
import { mountHours } from './features/hours/hours.routes.ts';
import { mountMe } from './features/me/me.routes.ts';
import { mountPatients } from './features/patients/patients.routes.ts';
import { mountProtocols } from './features/protocols/protocols.routes.ts';
import { mountResponse } from './features/response/response.routes.ts';
import { mountRestriction } from './features/restriction/restriction.routes.ts';
import { mountSessions } from './features/sessions/sessions.routes.ts';
import { mountWaitlist } from './features/waitlist/waitlist.routes.ts';
import { health } from './http/health.ts';
import { logRequests } from './http/log-requests.ts';
import { assertAllMounted, createApi } from './http/mount.ts';
import { openApiOf } from './http/openapi.ts';
import { page } from './http/page.ts';
import { notFound, problemHandler } from './http/problem-handler.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { Deps } from './platform/context.ts';
import { newId } from './platform/ids.ts';

export type AppDeps = Omit<Deps, 'newId'> & {
  readonly newId?: Deps['newId'];
  /** The built page; without it the app is the API alone. */
  readonly staticDir?: string;
  /** How many proxies in front of us say where a request comes from. None, and nobody is believed. */
  readonly trustedProxies?: number;
};

/** The whole server but for its port: every request passes these in this order. */
export function createApp({ staticDir, trustedProxies = 0, ...given }: AppDeps): Express {
  const deps: Deps = { newId, ...given };
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false); // a course's ETag is its version, and ours to set
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies);

  app.use(logRequests(deps.logger, deps.newId));
  app.use(securityHeaders(deps.publicUrl));
  app.use(health(deps.db));
  app.use('/api', neverCached, api(deps), notFound);
  if (staticDir) app.use(page(staticDir));
  app.use(notFound);
  app.use(problemHandler(deps.logger));
  return app;
}

function api(deps: Deps): express.Router {
  const v1 = createApi(deps);
  mountAccounts(v1);
  mountClinic(v1);
  mountChairs(v1);
  mountProtocols(v1);
  mountPatients(v1);
  mountRestriction(v1);
  mountCourses(v1);
  mountChanges(v1);
  mountGates(v1);
  mountClosures(v1);
  mountHours(v1);
  mountSessions(v1);
  mountBoosters(v1);
  mountResponse(v1);
  mountBackfill(v1);
  mountWaitlist(v1);
  mountMe(v1);
  mountAudit(v1);
  assertAllMounted(v1, ENDPOINTS);

  const description = JSON.stringify(openApiOf(v1.mounted.values()));
  return express
    .Router()
    .get('/v1/openapi.json', (_req, res) => void res.type('application/json').send(description))
    .use('/v1', v1.router);
}

/** What the API answers is about people, and true only now. */
const neverCached: express.RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
