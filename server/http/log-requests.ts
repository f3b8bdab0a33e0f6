import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/**
 * Gives every request an id, and logs one line when it is answered: ids, method, route, status and milliseconds. Never
 * the address as it was sent, for names are searched for in queries; nor a header, nor a body.
 */
export function logRequests(logger: Logger, newId: () => string): RequestHandler {
  const line = (req: IncomingMessage, res: ServerResponse, { responseTime }: { responseTime: number }) => ({
    method: req.method,
    // Of the contract, `/courses/:id`: the pattern, never the path.
    route: (res as Response).locals?.route,
    status: res.statusCode,
    ms: responseTime,
  });
  return pinoHttp({
    logger,
    genReqId: (_req, res) => {
      const id = newId();
      res.setHeader('X-Request-Id', id);
      return id;
    },
    quietReqLogger: true,
    quietResLogger: true,
    wrapSerializers: false,
    serializers: { req: () => undefined },
    customAttributeKeys: { reqId: 'requestId' },
    customLogLevel: () => 'info',
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'answered',
    customSuccessObject: line,
    customErrorObject: (req, res, _error, told) => line(req, res, told),
    autoLogging: { ignore: (req) => req.url === '/healthz' || req.url === '/readyz' },
  });
}
