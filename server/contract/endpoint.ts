import type { z } from 'zod';
import type { ProblemType } from './problem-types.ts';

/**
 * What a caller must do before: nothing, or sign in. Who of those may call is not agreed here but decided by the
 * feature's policy; OpenAPI tells it.
 */
export type Access = 'public' | 'signed-in';

export type Endpoint = {
  /** camelCase verb and noun; the OpenAPI operationId. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express style, below `/api/v1`: `/courses/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Access;
  /** May be called by somebody who still has to set up their second factor. Nothing else may. */
  readonly beforeSecondFactor?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodObject | z.ZodDiscriminatedUnion;
  readonly status: 200 | 201 | 204;
  readonly response: z.ZodType;
  /** Of answers that are no JSON but text for another program. */
  readonly mediaType?: 'text/csv';
  /** Refusals a caller should be ready for, beyond those every endpoint may give. */
  readonly problems?: readonly ProblemType[];
};

/** Keeps the literal types of one endpoint, so that client and server infer from the same object. */
export const defineEndpoint = <const E extends Endpoint>(endpoint: E): E => endpoint;

type Input<S> = S extends z.ZodType ? z.input<S> : undefined;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a caller sends. */
export type RequestOf<E extends Endpoint> = {
  params: Input<E['params']>;
  query: Input<E['query']>;
  headers: Input<E['headers']>;
  body: Input<E['body']>;
};

/** What a use case is given, parsed. */
export type ParsedRequestOf<E extends Endpoint> = {
  params: Output<E['params']>;
  query: Output<E['query']>;
  headers: Output<E['headers']>;
  body: Output<E['body']>;
};

export type ResponseOf<E extends Endpoint> = z.output<E['response']>;
