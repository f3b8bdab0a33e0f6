import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Caller,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';

let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let desk: Caller;
let admin: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(async () => {
  clinic = await openStaffedClinic(t.db);
  desk = api.as(clinic.people['front-desk']);
  admin = api.as(clinic.people.admin);
});
afterAll(async () => {
  await api.close();
  await t.close();
});

const ANA = { givenName: 'Ana', familyName: 'Lima', dateOfBirth: '1980-05-02' };

describe('the front desk', () => {
  test('adds a patient, and finds her by what she said on the telephone', async () => {
    const added = await desk.post('/patients', {
      ...ANA,
      phone: '+1 212 555 0142',
      email: 'ana@example.com',
    });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      id: expect.any(String),
      ...ANA,
      phone: '+1 212 555 0142',
      email: 'ana@example.com',
      createdAt: '2026-03-02T08:00:00-05:00',
      isRestricted: false,
    });
    for (const q of ['lim an', '1980-05-02', '5550142', 'LIMA']) {
      const found = await desk.get(`/patients?q=${encodeURIComponent(q)}`);
      expect(found.body).toEqual({ items: [{ ...added.body, currentCourse: null }] });
    }
    expect((await desk.get('/patients?q=bo')).body).toEqual({ items: [] });
  });

  test('is told who is there already, and may say that this is another person', async () => {
    const { body: first } = await desk.post('/patients', ANA);
    const again = { ...ANA, givenName: 'ana', familyName: 'Límâ' };
    const refused = await desk.post('/patients', again);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ type: 'patient-exists', patientId: first.id });
    expect((await desk.post('/patients', { ...again, allowDuplicate: true })).status).toBe(201);
    expect((await desk.get('/patients')).body.items).toHaveLength(2);
  });

  test('corrects what the register says, and empties what may be empty', async () => {
    const { body: patient } = await desk.post('/patients', { ...ANA, phone: '+1 212 555 0142' });
    const corrected = await desk.patch(`/patients/${patient.id}`, { familyName: 'Lima Reyes', phone: null });
    expect(corrected.body).toEqual({ ...patient, familyName: 'Lima Reyes', phone: null });
    expect((await desk.get(`/patients/${patient.id}`)).body).toEqual(corrected.body);
    expect((await desk.patch(`/patients/${patient.id}`, {})).body).toEqual(corrected.body);
  });

  test('pages through the register by family name', async () => {
    for (const familyName of ['Cole', 'Adams', 'Baker', 'Diaz', 'Evans']) {
      await desk.post('/patients', { ...ANA, familyName });
    }
    const names: string[] = [];
    let path: string | null = '/patients?limit=2';
    while (path) {
      const { body } = await desk.get(path);
      names.push(...body.items.map((item: { familyName: string }) => item.familyName));
      path = body.nextCursor ? `/patients?limit=2&cursor=${encodeURIComponent(body.nextCursor)}` : null;
    }
    expect(names).toEqual(['Adams', 'Baker', 'Cole', 'Diaz', 'Evans']);
  });

  test('is told of a patient who is not there', async () => {
    const unknown = `/patients/${clinic.clinicId}`;
    expect((await desk.get(unknown)).body).toMatchObject({ type: 'not-found', status: 404 });
    expect((await desk.patch(unknown, { phone: null })).body.type).toBe('not-found');
  });

  test('sees nothing of another clinic', async () => {
    const { body: ana } = await desk.post('/patients', ANA);
    const elsewhere = await openStaffedClinic(t.db, { name: 'Uptown' });
    const other = api.as(elsewhere.people['front-desk']);
    expect((await other.get(`/patients/${ana.id}`)).status).toBe(404);
    expect((await other.patch(`/patients/${ana.id}`, { phone: null })).status).toBe(404);
    expect((await other.get('/patients')).body).toEqual({ items: [] });
  });
});

describe('the clinic', () => {
  test('tells its hours, its zone, what time it is and when it opens next', async () => {
    const { body } = await desk.get('/clinic');
    expect(body).toMatchObject({
      name: 'Harbor Clinic',
      zone: 'America/New_York',
      slotMinutes: 15,
      now: '2026-03-02T08:00:00-05:00',
      today: '2026-03-02',
      nextOpenOn: '2026-03-02',
      pools: [{ id: clinic.poolId, name: 'Infusion' }],
    });
    expect(body.openingHours[0]).toEqual({
      weekday: 1,
      opensAt: '08:00',
      closesAt: '18:00',
      validFrom: null,
      validTo: null,
    });
  });

  test('opens next after the weekend and its closures', async () => {
    const closed = await openStaffedClinic(t.db, {
      closures: [
        // Monday 2 March from midnight, and Tuesday until 18:00: touching closures close as one
        { from: '2026-03-02T00:00:00-05:00', to: '2026-03-03T00:00:00-05:00' },
        { from: '2026-03-03T00:00:00-05:00', to: '2026-03-03T18:00:00-05:00' },
        // Wednesday morning only
        { from: '2026-03-04T08:00:00-05:00', to: '2026-03-04T12:00:00-05:00' },
      ].map(({ from, to }, index) => ({
        id: `01950000-0000-7000-8000-00000000000${index}`,
        startsAt: Date.parse(from),
        endsAt: Date.parse(to),
        chairId: null,
        staffId: null,
        reason: 'Painting',
      })),
    });
    expect((await api.as(closed.people.nurse).get('/clinic')).body.nextOpenOn).toBe('2026-03-04');
  });

  test('changes its name, its telephone and, before the first course, its zone', async () => {
    const changed = await admin.patch('/clinic', {
      name: 'Lake Clinic',
      phone: null,
      zone: 'America/Chicago',
    });
    expect(changed.body).toMatchObject({
      name: 'Lake Clinic',
      phone: null,
      zone: 'America/Chicago',
      now: '2026-03-02T07:00:00-06:00',
    });
    expect((await desk.get('/clinic')).body).toEqual(changed.body);
  });

  test.each(['Mars/Olympus', '+05:00', '', 'America/New_York\u0000', 'x'.repeat(100), 5, null])(
    'does not move to %j',
    async (zone) => {
      const refused = await admin.patch('/clinic', { zone, name: 'Elsewhere' });
      expect(refused.body).toMatchObject({ type: 'invalid-request', errors: [{ pointer: '/body/zone' }] });
      expect((await desk.get('/clinic')).body).toMatchObject({
        zone: 'America/New_York',
        name: 'Harbor Clinic',
      });
    },
  );

  test('has its chairs and protocols in its own order, and shows retired ones when asked', async () => {
    const chairs = await desk.get('/chairs');
    expect(chairs.body.items.map((chair: { name: string }) => chair.name)).toEqual([
      'Chair 1',
      'Chair 2',
      'Chair 3',
    ]);
    const active = await desk.get('/protocols');
    expect(active.body.items).toHaveLength(1);
    expect(active.body.items[0]).toMatchObject({
      id: clinic.protocolId,
      route: 'iv',
      status: 'active',
      sessionCount: 6,
      blockMinutes: 100,
      booster: { firstInterval: 'P4W', flexDays: 7 },
    });
    const all = await desk.get('/protocols?includeRetired=true');
    expect(all.body.items.map((protocol: { status: string }) => protocol.status)).toEqual([
      'active',
      'retired',
    ]);
  });
});
