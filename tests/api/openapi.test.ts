import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ENDPOINTS } from '#server/contract/api.ts';
import { PROBLEMS } from '#server/http/problems.ts';
import { startApi } from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

type Json = Record<string, unknown>;
type Operation = {
  operationId: string;
  parameters: { name: string; in: string; required: boolean; schema: Json }[];
  requestBody?: { content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content: Record<string, { schema: Json }> }>;
  security: Json[];
  description?: string;
  'x-roles'?: string[];
};

let t: TestDatabase;
/** As the server tells it to whoever asks. */
let description: Json & { components: { schemas: Record<string, Json> } };
let operations: (Operation & { path: string; method: string })[];

beforeAll(async () => {
  t = await testDatabase();
  const api = await startApi(t);
  description = (await api.as(null).get('/openapi.json')).body;
  await api.close();
  operations = Object.entries(description.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, byMethod]) =>
      Object.entries(byMethod).map(([method, operation]) => ({ path, method, ...operation })),
  );
});
afterAll(() => t.close());

describe('the description of the API', () => {
  test('is OpenAPI 3.1 with a title, a version and a server', () => {
    expect(description).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Evenkeel', version: '1' },
      servers: [{ url: '/api/v1' }],
    });
  });

  test.each(ENDPOINTS.map((endpoint) => [endpoint.id, endpoint] as const))('has %s', (id, endpoint) => {
    const operation = operations.find(({ operationId }) => operationId === id);
    expect(operation).toMatchObject({
      path: endpoint.path.replaceAll(/:(\w+)/g, '{$1}'),
      method: endpoint.method.toLowerCase(),
      security: endpoint.access === 'public' ? [] : [{ session: [] }],
    });
    expect(operation?.requestBody === undefined).toBe(endpoint.body === undefined);
    expect(
      operation?.responses[endpoint.status]?.content[endpoint.mediaType ?? 'application/json']?.schema,
    ).toBeDefined();
    const always = [
      ...(endpoint.access === 'public' ? [] : (['not-signed-in', 'not-allowed'] as const)),
      ...(endpoint.method === 'GET' ? [] : (['cross-site'] as const)),
    ];
    for (const type of [...always, ...(endpoint.problems ?? [])]) {
      const response = operation?.responses[PROBLEMS[type].status];
      expect(response?.description).toContain(`\`${type}\``);
      expect(response?.content['application/problem+json']?.schema).toEqual({
        $ref: '#/components/schemas/Problem',
      });
    }
  });

  test('says which roles may call what is not for anybody', () => {
    const rolesOf = (id: string) => operations.find(({ operationId }) => operationId === id)?.['x-roles'];
    expect(rolesOf('signIn')).toBeUndefined();
    expect(rolesOf('setBoosterOrder')).toEqual(['clinician']);
    expect(rolesOf('listMySessions')).toEqual(['patient']);
    for (const { security, ...operation } of operations) {
      if (security.length > 0)
        expect(operation.description).toBe(`For: ${operation['x-roles']?.join(', ')}.`);
    }
  });

  test('has nothing else, and no two operations of one name', () => {
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      ENDPOINTS.map(({ id }) => id).sort(),
    );
    expect(new Set(ENDPOINTS.map(({ id }) => id)).size).toBe(ENDPOINTS.length);
  });

  test('describes every parameter of every path, and only those', () => {
    for (const { path, parameters } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = parameters.filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(named);
      for (const parameter of described) expect(parameter.required).toBe(true);
      for (const parameter of parameters) expect(parameter.schema).not.toEqual({});
    }
  });

  test('refers only to what it has, and holds nothing back', () => {
    const referred = new Set<string>();
    JSON.stringify(description, (key, value) => {
      if (key === '$ref') referred.add(value);
      return value;
    });
    const components = Object.keys(description.components.schemas);
    for (const reference of referred) {
      expect(components.map((name) => `#/components/schemas/${name}`)).toContain(reference);
    }
    for (const name of components) expect(description.components.schemas[name]?.$ref).toBeUndefined();
    expect(JSON.stringify(description)).not.toContain('$defs');
  });

  test('lets a caller leave out what has a default, and asks for what has none', () => {
    const add = operations.find(({ operationId }) => operationId === 'addPatient');
    expect(add?.requestBody?.content['application/json']?.schema).toMatchObject({
      required: ['givenName', 'familyName', 'dateOfBirth'],
      additionalProperties: false,
    });
    const list = operations.find(({ operationId }) => operationId === 'listPatients');
    expect(list?.parameters.map(({ name, required }) => ({ name, required }))).toEqual([
      { name: 'q', required: false },
      { name: 'limit', required: false },
      { name: 'cursor', required: false },
    ]);
  });
});
