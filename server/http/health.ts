import { Router } from 'express';
import type { Database } from '#server/db/database.ts';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';

/** For whoever runs the server: `/healthz`, the process answers; `/readyz`, its database does, and has its tables. */
export function health(db: Database): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const [database] = await beforeClinic(db).rows<{ migrated: boolean }>(
      `SELECT to_regclass('public.session') IS NOT NULL AS migrated`,
    );
    if (!database?.migrated) throw new AppError('unavailable', 'The database has no tables yet.');
    res.json({ status: 'ready' });
  });
  return router;
}
