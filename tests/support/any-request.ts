import fc from 'fast-check';
import { z } from 'zod';
import type { Endpoint } from '#server/contract/endpoint.ts';
import { newYork, sixAt } from './bookings.ts';

/** Requests of the shapes that the contract describes, mostly; with rubbish in some of their places. */
export type AnyRequest = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where none is sent. */
  readonly body: unknown;
};

/** What there is in the clinic, by the field that may name it: ids of things, and tokens of previews. */
export type Known = Readonly<
  Record<'patientId' | 'courseId' | 'sessionId' | 'protocolId' | 'poolId' | 'token', string[]>
>;

type Fields = fc.Arbitrary<Record<string, unknown>>;

export function anyRequest(endpoint: Endpoint, known: Known): fc.Arbitrary<AnyRequest> {
  const { path, params, query, headers, body } = endpoint;
  // `/courses/:id` names a course.
  const kind = path.replace(/^(?:\/me)?\/(\w+)s\/:id.*/, '$1Id');
  const made = (schema: z.ZodObject | undefined): Fields =>
    schema ? like(schema, known, kind).map(asFields) : fc.constant({});
  return fc.record({
    path: fc.tuple(made(params), made(query)).map(([inPath, inQuery]) => {
      const named = path.replace(/:(\w+)/g, (_, name: string) => encode(fieldOf(inPath, name)) || 'x');
      const asked = Object.keys(inQuery).map((name) => `${encode(name)}=${encode(fieldOf(inQuery, name))}`);
      return asked.length > 0 ? `${named}?${asked.join('&')}` : named;
    }),
    headers: made(headers).map((sent) =>
      Object.fromEntries(
        Object.keys(sent)
          .filter((name) => /^[a-z-]+$/.test(name))
          .map((name) => [name, fieldOf(sent, name).replace(/[^\x20-\x7e]/g, '') || 'x']),
      ),
    ),
    body: body ? rarely(RUBBISH, like(body, known, kind)) : fc.constant(undefined),
  });
}

/** Addresses and headers are made of fields: rubbish of another kind has no place there. */
const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** As text, for addresses and headers have nothing else. */
function fieldOf(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}

/** Half a surrogate pair has no place in an address. */
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, ''));

const RUBBISH: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    '',
    '\u0000',
    '\ud800',
    "'; DROP TABLE session; --",
    'x'.repeat(5_000),
    -1,
    1e308,
    2 ** 53,
    0.1,
    null,
    true,
    [],
    [[]],
    {},
    JSON.parse('{"__proto__":null,"constructor":1,"toString":"x"}'),
    '2026-02-30',
    '0000-00-00',
    '9999-12-31',
    '+275760-09-13T00:00:00.000Z',
  ),
);

const rarely = (rare: fc.Arbitrary<unknown>, usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: rare, weight: 1 }, { arbitrary: usual, weight: 29 });

type Json = Readonly<Record<string, unknown>>;

