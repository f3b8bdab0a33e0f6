import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import { openStaffedClinic, type StaffedClinic, startApi, type TestApi } from '#tests/support/api.ts';
import { aBrowser, type Browser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { type MailSink, mailSink } from '#tests/support/mail-sink.ts';
import { totp } from '#tests/support/totp.ts';

let t: TestDatabase;
let sink: MailSink;
let api: TestApi;
let clinic: StaffedClinic;
let email: string;
let theirs: Browser;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer });
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

/** The clinician has set up the app on a phone that is at the bottom of the harbor by now. */
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  clinic = await openStaffedClinic(t.db);
  email = `${clinic.people.clinician}@example.com`;
  await anAccount(t, clinic, email, { staffId: clinic.people.clinician });
  theirs = aBrowser(api.url);
  await theirs.signIn(email, A_PASSWORD);
  const { body } = await theirs.post('/auth/second-factor/set-up', { password: A_PASSWORD });
  expect((await theirs.post('/auth/second-factor/confirm', { code: totp(body.secret) })).status).toBe(200);
});

const reset = (staffId = clinic.people.clinician, by = clinic.people.admin) =>
  api.as(by).delete(`/staff/${staffId}/second-factor`);

describe('a colleague who has lost the authenticator app', () => {
  test('is let in by the password alone, and sets up another before anything else', async () => {
    expect((await reset()).body).toEqual({ wasSet: true });
    await sink.next();
    const again = aBrowser(api.url);
    expect((await again.signIn(email, A_PASSWORD)).body.status).toBe('signed-in');
    expect((await again.get('/auth/me')).body.secondFactor).toBe('missing');
    expect((await again.get('/clinic')).body.type).toBe('second-factor-missing');
    const { body } = await again.post('/auth/second-factor/set-up', { password: A_PASSWORD });
    const code = totp(body.secret);
    expect((await again.post('/auth/second-factor/confirm', { code })).status).toBe(200);
    expect((await again.get('/clinic')).status).toBe(200);
    const next = aBrowser(api.url);
    expect((await next.signIn(email, A_PASSWORD)).body.status).toBe('second-factor');
  });

  test('is signed out everywhere, and known on no device', async () => {
    expect((await theirs.get('/auth/me')).status).toBe(200);
    await reset();
    await sink.next();
    expect((await theirs.get('/auth/me')).status).toBe(401);
    const { rows } = await t.superuser.query(
      `SELECT (SELECT count(*)::int FROM auth.device d WHERE d."userId" = u.id) AS devices,
         (SELECT count(*)::int FROM auth."twoFactor" f WHERE f."userId" = u.id) AS factors
       FROM auth."user" u WHERE u.email = $1`,
      [email],
    );
    expect(rows).toEqual([{ devices: 0, factors: 0 }]);
  });

  test('is told by mail who did it, and no more than that', async () => {
    await reset();
    const mail = await sink.next();
    expect(mail).toMatchObject({
      to: { value: [{ address: email }] },
      subject: 'Your sign-in at Harbor Clinic',
    });
    expect(mail.text).toContain('The admin has taken the authenticator app off your account');
    expect(mail.text).not.toContain('#');
  });

  test('has an app whose codes are good for nothing, in the middle of signing in too', async () => {
    const halfway = aBrowser(api.url);
    await halfway.signIn(email, A_PASSWORD);
    await reset();
    await sink.next();
    const { body } = await halfway.post('/auth/second-factor', { code: '000000' });
    expect(body.status).not.toBe('signed-in');
    expect((await halfway.get('/auth/me')).status).toBe(401);
  });
});

test('who has no second factor has none to reset: nothing is done, nobody is told, nothing is written down', async () => {
  expect((await reset(clinic.people.nurse)).body).toEqual({ wasSet: false });
  const lines = await api.as(clinic.people.admin).get('/audit-events?kind=second-factor.reset');
  expect(lines.body.items).toEqual([]);
});

test('nobody resets their own', async () => {
  expect((await reset(clinic.people.admin)).body).toMatchObject({ type: 'not-allowed', status: 403 });
});

test('an admin of another clinic resets nobody’s here', async () => {
  const uptown = await openStaffedClinic(t.db);
  expect((await reset(clinic.people.clinician, uptown.people.admin)).status).toBe(404);
  expect((await theirs.get('/auth/me')).body.secondFactor).toBe('set');
});
