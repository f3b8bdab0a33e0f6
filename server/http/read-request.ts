import type { Request } from 'express';
import { z } from 'zod';
import type { Endpoint, ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { FieldError } from '#server/contract/problem.ts';
import { AppError } from '#server/errors.ts';

const NOTHING = z.strictObject({});

/** The request as the contract describes it, or one refusal that names everything wrong with it. */
export function readRequest<E extends Endpoint>(endpoint: E, req: Request): ParsedRequestOf<E> {
  const errors: FieldError[] = [];
  const read = (schema: z.ZodType | undefined, part: string, sent: unknown): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(sent, { error: remedy });
    if (parsed.success) return parsed.data;
    errors.push(...parsed.error.issues.flatMap((issue) => fieldErrors(issue, part, sent)));
    return undefined;
  };
  const parsed = {
    params: read(endpoint.params, 'params', req.params),
    query: read(endpoint.query ?? NOTHING, 'query', req.query),
    headers: read(endpoint.headers, 'headers', req.headers),
    body: read(endpoint.body, 'body', req.body === undefined ? {} : req.body),
  };
  if (errors.length > 0) throw new AppError('invalid-request', undefined, { errors });
  return parsed as ParsedRequestOf<E>;
}

/** More than a person would read. */
const MOST_KEYS = 20;

function fieldErrors(issue: z.core.$ZodIssue, part: string, sent: unknown): FieldError[] {
  const at = pointer([part, ...issue.path]);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MOST_KEYS).map((key) => ({
      pointer: `${at}${pointer([key])}`,
      detail: 'Is not known here. Leave it out.',
    }));
  }
  // ?limit=5&limit=6
  if (part === 'query' && Array.isArray(valueAt(sent, issue.path))) {
    return [{ pointer: at, detail: 'Must be given once.' }];
  }
  return [{ pointer: at, detail: issue.message }];
}

/** RFC 6901. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const valueAt = (sent: unknown, [key]: readonly PropertyKey[]): unknown =>
  typeof sent === 'object' && sent !== null && key !== undefined && Object.hasOwn(sent, key)
    ? (sent as Record<PropertyKey, unknown>)[key]
    : undefined;

/** What to do about it, where the contract has no words of its own. */
function remedy(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'Is required.'
        : `Must be ${KINDS[issue.expected] ?? issue.expected}.`;
    case 'invalid_value':
      return issue.input === undefined ? 'Is required.' : `Must be one of: ${oneOf(issue.values)}.`;
    case 'invalid_union':
      // Which kind of thing it is, is what is wrong: the kinds there are say more than that none fits.
      return Array.isArray(issue.options) ? `Must be one of: ${issue.options.join(', ')}.` : undefined;
    case 'too_small':
      return `Must ${MEASURES[issue.origin] ?? 'be'} at least ${issue.minimum}${UNITS[issue.origin] ?? ''}.`;
    case 'too_big':
      return `Must ${MEASURES[issue.origin] ?? 'be'} at most ${issue.maximum}${UNITS[issue.origin] ?? ''}.`;
    default:
      return undefined;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a JSON object',
};
const MEASURES: Readonly<Record<string, string>> = { array: 'have' };
const UNITS: Readonly<Record<string, string>> = { array: ' items', string: ' characters' };

/** A boolean in a query has a dozen spellings: two are enough to say. */
const oneOf = (values: readonly unknown[]): string =>
  values.includes('true') && values.includes('false') ? 'true, false' : values.join(', ');
