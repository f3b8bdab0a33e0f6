import type { Request } from 'express';

/** Where people open the page: as we were told, otherwise where this request came to. */
export const pageUrlOf = (req: Request, publicUrl: string | null): string =>
  publicUrl === null ? `${req.protocol}://${req.get('host')}` : new URL(publicUrl).origin;
