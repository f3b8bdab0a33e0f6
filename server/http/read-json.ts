import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { AppError } from '#server/errors.ts';

const readBytes = express.raw({ type: () => true, limit: '100kb', inflate: false });

/**
 * Reads the body as JSON into `req.body`; undefined where there is none. Scalars pass, so that the contract can say
 * what is wrong with them.
 */
export const readJson: RequestHandler = (req, res, next) => {
  if (hasBody(req) && !isJson(req.get('content-type'))) throw new AppError('unsupported-media-type');
  readBytes(req, res, (error) => {
    if (error) return next(error);
    try {
      req.body = Buffer.isBuffer(req.body) && req.body.length > 0 ? parse(req.body) : undefined;
    } catch (refusal) {
      return next(refusal);
    }
    next();
  });
};

function parse(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw new AppError('invalid-json', 'The body is not UTF-8.');
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new AppError('invalid-json');
  }
}

const hasBody = (req: Request): boolean =>
  req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;

/** `application/json`, with no charset or with UTF-8. */
const isJson = (contentType = ''): boolean =>
  /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType);
