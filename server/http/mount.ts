import { type Request, type RequestHandler, type Response, Router } from 'express';
import { Course } from '#server/contract/course.ts';
import type { Endpoint, ParsedRequestOf, ResponseOf } from '#server/contract/endpoint.ts';
import { AppError } from '#server/errors.ts';
import type {
  AccountContext,
  Browser,
  Deps,
  PublicContext,
  SignedInActor,
} from '#server/platform/context.ts';
import type { Anybody, Policy } from '#server/policy.ts';
import { authenticate } from './authenticate.ts';
import { nameRestricted } from './name-restricted.ts';
import { pageUrlOf } from './page-url.ts';
import { safeToLog, UnfitResponse } from './problem-handler.ts';
import { readJson } from './read-json.ts';
import { readRequest } from './read-request.ts';
import { refuseCrossSite } from './refuse-cross-site.ts';

/** `/api/v1` while its endpoints are being mounted. */
export type Api = { readonly router: Router; readonly deps: Deps; readonly mounted: Map<string, Mounted> };

/** An endpoint that is served, and for whom. */
export type Mounted = { readonly endpoint: Endpoint; readonly policy: Anybody | Policy };

export const createApi = (deps: Deps): Api => ({
  router: Router({ caseSensitive: true }),
  deps,
  mounted: new Map(),
});

/** What a use case of this endpoint is given besides the request: an actor, unless anybody may call. */
export type ContextOf<E extends Endpoint> = E['access'] extends 'public' ? PublicContext : AccountContext;

export type UseCase<E extends Endpoint> = (
  context: ContextOf<E>,
  request: ParsedRequestOf<E>,
) => Promise<ResponseOf<E>>;

/** Contract and policy agree: what is public is for anybody, and nothing else is. */
type PolicyOf<E extends Endpoint> = E['access'] extends 'public' ? Anybody : Policy;

/** Binds an endpoint of the contract to who may call it and to the use case that answers it. */
export function mount<const E extends Endpoint>(
  api: Api,
  endpoint: E,
  policy: PolicyOf<E>,
  answer: UseCase<E>,
): void {
  if (api.mounted.has(endpoint.id)) throw new Error(`${endpoint.id} is mounted twice`);
  const mounted: Mounted = { endpoint, policy };
  refuseWithoutPolicy(mounted);
  api.mounted.set(endpoint.id, mounted);
  const route = api.router[VERBS[endpoint.method]].bind(api.router);
  const admit = admitting(mounted, api.deps);
  const reply: RequestHandler = async (req, res) => {
    const request = readRequest(endpoint, req);
    const context = res.locals.context as ContextOf<E>;
    try {
      send(res, endpoint, await answer(context, request));
    } catch (error) {
      throw await nameRestricted(error, context, request);
    }
  };
  if (endpoint.body) route(endpoint.path, admit, readJson, reply);
  else route(endpoint.path, admit, reply);
}

/**
 * Every endpoint of the contract has its use case, and no other is served: the process does not start otherwise. Then
 * answers wrong methods at right addresses.
 */
export function assertAllMounted({ router, mounted }: Api, endpoints: readonly Endpoint[]): void {
  const promised = new Set(endpoints.map(({ id }) => id));
  const missing = [...promised].filter((id) => !mounted.has(id));
  const unknown = [...mounted.keys()].filter((id) => !promised.has(id));
  if (missing.length > 0 || unknown.length > 0) {
    throw new Error(
      `Not mounted: ${missing.join(', ') || 'none'}. Not in the contract: ${unknown.join(', ') || 'none'}.`,
    );
  }
  for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
    const methods = endpoints.filter((endpoint) => endpoint.path === path).map(({ method }) => method);
    router.all(path, refuseMethod([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS']));
  }
}

/** What the compiler refuses already, for whoever got past it. */
function refuseWithoutPolicy({ endpoint, policy }: Mounted): void {
  const says = endpoint.access === 'public' ? policy === 'anybody' : typeof policy === 'function';
  if (!says) throw new Error(`${endpoint.id} has no policy that says who may call it`);
}

const VERBS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

/** Who is asking comes before what: nobody learns from a refused field who has not been let in. */
const admitting =
  ({ endpoint, policy }: Mounted, deps: Deps): RequestHandler =>
  async (req, res, next) => {
    const { db, newId, secret, accounts, auditChain, mailer, demo, idleMinutes } = deps;
    res.locals.route = endpoint.path;
    if (endpoint.method !== 'GET') refuseCrossSite(req, deps.publicUrl);
    const common: PublicContext = {
      db,
      newId,
      secret,
      accounts,
      auditChain,
      mailer,
      demo,
      idleMinutes,
      now: deps.clock.now(),
      requestId: String(req.id),
      address: req.ip ?? null,
      browser: browserOf(req, res),
      whoIsThere: () => authenticate(req, deps),
      pageUrl: pageUrlOf(req, deps.publicUrl),
      afterwards: (work) =>
        void res.once('close', () => {
          work().catch((error) => {
            deps.logger.error({ requestId: req.id, ...safeToLog(error) }, 'what follows an answer failed');
          });
        }),
    };
    res.locals.context =
      policy === 'anybody' ? common : { ...common, actor: await admit(req, endpoint, policy, deps) };
    next();
  };

const browserOf = (req: Request, res: Response): Browser => ({
  cookies: req.get('cookie') ?? '',
  userAgent: (req.get('user-agent') ?? '').slice(0, 300),
  address: req.ip ?? '',
  setCookies: (cookies) => void res.append('Set-Cookie', [...cookies]),
});

async function admit(req: Request, endpoint: Endpoint, policy: Policy, deps: Deps): Promise<SignedInActor> {
  const actor = await authenticate(req, deps);
  if (!actor) throw new AppError('not-signed-in');
  if (actor.secondFactor === 'missing' && !endpoint.beforeSecondFactor) {
    throw new AppError('second-factor-missing');
  }
  if (!policy(actor)) throw new AppError('not-allowed');
  return actor;
}

/** Only what the contract names goes out. */
function send(res: Response, endpoint: Endpoint, answer: unknown): void {
  const fit = endpoint.response.safeParse(answer);
  if (!fit.success) {
    const where = fit.error.issues.map((issue) => `${issue.path.join('/')} ${issue.code}`);
    throw new UnfitResponse(`${endpoint.id}: ${where.join(', ')}`);
  }
  if (endpoint.response === Course) res.set('ETag', `"${(fit.data as Course).version}"`);
  res.status(endpoint.status);
  if (endpoint.mediaType) res.type(endpoint.mediaType).attachment(endpoint.path.slice(1)).send(fit.data);
  else res.json(fit.data);
}

const refuseMethod =
  (allowed: readonly string[]): RequestHandler =>
  (req, res) => {
    res.set('Allow', allowed.join(', '));
    if (req.method !== 'OPTIONS') throw new AppError('method-not-allowed');
    res.end();
  };
