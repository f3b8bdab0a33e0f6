import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readInClinic } from '#server/db/in-clinic.ts';
import { newId } from '#server/platform/ids.ts';
import { loadCalendar } from '#server/repositories/calendar.ts';
import * as clinicSettings from '#server/repositories/clinic-settings.ts';
import { type OpenClinic, openClinic } from '#tests/support/a-clinic.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let clinic: OpenClinic;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());
beforeEach(async () => {
  clinic = await openClinic(t.db);
});

describe('the opening hours of a day', () => {
  const open = (
    weekday: number,
    opensAt: string,
    closesAt: string,
    from: string | null,
    to: string | null = null,
  ) =>
    t.superuser.query(
      `INSERT INTO opening_hours (clinic_id, id, weekday, opens_at, closes_at, valid_from, valid_to)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [clinic.clinicId, newId(), weekday, opensAt, closesAt, from, to],
    );

  test('do not overlap, whatever is written: not on the last day of the one, nor by a minute', async () => {
    await open(6, '09:00', '12:00', null, '2026-03-31');
    await expect(open(6, '11:59', '15:00', '2026-03-31')).rejects.toMatchObject({ code: '23P01' });
    await expect(open(6, '08:00', '24:00', null)).rejects.toMatchObject({ code: '23P01' });
  });

  test('touch, follow each other from one day to the next, and are no matter of another weekday', async () => {
    await open(6, '09:00', '12:00', null, '2026-03-31');
    await open(6, '12:00', '24:00', null, '2026-03-31');
    await open(6, '09:00', '12:00', '2026-04-01');
    await open(7, '09:00', '12:00', null);
  });

  test('do not end before they begin', async () => {
    await expect(open(6, '09:00', '12:00', '2026-04-01', '2026-03-31')).rejects.toMatchObject({
      code: '23514',
    });
  });
});

describe('the calendar of some days', () => {
  // Mon 2 to Fri 6 March 2026 in New York
  const week = {
    fromInstant: Date.parse('2026-03-02T00:00:00-05:00'),
    toInstant: Date.parse('2026-03-07T00:00:00-05:00'),
  };
  const read = () => readInClinic(t.db, clinic.clinicId, (sql) => loadCalendar(sql, week));
  const hold = (weekday: number, from: string | null, to: string | null) =>
    t.superuser.query(
      'UPDATE opening_hours SET valid_from = $3, valid_to = $4 WHERE clinic_id = $1 AND weekday = $2',
      [clinic.clinicId, weekday, from, to],
    );

  test('knows the hours that hold on any of them, with their days, and no others', async () => {
    await hold(1, null, '2026-03-02');
    await hold(2, null, '2026-02-24');
    await hold(3, '2026-03-11', null);
    await hold(4, '2026-03-05', '2026-03-05');
    const hours = { opensAt: '08:00', closesAt: '18:00' };
    expect((await read()).openingHours).toEqual([
      { ...hours, weekday: 1, validFrom: null, validTo: '2026-03-02' },
      { ...hours, weekday: 4, validFrom: '2026-03-05', validTo: '2026-03-05' },
      { ...hours, weekday: 5, validFrom: null, validTo: null },
    ]);
  });

  test('has a chair that goes out of use among them closed from that midnight on, and none that was so before', async () => {
    const [one, two] = clinic.chairs;
    const retire = (chairId: string, from: string) =>
      t.superuser.query('UPDATE chair SET out_of_use_from = $2 WHERE id = $1', [chairId, from]);
    await retire(one, '2026-03-04');
    await retire(two, '2026-02-01');
    const { chairs, closures } = await read();
    expect(chairs).toEqual([{ id: one, poolId: clinic.poolId }]);
    expect(closures).toEqual([
      {
        startsAt: Date.parse('2026-03-04T00:00:00-05:00'),
        endsAt: Infinity,
        chairId: one,
        staffId: null,
        reason: 'Out of use',
      },
    ]);
    // Whoever looks at the board sees it as a closure to the end of what they look at.
    const shown = await readInClinic(t.db, clinic.clinicId, (sql) =>
      clinicSettings.listClosures(sql, week.fromInstant, week.toInstant),
    );
    expect(shown.map(({ chairId, endsAt }) => [chairId, endsAt])).toEqual([
      [two, week.toInstant],
      [one, week.toInstant],
    ]);
  });
});
