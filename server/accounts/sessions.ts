import type pg from 'pg';

/** Where somebody is signed in. */
export type OpenSession = {
  readonly id: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly userAgent: string;
  readonly address: string;
};

export type Sessions = {
  /** Those that are neither over nor idle for longer; the one used last first. */
  list(userId: string, idleMinutes: number): Promise<readonly OpenSession[]>;
  /** False where this user has no such session. */
  end(userId: string, sessionId: string): Promise<boolean>;
};

export const sessionsIn = (pool: pg.Pool): Sessions => ({
  async list(userId, idleMinutes) {
    const { rows } = await pool.query(
      `SELECT "id", "createdAt", "lastSeenAt", "userAgent", "ipAddress" FROM auth."session"
       WHERE "userId" = $1 AND "expiresAt" > now() AND "lastSeenAt" > now() - make_interval(mins => $2)
       ORDER BY "lastSeenAt" DESC, "id"`,
      [userId, idleMinutes],
    );
    return rows.map((row) => ({
      id: row.id,
      startedAt: row.createdAt.getTime(),
      lastSeenAt: row.lastSeenAt.getTime(),
      userAgent: row.userAgent ?? '',
      address: row.ipAddress ?? '',
    }));
  },
  async end(userId, sessionId) {
    const { rowCount } = await pool.query('DELETE FROM auth."session" WHERE "userId" = $1 AND "id" = $2', [
      userId,
      sessionId,
    ]);
    return rowCount === 1;
  },
});
