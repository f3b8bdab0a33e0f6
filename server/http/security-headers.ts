import type { RequestHandler } from 'express';
import helmet from 'helmet';

const YEAR_S = 365 * 24 * 3_600;

/**
 * What every answer tells the browser. The policy is that of data, which loads nothing and is framed by nobody; the page
 * sends its own. Browsers are bound to TLS only where we are behind it, and for this host alone: others are not ours.
 */
export const securityHeaders = (publicUrl: string | null): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl?.startsWith('https:')
      ? { maxAge: YEAR_S, includeSubDomains: false }
      : false,
    xFrameOptions: { action: 'deny' },
  });
