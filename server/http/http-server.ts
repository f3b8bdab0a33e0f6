import { createServer, type RequestListener, type Server } from 'node:http';

/** How long somebody may take to ask, in seconds. Without an end to it, a byte now and then keeps a connection for ever. */
export type Patience = {
  /** For the lines before the body. */
  readonly headers: number;
  /** For all of a request, its body included. */
  readonly request: number;
  /** Until the next one on a connection that stays. Behind a proxy: longer than the proxy waits. */
  readonly keepAlive: number;
};

/** The server before it listens: it answers 408 to whoever takes longer, and lets them go. */
export const createHttpServer = (app: RequestListener, patience: Patience): Server =>
  createServer(
    {
      headersTimeout: patience.headers * 1_000,
      requestTimeout: patience.request * 1_000,
      keepAliveTimeout: patience.keepAlive * 1_000,
      // Node looks every half minute: connections would be kept for longer than we say.
      connectionsCheckingInterval: 500,
    },
    app,
  );