/** Values as a schema of the contract would have them, and now and then others. */
function like(schema: z.ZodType, known: Known, kind: string): fc.Arbitrary<unknown> {
  const whole = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
  const definitions = (whole.$defs ?? {}) as Readonly<Record<string, Json>>;

  const idOf = (name: string): fc.Arbitrary<string> => {
    const right = known[(name === 'id' ? kind : name) as keyof Known] ?? [];
    const any = fc.constantFrom(...Object.values(known).flat());
    return right.length > 0
      ? fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 7 }, { arbitrary: any, weight: 1 })
      : any;
  };

  const from = (json: Json, name: string): fc.Arbitrary<unknown> => {
    if (typeof json.$ref === 'string') {
      const reference = json.$ref.replace('#/$defs/', '');
      if (reference === 'Id') return idOf(name);
      return BY_REFERENCE[reference] ?? from(definitions[reference] ?? {}, name);
    }
    return rarely(RUBBISH, plain(json, name));
  };

  const plain = (json: Json, name: string): fc.Arbitrary<unknown> => {
    if (name === 'token') return idOf(name);
    const choices = (json.anyOf ?? json.oneOf) as Json[] | undefined;
    if (choices) return fc.oneof(...choices.map((one) => from(one, name)));
    if ('const' in json) return fc.constant(json.const);
    if (Array.isArray(json.enum)) return fc.constantFrom(...(json.enum as unknown[]));
    switch (json.type) {
      case 'object':
        return objectLike(json);
      case 'array':
        return arrayLike(json, name);
      case 'integer':
      case 'number':
        return fc.integer({ min: 0, max: Math.min(Number(json.maximum ?? 40), 40) + 1 });
      case 'boolean':
        return fc.boolean();
      default:
        return TEXTS[name] ?? fc.string();
    }
  };

  const objectLike = (json: Json): fc.Arbitrary<unknown> => {
    const fields = Object.entries((json.properties ?? {}) as Record<string, Json>);
    const asked = fc.record(Object.fromEntries(fields.map(([name, value]) => [name, from(value, name)])), {
      requiredKeys: (json.required ?? []) as string[],
    });
    const more = rarely(fc.dictionary(fc.string(), RUBBISH, { maxKeys: 1 }), fc.constant({}));
    return fc.tuple(asked, more).map(([wanted, extra]) => ({ ...(extra as object), ...wanted }));
  };

  const arrayLike = (json: Json, name: string): fc.Arbitrary<unknown> => {
    const some = fc.array(from((json.items ?? {}) as Json, ''), { minLength: 1, maxLength: 6 });
    return name === 'sessions' ? fc.oneof(SIX_SESSIONS, some) : some;
  };

  return from(whole, '');
}

/** A course's worth of sessions that could be booked is not found by chance. */
const SIX_SESSIONS = fc.constantFrom(sixAt('08:00'), sixAt('10:00'), sixAt('14:00'));

const NEAR_DATES = [
  '2026-03-02',
  '2026-03-03',
  '2026-03-11',
  '2026-03-20',
  '2026-04-01',
  '2026-04-17',
] as const;
const DATES = fc.constantFrom(
  ...NEAR_DATES,
  ...NEAR_DATES,
  '2026-03-08',
  '2026-11-01',
  '2028-02-29',
  '1900-01-01',
  '2200-12-31',
);
const TIMES = fc.constantFrom('00:00', '02:30', '08:00', '10:00', '14:00', '14:10', '23:59');

const INSTANTS = [
  '2026-03-08T02:30:00-05:00',
  '2026-11-01T01:30:00-04:00',
  '2026-03-03T15:00:00Z',
  '2026-03-03T20:45:00+05:45',
  '2026-03-03T10:00:00.0001-05:00',
  '1900-01-01T00:00:00Z',
  '2200-12-31T23:59:59+14:00',
  '2026-12-31T23:59:60Z',
] as const;

/** Texts that have a name in the contract. */
const BY_REFERENCE: Readonly<Record<string, fc.Arbitrary<string>>> = {
  Instant: fc.oneof(
    { arbitrary: fc.tuple(DATES, TIMES).map(([date, time]) => newYork(date, time)), weight: 4 },
    { arbitrary: fc.constantFrom(...INSTANTS), weight: 1 },
  ),
  LocalDate: DATES,
  LocalTime: TIMES,
  ZoneName: fc.constantFrom('America/New_York', 'Asia/Kathmandu', 'Mars/Olympus'),
  Interval: fc.constantFrom('P1W', 'P4W', 'P1M', 'P6D', 'P999M', 'P999D'),
};

const LINES = fc.constantFrom('Responds well', 'Ana', ' ', 'one\ntwo');

/** Texts of which the contract knows but a pattern, by the name of their field. */
const TEXTS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'if-match': fc.constantFrom('"1"', '"2"', '"6"', '3'),
  'idempotency-key': fc.constantFrom('the-first-key', 'the-second-key', 'short'),
  phone: fc.constantFrom('+1 212 555 0142', 'none'),
  email: fc.constantFrom('ana@example.com', 'none'),
  reason: LINES,
  evidence: LINES,
  name: LINES,
  givenName: LINES,
  familyName: LINES,
  includeRetired: fc.constantFrom('true', 'false', 'maybe'),
  cursor: fc.constantFrom(
    ...[
      [' ana', '01950000-0000-7000-8000-000000000000'],
      ['2026-03-02', '01950000-0000-7000-8000-000000000000'],
      ['\u0000', '01950000-0000-7000-8000-000000000000'],
      ['', 'nobody'],
    ].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
  ),
};
