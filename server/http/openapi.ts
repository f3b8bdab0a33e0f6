import { z } from 'zod';
import { Course } from '#server/contract/course.ts';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { Problem } from '#server/contract/problem.ts';
import type { ProblemType } from '#server/contract/problem-types.ts';
import { rolesThatMay } from '#server/policy.ts';
import type { Mounted } from './mount.ts';
import { PROBLEMS } from './problems.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1, made from the contract and the policies: it cannot say anything that the server does not do. */
export function openApiOf(mounted: Iterable<Mounted>): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Json> = {};
  for (const { endpoint, policy } of mounted) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: operation(endpoint, policy, components),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evenkeel',
      version: '1',
      description:
        'Books whole courses of sessions, changes them whole, and keeps their boosters in their windows. ' +
        'Instants are ISO 8601 with an offset; refusals are problem details (RFC 9457) with a stable `type`.',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'evenkeel.session_token',
          description: 'Set by signing in. Named `__Host-evenkeel.session_token` behind TLS.',
        },
      },
    },
  };
}

function operation(endpoint: Endpoint, policy: Mounted['policy'], components: Map<string, Json>): Json {
  const roles = policy === 'anybody' ? null : rolesThatMay(policy);
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    ...(roles === null
      ? { security: [] }
      : { security: [{ session: [] }], description: `For: ${roles.join(', ')}.`, 'x-roles': roles }),
    parameters: [
      ...parameters(endpoint.params, 'path', components),
      ...parameters(endpoint.query, 'query', components),
      ...parameters(endpoint.headers, 'header', components),
    ],
    ...(endpoint.body && {
      requestBody: {
        required: !endpoint.body.safeParse({}).success,
        content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input', components) } },
      },
    }),
    responses: {
      [endpoint.status]: {
        description: 'Done',
        headers: {
          'X-Request-Id': { schema: { type: 'string' } },
          ...(endpoint.response === Course && {
            ETag: { description: 'The version of the course, for If-Match', schema: { type: 'string' } },
          }),
        },
        content: {
          [endpoint.mediaType ?? 'application/json']: {
            schema: jsonSchema(endpoint.response, 'output', components),
          },
        },
      },
      ...problemResponses(endpoint, components),
    },
  };
}

function parameters(
  schema: z.ZodObject | undefined,
  where: 'path' | 'query' | 'header',
  components: Map<string, Json>,
): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || !(of as z.ZodType).safeParse(undefined).success,
    // Parameters are text on the wire: what they are read as says more than what they are read from.
    schema: jsonSchema(of as z.ZodType, 'output', components),
  }));
}

/** What any endpoint may answer besides what its contract names. */
function problemsOf({
  method,
  access,
  params,
  query,
  headers,
  body,
  problems = [],
}: Endpoint): ProblemType[] {
  return [
    ...(params || query || headers || body ? (['invalid-request'] as const) : []),
    ...(body ? (['invalid-json', 'body-too-large', 'unsupported-media-type'] as const) : []),
    ...(method === 'GET' ? [] : (['cross-site'] as const)),
    ...(access === 'public' ? [] : (['not-signed-in', 'not-allowed'] as const)),
    ...(params ? (['not-found'] as const) : []),
    ...problems,
    'busy',
    'unavailable',
    'internal',
  ];
}

function problemResponses(endpoint: Endpoint, components: Map<string, Json>): Json {
  const schema = jsonSchema(Problem, 'output', components);
  const types = [...new Set(problemsOf(endpoint))];
  const statuses = new Set(types.map((type) => PROBLEMS[type].status));
  return Object.fromEntries(
    [...statuses].map((status) => [
      String(status),
      {
        description: types
          .filter((type) => PROBLEMS[type].status === status)
          .map((type) => `\`${type}\`: ${PROBLEMS[type].title}`)
          .join('. '),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  );
}

/** zod's own JSON Schema; what has a name in the contract becomes a component, and a reference to it. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', components: Map<string, Json>): Json {
  const whole = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: made }) => {
      // Answers may grow: a reader that refuses fields it does not know would break.
      if (io === 'output') delete made.additionalProperties;
      // Any whole number: that JavaScript counts no further is no news to a reader.
      if (made.minimum === Number.MIN_SAFE_INTEGER) delete made.minimum;
      if (made.maximum === Number.MAX_SAFE_INTEGER) delete made.maximum;
    },
  }) as Json & { $defs?: Record<string, Json> };
  const { $schema, $defs = {}, ...top } = whole;
  for (const [name, definition] of Object.entries($defs)) components.set(name, withReferences(definition));
  const name = schema.meta()?.id;
  if (name === undefined || '$ref' in top) return withReferences(top);
  components.set(name, withReferences(top));
  return { $ref: `${COMPONENTS}${name}` };
}

const COMPONENTS = '#/components/schemas/';

function withReferences(schema: Json): Json {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) =>
      key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', COMPONENTS) : value,
    ),
    (key, value: unknown) => (key === 'id' && typeof value === 'string' ? undefined : value),
  ) as Json;
}
