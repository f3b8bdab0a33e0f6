import type { Request } from 'express';
import { AppError } from '#server/errors.ts';
import { pageUrlOf } from './page-url.ts';

/**
 * A browser says where a request that changes something comes from; what another site made it send is refused, whatever
 * cookies came along. Programs that are no browser say nothing, and carry nobody's cookies but their own.
 */
export function refuseCrossSite(req: Request, publicUrl: string | null): void {
  const site = req.get('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new AppError('cross-site');
  const origin = req.get('origin');
  if (origin === undefined) return;
  if (origin !== pageUrlOf(req, publicUrl)) throw new AppError('cross-site');
}
