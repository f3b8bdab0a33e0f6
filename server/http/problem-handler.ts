import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Problem } from '#server/contract/problem.ts';
import { DatabaseError } from '#server/db/errors.ts';
import { AppError } from '#server/errors.ts';
import { PROBLEMS } from './problems.ts';

/** The one place where an error becomes an answer (RFC 9457). What has no name of ours is `internal`, and tells nothing. */
export const problemHandler =
  (logger: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    const refusal = toRefusal(error);
    if (refusal.type === 'internal') {
      logger.error({ requestId: req.id, ...safeToLog(error) }, 'request failed');
    }
    // The answer is under way: all that is left is to break off.
    if (res.headersSent) return next(error);
    sendProblem(res, refusal, String(req.id));
  };

export const notFound: RequestHandler = () => {
  throw new AppError('not-found', 'There is nothing at this address.');
};

function sendProblem(res: Response, refusal: AppError, requestId: string): void {
  const { status, title, remedy, retryAfter } = PROBLEMS[refusal.type];
  const problem: Problem = {
    type: refusal.type,
    title,
    status,
    detail: refusal.detail ?? remedy,
    requestId,
    ...refusal.extra,
  };
  const seconds = refusal.extra.retryAfter ?? retryAfter;
  if (seconds !== undefined) res.set('Retry-After', String(seconds));
  res.status(status).type('application/problem+json').send(JSON.stringify(problem));
}

function toRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof URIError) {
    return new AppError('invalid-request', 'The address has a percent sign that begins no character.');
  }
  return new AppError('internal');
}

/** Where it happened, and no message: messages quote what was sent and what is stored. */
export function safeToLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    ...(error instanceof DatabaseError || error instanceof UnfitResponse ? { reason: error.message } : {}),
    at: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
  };
}

/** Our own answer is not what the contract promises: the message names fields, never values. */
export class UnfitResponse extends Error {
  override readonly name = 'UnfitResponse';
}
