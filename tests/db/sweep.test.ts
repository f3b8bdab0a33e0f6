import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { beforeClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import * as clinics from '#server/repositories/clinics.ts';
import { sweep } from '#server/sweeping/sweep.ts';
import { startSweeper } from '#server/sweeping/sweeper.ts';
import { type OpenClinic, openClinic } from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

// Mon 2 Mar 2026, 10:00 in New York. Accounts go by PostgreSQL's clock, clinics by the server's.
const NOW = Date.parse('2026-03-02T10:00:00-05:00');
const KEPT = { answers: 7, invitations: 90, devices: 400 };

let t: TestDatabase;
let clinic: OpenClinic;
beforeAll(async () => {
  t = await testDatabase();
});
beforeEach(async () => {
  clinic = await openClinic(t.db);
});
afterAll(() => t.close());

const sweepNow = (batch?: number) => sweep({ ...t, clock: { now: () => NOW } }, KEPT, batch);
const daysAgo = (days: number) => new Date(NOW - days * 86_400_000).toISOString();

async function invitation(told: {
  email: string;
  invitedDaysAgo: number;
  accepted?: boolean;
  withdrawn?: boolean;
}): Promise<void> {
  const { email, invitedDaysAgo, accepted, withdrawn } = told;
  await t.superuser.query(
    `INSERT INTO invitation (clinic_id, id, name, email, role, trained, token_hash, invited_at, expires_at, accepted_at, withdrawn_at)
     VALUES ($1, $2, 'Mia Berg', $3, 'nurse', true, 'a hash', $4::timestamptz, $4::timestamptz + interval '7 days', $5, $6)`,
    [
      clinic.clinicId,
      newId(),
      email,
      daysAgo(invitedDaysAgo),
      accepted ? daysAgo(invitedDaysAgo) : null,
      withdrawn ? daysAgo(invitedDaysAgo) : null,
    ],
  );
}
const invitations = async () =>
  (
    await t.superuser.query(
      `SELECT email, token_hash AS hash FROM invitation WHERE clinic_id = $1 ORDER BY email`,
      [clinic.clinicId],
    )
  ).rows;

const answer = (key: string, days: number) =>
  t.superuser.query(
    `INSERT INTO idempotency_key (clinic_id, actor_id, key, request_hash, status, response, created_at)
     VALUES ($1, $2, $3, 'any', 201, '{}', $4)`,
    [clinic.clinicId, clinic.deskId, key, daysAgo(days)],
  );
const answers = async () =>
  (
    await t.superuser.query('SELECT key FROM idempotency_key WHERE clinic_id = $1 ORDER BY key', [
      clinic.clinicId,
    ])
  ).rows.map(({ key }) => key);

describe('of a clinic', () => {
  test('the hash of a link that leads nowhere goes; an open one stays', async () => {
    await invitation({ email: 'accepted@example.com', invitedDaysAgo: 1, accepted: true });
    await invitation({ email: 'expired@example.com', invitedDaysAgo: 8 });
    await invitation({ email: 'open@example.com', invitedDaysAgo: 6 });
    await invitation({ email: 'withdrawn@example.com', invitedDaysAgo: 1, withdrawn: true });
    expect(await sweepNow()).toBe(3);
    expect(await invitations()).toEqual([
      { email: 'accepted@example.com', hash: '' },
      { email: 'expired@example.com', hash: '' },
      { email: 'open@example.com', hash: 'a hash' },
      { email: 'withdrawn@example.com', hash: '' },
    ]);
    expect(await sweepNow()).toBe(0);
  });

  test('an invitation that nobody took up is forgotten after a quarter; who let whom in stays', async () => {
    await invitation({ email: 'never@example.com', invitedDaysAgo: 98 });
    await invitation({ email: 'not-yet@example.com', invitedDaysAgo: 96 });
    await invitation({ email: 'came@example.com', invitedDaysAgo: 98, accepted: true });
    await sweepNow();
    expect((await invitations()).map(({ email }) => email)).toEqual([
      'came@example.com',
      'not-yet@example.com',
    ]);
  });

  test('the answer to a request that may come twice is kept for a week', async () => {
    await answer('eight days', 8);
    await answer('six days', 6);
    await sweepNow();
    expect(await answers()).toEqual(['six days']);
  });

  test('much is swept little by little', async () => {
    for (let n = 1; n <= 7; n += 1) await answer(`old ${n}`, 30);
    const before = { now: NOW, invitations: 0, answers: NOW - 7 * 86_400_000 };
    expect(await clinics.sweep(beforeClinic(t.db), before, 3)).toBe(3);
    expect(await answers()).toHaveLength(4);
    expect(await sweepNow(3)).toBe(4);
    expect(await answers()).toEqual([]);
  });

  test('what somebody works on is passed over, and nobody waits', async () => {
    await answer('held', 30);
    await answer('free', 30);
    const somebody = await t.superuser.connect();
    try {
      await somebody.query(`BEGIN; SELECT FROM idempotency_key WHERE key = 'held' FOR UPDATE`);
      await sweepNow();
      expect(await answers()).toEqual(['held']);
    } finally {
      await somebody.query('ROLLBACK');
      somebody.release();
    }
    await sweepNow();
    expect(await answers()).toEqual([]);
  });
});

describe('of the accounts', () => {
  const userId = newId();
  beforeAll(async () => {
    await t.superuser.query(
      `INSERT INTO auth."user" (id, name, email) VALUES ($1, 'Mia', 'mia@example.com')`,
      [userId],
    );
  });

  /** When it ends, from now, as an interval of PostgreSQL. */
  const rowsOf = async (table: string) =>
    (await t.superuser.query(`SELECT count(*)::int AS n FROM auth."${table}"`)).rows[0].n;

  test.each([
    ['session', `(id, token, "userId", "expiresAt") VALUES ($2, $2, $1, now() + $3::interval)`],
    ['verification', `(id, identifier, value, "expiresAt") VALUES ($2, $2, $1, now() + $3::interval)`],
    ['passwordReset', `(hash, "userId", "expiresAt") VALUES ($2, $1, now() + $3::interval)`],
  ])('a %s goes a day after its end, and not before', async (table, values) => {
    for (const ends of ['-25 hours', '-23 hours', '1 hour']) {
      await t.superuser.query(`INSERT INTO auth."${table}" ${values}`, [userId, `ends in ${ends}`, ends]);
    }
    expect(await sweepNow()).toBe(1);
    expect(await rowsOf(table)).toBe(2);
  });

  test('no table of links, codes or sessions is left out', async () => {
    const { rows } = await t.superuser.query(
      `SELECT table_name AS name, column_name AS "column" FROM information_schema.columns
       WHERE table_schema = 'auth' AND column_name ~* 'expire' ORDER BY 1, 2`,
    );
    const others = rows.filter(({ column }) => column !== 'expiresAt');
    // Counters are swept by a rule of their own; the library's tokens of other services are none of ours.
    expect(others).toEqual([
      { name: 'account', column: 'accessTokenExpiresAt' },
      { name: 'account', column: 'refreshTokenExpiresAt' },
      { name: 'throttle', column: 'expire' },
    ]);
  });

  test('a counter goes when it counts nothing any more', async () => {
    await t.superuser.query(
      `INSERT INTO auth.throttle (key, points, expire) VALUES
         ('over', 3, extract(epoch FROM now()) * 1000 - 1000), ('counts', 3, extract(epoch FROM now()) * 1000 + 60000)`,
    );
    await sweepNow();
    const { rows } = await t.superuser.query(`SELECT key FROM auth.throttle WHERE key IN ('over', 'counts')`);
    expect(rows).toEqual([{ key: 'counts' }]);
  });

  test('a browser that nobody was back on in 400 days is a stranger', async () => {
    await t.superuser.query(
      `INSERT INTO auth.device (hash, "userId", "seenAt") VALUES
         ('left', $1, now() - interval '401 days'), ('here', $1, now() - interval '399 days')`,
      [userId],
    );
    await sweepNow();
    expect((await t.superuser.query('SELECT hash FROM auth.device')).rows).toEqual([{ hash: 'here' }]);
  });
});

test('much of the accounts is swept little by little, too', async () => {
  await t.superuser.query(
    `INSERT INTO auth.throttle (key, points, expire) SELECT 'old ' || n, 3, 1000 FROM generate_series(1, 7) AS n`,
  );
  expect(await t.accounts.sweep(400, 3)).toBe(3);
  expect(await sweepNow(3)).toBe(4);
});

test('two servers that sweep at once get into nobody’s way', async () => {
  for (let n = 1; n <= 40; n += 1) await answer(`old ${n}`, 30);
  const swept = await Promise.all([sweepNow(5), sweepNow(5), sweepNow(5)]);
  expect(swept.reduce((sum, rows) => sum + rows, 0)).toBe(40);
  expect(await answers()).toEqual([]);
});

test('a sweep that fails is told, and comes again', async () => {
  const told: unknown[] = [];
  const tell = (line: unknown) => void told.push(line);
  const failure = new Error('The database is away.');
  let runs = 0;
  const sweepOnce = async () => {
    runs += 1;
    if (runs === 1) throw failure;
    return runs === 2 ? 5 : 0;
  };
  const sweeper = startSweeper(sweepOnce, { info: tell, error: tell }, 1 / 6_000); // every ten milliseconds
  while (runs < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  await sweeper.stop();
  expect(told).toEqual([{ err: failure }, { rows: 5 }]);
});
