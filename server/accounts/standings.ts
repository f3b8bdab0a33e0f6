import type pg from 'pg';

/** How an account stands, for whoever minds who may sign in. */
export type Standing = {
  readonly hasSecondFactor: boolean;
  /** Null where no browser of theirs is known. */
  readonly lastSignedInAt: number | null;
};

/** Of these users, by their ids. */
export type Standings = (userIds: readonly string[]) => Promise<ReadonlyMap<string, Standing>>;

/** Whoever signs in has the browser remembered: the latest of those is when they did. */
export const standingsIn =
  (pool: pg.Pool): Standings =>
  async (userIds) => {
    const { rows } = await pool.query<{ id: string; has: boolean; at: Date | null }>(
      `SELECT u."id", coalesce(u."twoFactorEnabled", false) AS has, max(d."seenAt") AS at
       FROM auth."user" u LEFT JOIN auth."device" d ON d."userId" = u."id"
       WHERE u."id" = ANY ($1) GROUP BY u."id"`,
      [userIds],
    );
    return new Map(
      rows.map(({ id, has, at }) => [id, { hasSecondFactor: has, lastSignedInAt: at?.getTime() ?? null }]),
    );
  };
