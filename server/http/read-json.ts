import { isUtf8 } from 'node:buffer';
import type { Request, RequestHandler } from 'express';
import { AppError } from '#server/errors.ts';

const MOST_BYTES = 100 * 1024;

/**
 * Reads the body as JSON into `req.body`; undefined where there is none. Scalars pass, so that the contract can say
 * what is wrong with them.
 */
export const readJson: RequestHandler = async (req, res, next) => {
  if (hasBody(req) && !isReadable(req)) throw new AppError('unsupported-media-type');
  try {
    const bytes = await readBytes(req);
    req.body = bytes.length > 0 ? parse(bytes) : undefined;
  } catch (refusal) {
    // The rest of a body is nothing to wait for.
    if (!req.complete) res.set('Connection', 'close');
    throw refusal;
  }
  next();
};

/** Up to the limit and no further: what is too long is refused as soon as that is known, not once all of it is here. */
const readBytes = (req: Request): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const refuseLong = () => {
      req.pause();
      reject(new AppError('body-too-large'));
    };
    if (Number(req.headers['content-length'] ?? 0) > MOST_BYTES) return refuseLong();
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) refuseLong();
      else chunks.push(chunk);
    });
    req.once('end', () => resolve(Buffer.concat(chunks)));
    const broken = () => reject(new AppError('invalid-request', 'The body has ended too early.'));
    req.once('error', broken).once('close', broken);
  });

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

const isReadable = (req: Request): boolean =>
  isJson(req.get('content-type')) && (req.get('content-encoding') ?? 'identity').toLowerCase() === 'identity';

/** `application/json`, with no charset or with UTF-8. */
const isJson = (contentType = ''): boolean =>
  /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType);
