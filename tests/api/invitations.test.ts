import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { aBrowser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { type MailSink, mailSink, tokenIn } from '#tests/support/mail-sink.ts';

let t: TestDatabase;
let api: TestApi;
let sink: MailSink;
let clinic: StaffedClinic;
let email: string;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db);
  email = `mia.${clinic.clinicId}@example.com`;
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

const mia = () => ({ name: 'Mia Berg', email, role: 'nurse', trained: true });
const invite = (body: object = mia()) => api.as(clinic.people.admin).post('/invitations', body);

/** Invites, and reads the mail. */
async function invited(body: object = mia()): Promise<string> {
  const answer = await invite(body);
  expect(answer.status).toBe(201);
  return tokenIn(await sink.next());
}

const accept = (token: string, password = A_PASSWORD, by = aBrowser(api.url)) =>
  by.post('/auth/invitations/accept', { token, password });

const staffOf = async () =>
  (
    await t.superuser.query(
      `SELECT s.id, s.name, s.role, s.trained, s.active, m.user_id AS "userId"
       FROM staff s LEFT JOIN membership m ON m.staff_id = s.id WHERE s.email = $1`,
      [email],
    )
  ).rows;

describe('who is invited', () => {
  test('gets a mail, chooses a password, and is signed in as who they are', async () => {
    const { body } = await invite();
    expect(body).toMatchObject({
      ...mia(),
      status: 'open',
      invitedAt: '2026-03-02T08:00:00-05:00',
      expiresAt: '2026-03-09T09:00:00-04:00', // seven days of 24 hours; the clocks go forward on the 8th
    });
    const mail = await sink.next();
    expect(mail).toMatchObject({
      to: { value: [{ address: email }] },
      subject: 'Your account at Harbor Clinic',
    });
    const browser = aBrowser(api.url);
    const accepted = await accept(tokenIn(mail), A_PASSWORD, browser);
    expect(accepted.status).toBe(200);
    expect(accepted.body).toMatchObject({ status: 'signed-in', person: { name: 'Mia Berg', role: 'nurse' } });
    expect((await browser.get('/clinic')).body.name).toBe('Harbor Clinic');
    expect(await staffOf()).toMatchObject([{ name: 'Mia Berg', role: 'nurse', trained: true, active: true }]);
    const listed = await api.as(clinic.people.admin).get('/invitations');
    expect(listed.body.items).toMatchObject([{ id: body.id, status: 'accepted' }]);
  });

  test('and is counted on duty is there whenever the clinic is open, from the day they join', async () => {
    await accept(await invited());
    const [{ id }] = await staffOf();
    const { rows } = await t.superuser.query(
      `SELECT weekday, starts_at AS "from", ends_at AS "to", valid_from::text AS since, valid_to AS until
       FROM staff_shift WHERE staff_id = $1 ORDER BY weekday`,
      [id],
    );
    const hours = { from: '08:00', to: '18:00', since: '2026-03-02', until: null };
    expect(rows).toEqual([1, 2, 3, 4, 5].map((weekday) => ({ weekday, ...hours })));
  });

  test('before the hours change is there by those that hold, and then by those that are to', async () => {
    const hours = [{ weekday: 1, opensAt: '10:00', closesAt: '16:00' }];
    const change = { kind: 'opening-hours', from: '2026-03-09', hours };
    const admin = api.as(clinic.people.admin);
    const { token } = (await admin.post('/hours-change-previews', { change })).body;
    expect((await admin.post('/hours-changes', { token, leftSessionIds: [] })).status).toBe(201);
    await accept(await invited());
    const { staff } = (await admin.get('/hours')).body;
    const [now, later] = staff.find(({ name }: { name: string }) => name === 'Mia Berg').shifts;
    const allDay = { startsAt: '08:00', endsAt: '18:00' };
    expect(now.shifts).toEqual([1, 2, 3, 4, 5].map((weekday) => ({ weekday, ...allDay })));
    expect(later).toEqual({
      from: '2026-03-09',
      shifts: [{ weekday: 1, startsAt: '10:00', endsAt: '16:00' }],
    });
  });

  test('to the front desk is counted on duty only where they are trained', async () => {
    const shiftsOf = async () =>
      (
        await t.superuser.query(
          `SELECT count(*)::int AS shifts FROM staff_shift h JOIN staff s ON s.id = h.staff_id WHERE s.email = $1`,
          [email],
        )
      ).rows[0].shifts;
    await accept(await invited({ ...mia(), role: 'front-desk', trained: false }));
    expect(await shiftsOf()).toBe(0);
    const [{ id }] = await staffOf();
    await api.as(clinic.people.admin).delete(`/staff/${id}/access`);
    await accept(await invited({ ...mia(), role: 'front-desk', trained: true }));
    expect(await shiftsOf()).toBe(5);
  });

  test('as a clinician is asked for a second factor before anything else', async () => {
    const browser = aBrowser(api.url);
    await accept(await invited({ ...mia(), role: 'clinician' }), A_PASSWORD, browser);
    expect((await browser.get('/auth/me')).body.secondFactor).toBe('missing');
    expect((await browser.get('/clinic')).body.type).toBe('second-factor-missing');
  });

  test('accepts once', async () => {
    const token = await invited();
    expect((await accept(token)).status).toBe(200);
    expect((await accept(token, 'marzipan walrus teapot')).body).toMatchObject({
      type: 'link-expired',
      status: 410,
    });
    expect((await aBrowser(api.url).signIn(email, A_PASSWORD)).status).toBe(200);
  });

  test('accepts once, though two come at the same moment', async () => {
    const token = await invited();
    const answers = await Promise.all([accept(token), accept(token)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await staffOf()).toHaveLength(1);
  });

  test('accepts within seven days', async () => {
    const token = await invited();
    api.now = '2026-03-09T08:59:59-04:00';
    expect((await accept(token, 'short')).body.type).toBe('invalid-request');
    api.now = '2026-03-09T09:00:00-04:00';
    expect((await accept(token)).body.type).toBe('link-expired');
    const listed = await api.as(clinic.people.admin).get('/invitations');
    expect(listed.body.items).toMatchObject([{ status: 'expired' }]);
    expect(await staffOf()).toEqual([]);
  });

  test('cannot choose what others would guess', async () => {
    const token = await invited();
    for (const password of ['miaberg-2026!!', 'sunshine123456']) {
      expect((await accept(token, password)).body).toMatchObject({
        type: 'invalid-request',
        errors: [{ pointer: '/body/password' }],
      });
    }
    expect((await accept(token)).status).toBe(200);
  });

  test('uses the newest link: the one before is good for nothing', async () => {
    const [first, second] = [await invited(), await invited({ ...mia(), role: 'front-desk' })];
    expect((await accept(first)).body.type).toBe('link-expired');
    expect((await accept(second)).body.person.role).toBe('front-desk');
  });

  test('uses no link that was withdrawn', async () => {
    const { body } = await invite();
    const token = tokenIn(await sink.next());
    expect((await api.as(clinic.people.admin).delete(`/invitations/${body.id}`)).status).toBe(200);
    expect((await accept(token)).body.type).toBe('link-expired');
    expect((await api.as(clinic.people.admin).delete(`/invitations/${body.id}`)).status).toBe(404);
  });

  test('takes up an acceptance that was broken off after the user was there', async () => {
    const token = await invited();
    await t.accounts.addUser({ email, name: 'Mia Berg', password: 'of the first attempt' });
    const accepted = await accept(token);
    expect(accepted.body.status).toBe('signed-in');
    expect((await aBrowser(api.url).signIn(email, 'of the first attempt')).status).toBe(401);
  });

  test('and has left before comes back as the same person', async () => {
    await accept(await invited());
    const [before] = await staffOf();
    await api.as(clinic.people.admin).delete(`/staff/${before.id}/access`);
    await t.superuser.query(`UPDATE staff_shift SET ends_at = '12:00' WHERE staff_id = $1`, [before.id]);
    await accept(await invited({ ...mia(), name: 'Mia Hart', role: 'front-desk', trained: true }));
    expect(await staffOf()).toEqual([
      { ...before, name: 'Mia Hart', role: 'front-desk', trained: true, active: true },
    ]);
    // with the hours that they had
    const hours = await t.superuser.query('SELECT DISTINCT ends_at FROM staff_shift WHERE staff_id = $1', [
      before.id,
    ]);
    expect(hours.rows).toEqual([{ ends_at: '12:00' }]);
  });

  test('keeps the account that they have, as a patient or elsewhere', async () => {
    const patientId = await aPatient(t.db, clinic, 'Mia Berg', { email });
    await anAccount(t, clinic, email, { patientId });
    const token = await invited();
    expect((await accept(token, 'marzipan walrus teapot')).body).toMatchObject({
      type: 'account-exists',
      status: 409,
    });
    expect((await aBrowser(api.url).signIn(email, A_PASSWORD)).body.person.role).toBe('patient');
  });

  test('has a link that cannot be read in the database', async () => {
    const token = await invited();
    const { rows } = await t.superuser.query('SELECT * FROM invitation WHERE clinic_id = $1', [
      clinic.clinicId,
    ]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

test('the link says who is asked to work where, and as what, as often as it is opened', async () => {
  const token = await invited();
  const read = () => aBrowser(api.url).post('/auth/invitations/read', { token });
  for (let times = 0; times < 2; times += 1) {
    expect((await read()).body).toEqual({
      name: 'Mia Berg',
      email,
      role: 'nurse',
      clinicName: 'Harbor Clinic',
    });
  }
  expect((await accept(token)).status).toBe(200);
  expect((await read()).body).toMatchObject({ type: 'link-expired', status: 410 });
});

test('reading links that nobody was sent is counted with using them', async () => {
  const read = () => aBrowser(api.url).post('/auth/invitations/read', { token: 'A'.repeat(43) });
  for (let tries = 0; tries < 30; tries += 1) {
    expect((await read()).body.type).toBe('link-expired');
  }
  expect((await read()).body.type).toBe('too-many-guesses');
  expect((await accept('A'.repeat(43))).body.type).toBe('too-many-guesses');
});

test('nobody is invited who works here and can sign in', async () => {
  await accept(await invited());
  expect((await invite()).body).toMatchObject({ type: 'account-exists', status: 409 });
});

test('a link that nobody was sent is counted', async () => {
  for (let tries = 0; tries < 30; tries += 1) {
    expect((await accept('A'.repeat(43))).body.type).toBe('link-expired');
  }
  expect((await accept('A'.repeat(43))).body.type).toBe('too-many-guesses');
});

test('the invitations of another clinic are not listed, and not withdrawn', async () => {
  const { body } = await invite();
  await sink.next();
  const uptown = await openStaffedClinic(t.db);
  expect((await api.as(uptown.people.admin).get('/invitations')).body.items).toEqual([]);
  expect((await api.as(uptown.people.admin).delete(`/invitations/${body.id}`)).status).toBe(404);
});

describe('who has left', () => {
  let id: string;
  const leave = (by = clinic.people.admin) => api.as(by).delete(`/staff/${id}/access`);
  const browser = () => aBrowser(api.url);
  let theirs: ReturnType<typeof browser>;
  beforeEach(async () => {
    theirs = browser();
    await accept(await invited(), A_PASSWORD, theirs);
    [{ id }] = await staffOf();
  });

  test('is signed out everywhere, and is not let in again', async () => {
    expect((await theirs.get('/auth/me')).status).toBe(200);
    expect((await leave()).status).toBe(200);
    expect((await theirs.get('/auth/me')).status).toBe(401);
    const again = await browser().signIn(email, A_PASSWORD);
    expect(again.body).toMatchObject({ type: 'wrong-credentials', status: 401 });
    const { rows } = await t.superuser.query(
      `SELECT (SELECT count(*)::int FROM auth.session s WHERE s."userId" = u.id AND s."createdAt" < now() - interval '1 hour') AS old,
         (SELECT count(*)::int FROM auth.device d WHERE d."userId" = u.id) AS devices
       FROM auth."user" u WHERE u.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ old: 0, devices: 0 }]);
  });

  test('is of this clinic: another’s admin ends nobody’s access', async () => {
    const uptown = await openStaffedClinic(t.db);
    expect((await leave(uptown.people.admin)).status).toBe(404);
    expect((await theirs.get('/auth/me')).status).toBe(200);
  });

  test('is never the admin who says so', async () => {
    id = clinic.people.admin;
    expect((await leave()).body).toMatchObject({ type: 'not-allowed', status: 403 });
  });
});
