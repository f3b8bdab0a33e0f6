import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { ENDPOINTS } from '#server/contract/api.ts';
import type { AuditEvent } from '#server/contract/audit.endpoints.ts';
import type { CourseGates } from '#server/contract/gates.endpoints.ts';
import type { Session } from '#server/contract/session.ts';
import type { AuditKind } from '#server/scheduling/vocabulary.ts';
import { A_PASSWORD, anAccount } from '#tests/support/an-account.ts';
import {
  aPatient,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, attendAll, bookFor, sixAt } from '#tests/support/bookings.ts';
import { aBrowser } from '#tests/support/browser.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { gateKind } from '#tests/support/gates.ts';
import { codeIn, type MailSink, mailSink, tokenIn } from '#tests/support/mail-sink.ts';
import { totp } from '#tests/support/totp.ts';

let t: TestDatabase;
let sink: MailSink;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;

beforeAll(async () => {
  t = await testDatabase();
  sink = await mailSink();
  api = await startApi(t, { mailer: sink.mailer });
});
beforeEach(async () => {
  await t.superuser.query('TRUNCATE auth.throttle');
  api.now = '2026-03-02T08:00:00-05:00';
  clinic = await openStaffedClinic(t.db);
  ana = await aPatient(t.db, clinic);
});
afterAll(async () => {
  await api.close();
  await sink.close();
  await t.close();
});

const as = (role: keyof StaffedClinic['people']) => api.as(clinic.people[role]);

async function trail(query = '', by = as('admin')): Promise<AuditEvent[]> {
  const { items } = answered<{ items: AuditEvent[] }>(await by.get(`/audit-events${query}`), 200);
  return items;
}

/** From now on nobody's session takes place without consent on file. */
const askForConsent = () =>
  t.superuser.query('UPDATE clinic SET gates = $2 WHERE id = $1', [
    clinic.clinicId,
    JSON.stringify([gateKind('consent')]),
  ]);

/** Ana's course, and that her consent to it is on file. */
async function consented(): Promise<CourseGates> {
  await askForConsent();
  const { id } = await bookFor(api, clinic, ana);
  const done = { kind: 'consent', doneOn: '2026-03-02' };
  return answered(await as('nurse').post(`/courses/${id}/gates`, done), 201);
}

/** What follows an answer takes a moment. */
async function untilWritten(kind: AuditKind, count = 1): Promise<AuditEvent[]> {
  for (;;) {
    const found = await trail(`?kind=${kind}`);
    if (found.length >= count) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const stepped = async (verbs: readonly string[], body: object = {}) => {
  const course = await bookFor(api, clinic, ana);
  const [session] = course.sessions;
  api.now = session?.startsAt ?? '';
  for (const verb of verbs) {
    answered(await as('nurse').post(`/sessions/${session?.id}/${verb}`, verb === 'cancel' ? body : {}), 200);
  }
};

/** Ana would like to come earlier. */
async function aWish() {
  const { id: courseId, sessions } = await bookFor(api, clinic, ana, sixAt('14:00'));
  const sessionId = sessions[0]?.id;
  const wish = { courseId, sessionId, until: '2026-03-31' };
  const { id } = answered<{ id: string }>(await as('front-desk').post('/waitlist', wish), 201);
  return { entryId: id, courseId, sessionId };
}

/** A chair that Bo has given up, offered to her. */
async function anOffer(): Promise<string> {
  const { courseId, sessionId } = await aWish();
  const { sessions } = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'));
  const desk = as('front-desk');
  answered(await desk.post(`/sessions/${sessions[0]?.id}/cancel`, { reason: 'no-escort' }), 200);
  const { items } = answered<{ items: { id: string }[] }>(await desk.get('/worklists/freed-chairs'), 200);
  const asked = { courseId, kind: 'move', sessionId };
  return answered<{ id: string }>(await desk.post(`/freed-chairs/${items[0]?.id}/offers`, asked), 201).id;
}

const answeredOffer = async (verb: string): Promise<void> =>
  void answered(await as('front-desk').post(`/offers/${await anOffer()}/${verb}`), 200);

async function aNurse(): Promise<{ email: string; browser: ReturnType<typeof aBrowser> }> {
  const email = `${clinic.people.nurse}@example.com`;
  await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
  const browser = aBrowser(api.url);
  answered(await browser.signIn(email, A_PASSWORD), 200);
  return { email, browser };
}

/** One that was mailed to a patient. */
async function aCode(): Promise<{ email: string; code: string }> {
  const email = `bo.${clinic.clinicId}@example.com`;
  await aPatient(t.db, clinic, 'Bo Hara', { email });
  answered(await aBrowser(api.url).post('/auth/patient-codes', { email }), 200);
  return { email, code: codeIn(await sink.next()) };
}

async function aNurseWithCodes() {
  const { email, browser } = await aNurse();
  const made = await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD });
  const { secret } = answered<{ secret: string }>(made, 200);
  answered(await browser.post('/auth/second-factor/confirm', { code: totp(secret) }), 200);
  await t.superuser.query(`DELETE FROM auth.throttle WHERE key LIKE 'used-code:%'`);
  return { email, browser, secret };
}

async function anInvitation(): Promise<{ id: string; token: string }> {
  const mia = { name: 'Mia Berg', email: `mia.${clinic.clinicId}@example.com`, role: 'nurse', trained: true };
  const { id } = answered<{ id: string }>(await as('admin').post('/invitations', mia), 201);
  return { id, token: tokenIn(await sink.next()) };
}

const restricted = async () =>
  answered(
    await as('clinician').put(`/patients/${ana}/restriction`, { isRestricted: true, reason: 'A colleague' }),
    200,
  );

/** By the admin, who is not on the care team. */
async function openedInEmergency(): Promise<void> {
  await restricted();
  const reason = 'On the telephone, and not well';
  answered(await as('admin').post(`/patients/${ana}/emergency-access`, { reason }), 201);
  await sink.next();
}

const aScore = { instrument: 'phq-9', total: 12, assessedOn: '2026-03-02' };

/** Closed on Fridays from 13 March on. */
const anHoursPreview = async (): Promise<string> => {
  const hours = [1, 2, 3, 4].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' }));
  const change = { kind: 'opening-hours', from: '2026-03-13', hours };
  return answered<{ token: string }>(await as('admin').post('/hours-change-previews', { change }), 200).token;
};

/** Tuesday 3 March. */
const aClosurePreview = async (): Promise<string> =>
  answered<{ token: string }>(
    await as('front-desk').post('/closure-previews', {
      closure: {
        startsAt: '2026-03-03T00:00:00-05:00',
        endsAt: '2026-03-04T00:00:00-05:00',
        reason: 'Pipes',
      },
    }),
    200,
  ).token;
const aClosure = async (): Promise<string> =>
  answered<{ closure: { id: string } }>(
    await as('front-desk').post('/closures', { token: await aClosurePreview(), leftSessionIds: [] }),
    201,
  ).closure.id;

/**
 * Every endpoint that changes something, by a call that does, and the line that it leaves. An endpoint that is on
 * neither list fails the first test: whoever adds a write says here what is written down of it.
 */
const RECORDED: Readonly<Record<string, { readonly kind: AuditKind; readonly call: () => Promise<void> }>> = {
  setRestriction: { kind: 'record.restrict', call: async () => void (await restricted()) },
  openInEmergency: { kind: 'emergency-access.open', call: async () => void (await openedInEmergency()) },
  closeEmergencyAccess: {
    kind: 'emergency-access.close',
    call: async () => {
      await openedInEmergency();
      answered(await as('admin').delete(`/patients/${ana}/emergency-access`), 200);
    },
  },
  signIn: {
    kind: 'sign-in',
    call: async () => void (await aNurse()),
  },
  requestPatientCode: {
    kind: 'patient-code.ask',
    call: async () => {
      await aCode();
    },
  },
  signInAsPatient: {
    kind: 'sign-in',
    call: async () => {
      answered(await aBrowser(api.url).post('/auth/patient-sign-ins', await aCode()), 200);
    },
  },
  signOut: {
    kind: 'sign-out',
    call: async () => void answered(await (await aNurse()).browser.post('/auth/sign-out'), 200),
  },
  setUpSecondFactor: {
    kind: 'second-factor.set-up',
    call: async () => {
      const { browser } = await aNurse();
      answered(await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD }), 200);
    },
  },
  confirmSecondFactor: { kind: 'second-factor.confirm', call: async () => void (await aNurseWithCodes()) },
  renewRecoveryCodes: {
    kind: 'second-factor.recovery-codes',
    call: async () => {
      const { browser } = await aNurseWithCodes();
      answered(await browser.post('/auth/second-factor/recovery-codes', { password: A_PASSWORD }), 200);
    },
  },
  signInBySecondFactor: {
    kind: 'sign-in',
    call: async () => {
      const { email, secret } = await aNurseWithCodes();
      const browser = aBrowser(api.url);
      answered(await browser.signIn(email, A_PASSWORD), 200);
      expect(await trail('?kind=sign-in')).toHaveLength(1);
      answered(await browser.post('/auth/second-factor', { code: totp(secret) }), 200);
      expect(await trail('?kind=sign-in')).toHaveLength(2);
    },
  },
  changePassword: {
    kind: 'password.change',
    call: async () => {
      const { browser } = await aNurse();
      const next = 'marzipan walrus teapot';
      answered(await browser.post('/auth/password', { current: A_PASSWORD, next }), 200);
    },
  },
  requestPasswordReset: {
    kind: 'password.ask-reset',
    call: async () => {
      const { email, browser } = await aNurse();
      answered(await browser.post('/auth/password-reset-requests', { email }), 200);
      await untilWritten('password.ask-reset');
      await sink.next();
    },
  },
  resetPassword: {
    kind: 'password.reset',
    call: async () => {
      const { email, browser } = await aNurse();
      answered(await browser.post('/auth/password-reset-requests', { email }), 200);
      const token = tokenIn(await sink.next());
      answered(
        await browser.post('/auth/password-resets', { token, password: 'marzipan walrus teapot' }),
        200,
      );
    },
  },
  endOwnSession: {
    kind: 'sign-out',
    call: async () => {
      const { browser, email } = await aNurse();
      answered(await aBrowser(api.url).signIn(email, A_PASSWORD), 200);
      const { items } = answered<{ items: { id: string; isThis: boolean }[] }>(
        await browser.get('/auth/sessions'),
        200,
      );
      answered(await browser.delete(`/auth/sessions/${items.find(({ isThis }) => !isThis)?.id}`), 200);
    },
  },
  signOutEverywhere: {
    kind: 'sign-out',
    call: async () => void answered(await (await aNurse()).browser.post('/auth/sign-out-everywhere'), 200),
  },
  updateResponseSettings: {
    kind: 'clinic.update',
    call: async () => void answered(await as('admin').patch('/instruments', { patientsSeeOwn: true }), 200),
  },
  addAssessment: {
    kind: 'assessment.add',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      answered(await as('nurse').post(`/courses/${id}/assessments`, aScore), 201);
    },
  },
  setBaseline: {
    kind: 'baseline.set',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      const { id: assessmentId } = answered<{ id: string }>(
        await as('nurse').post(`/courses/${id}/assessments`, aScore),
        201,
      );
      answered(await as('clinician').put(`/courses/${id}/baseline`, { assessmentId }), 200);
    },
  },
  addCourseReview: {
    kind: 'course.review',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      const review = { kind: 'mid-course', outcome: 'continue' };
      answered(await as('clinician').post(`/courses/${id}/reviews`, review), 201);
    },
  },
  reportRelapse: {
    kind: 'relapse.report',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      answered(await as('front-desk').post(`/courses/${id}/relapse-reports`), 201);
    },
  },
  addMyAssessment: {
    kind: 'assessment.add',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      answered(await api.as(ana).post(`/me/courses/${id}/assessments`, aScore), 201);
    },
  },
  reportMyRelapse: {
    kind: 'relapse.report',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      answered(await api.as(ana).post(`/me/courses/${id}/relapse-reports`), 201);
    },
  },
  invite: { kind: 'staff.invite', call: async () => void (await anInvitation()) },
  withdrawInvitation: {
    kind: 'staff.withdraw-invitation',
    call: async () => {
      const { id } = await anInvitation();
      answered(await as('admin').delete(`/invitations/${id}`), 200);
    },
  },
  acceptInvitation: {
    kind: 'staff.join',
    call: async () => {
      const { token } = await anInvitation();
      const accepted = { token, password: A_PASSWORD };
      answered(await aBrowser(api.url).post('/auth/invitations/accept', accepted), 200);
    },
  },
  endStaffAccess: {
    kind: 'staff.leave',
    call: async () => void answered(await as('admin').delete(`/staff/${clinic.people.nurse}/access`), 200),
  },
  resetSecondFactor: {
    kind: 'second-factor.reset',
    call: async () => {
      await aNurseWithCodes();
      answered(await as('admin').delete(`/staff/${clinic.people.nurse}/second-factor`), 200);
      await sink.next();
    },
  },
  forgetStaff: {
    kind: 'person.forget',
    call: async () => {
      answered(await as('admin').delete(`/staff/${clinic.people.nurse}/access`), 200);
      const why = { reason: 'no-longer-needed' };
      answered(await as('admin').post(`/staff/${clinic.people.nurse}/erasure`, why), 200);
    },
  },
  forgetPatient: {
    kind: 'person.forget',
    call: async () => {
      answered(await as('admin').post(`/patients/${ana}/erasure`, { reason: 'asked-for' }), 200);
    },
  },
  updateClinic: {
    kind: 'clinic.update',
    call: async () => void answered(await as('admin').patch('/clinic', { name: 'Harbor West' }), 200),
  },
  addPatient: {
    kind: 'patient.add',
    call: async () => {
      const bo = { givenName: 'Bo', familyName: 'Hara', dateOfBirth: '1971-01-20' };
      answered(await as('front-desk').post('/patients', bo), 201);
    },
  },
  updatePatient: {
    kind: 'patient.update',
    call: async () => {
      answered(await as('front-desk').patch(`/patients/${ana}`, { phone: '+1 212 555 0142' }), 200);
    },
  },
  bookCourse: { kind: 'course.book', call: async () => void (await bookFor(api, clinic, ana)) },
  previewHoursChange: { kind: 'hours.preview', call: async () => void (await anHoursPreview()) },
  commitHoursChange: {
    kind: 'hours.change',
    call: async () => {
      const body = { token: await anHoursPreview(), leftSessionIds: [] };
      answered(await as('admin').post('/hours-changes', body), 201);
    },
  },
  previewClosure: { kind: 'closure.preview', call: async () => void (await aClosurePreview()) },
  commitClosure: { kind: 'closure.add', call: async () => void (await aClosure()) },
  removeClosure: {
    kind: 'closure.remove',
    call: async () => void answered(await as('front-desk').delete(`/closures/${await aClosure()}`), 200),
  },
  commitChange: {
    kind: 'session.move',
    call: async () => {
      const course = await bookFor(api, clinic, ana);
      const asked = {
        mode: 'move',
        sessionId: course.sessions[0]?.id,
        // 3 March, noon in New York
        startsAt: '2026-03-03T12:00:00-05:00',
      };
      const desk = as('front-desk');
      const { token } = answered<{ token: string }>(
        await desk.post(`/courses/${course.id}/change-previews`, asked),
        200,
      );
      answered(await desk.post(`/courses/${course.id}/changes`, { token }), 200);
    },
  },
  undoSessionStep: {
    kind: 'session.undo',
    call: async () => {
      const { sessions } = await bookFor(api, clinic, ana);
      api.now = sessions[0]?.startsAt ?? '';
      answered(await as('nurse').post(`/sessions/${sessions[0]?.id}/arrive`), 200);
      answered(await as('nurse').post(`/sessions/${sessions[0]?.id}/undo`), 200);
    },
  },
  holdSession: { kind: 'session.hold', call: () => stepped(['arrive', 'hold']) },
  releaseSession: {
    kind: 'session.release',
    call: async () => {
      const { sessions } = await bookFor(api, clinic, ana);
      api.now = sessions[0]?.startsAt ?? '';
      for (const verb of ['arrive', 'hold']) {
        answered(await as('nurse').post(`/sessions/${sessions[0]?.id}/${verb}`), 200);
      }
      answered(await as('clinician').post(`/sessions/${sessions[0]?.id}/release`), 200);
    },
  },
  undoCourseChange: {
    kind: 'course.undo',
    call: async () => {
      const { id, sessions } = await bookFor(api, clinic, ana);
      const desk = as('front-desk');
      answered(await desk.post(`/sessions/${sessions[5]?.id}/cancel`, { reason: 'no-escort' }), 200);
      const { items } = answered<{ items: { id: string }[] }>(await desk.get(`/courses/${id}/changes`), 200);
      answered(await desk.post(`/courses/${id}/undo`, { changeId: items[0]?.id }), 200);
    },
  },
  markGate: {
    kind: 'gate.mark',
    call: async () => void (await consented()),
  },
  waiveGate: {
    kind: 'gate.waive',
    call: async () => {
      await askForConsent();
      const { id, sessions } = await bookFor(api, clinic, ana);
      const waiver = { kind: 'consent', sessionId: sessions[0]?.id, reason: 'Her sister signs on the day' };
      answered(await as('clinician').post(`/courses/${id}/gate-waivers`, waiver), 201);
    },
  },
  takeBackGate: {
    kind: 'gate.take-back',
    call: async () => {
      const { courseId, items = [] } = await consented();
      const recordId = items[0]?.record?.id;
      answered(await as('nurse').post(`/courses/${courseId}/gates/take-back`, { recordId }), 200);
    },
  },
  setTreatedElsewhere: {
    kind: 'exposure.set',
    call: async () => {
      answered(await as('clinician').put(`/patients/${ana}/exposure`, { elsewhere: 'no' }), 200);
    },
  },
  setBoosterOrder: {
    kind: 'booster-order.set',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      const order = { interval: 'P4W', reason: 'Slept through for the first time' };
      answered(await as('clinician').put(`/courses/${id}/booster-order`, order), 200);
    },
  },
  commitBoosterOrder: {
    kind: 'booster-order.set',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      const shown = await as('clinician').post(`/courses/${id}/booster-order-previews`, { interval: 'P4W' });
      const { token } = answered<{ token: string }>(shown, 200);
      const order = { token, reason: 'Slept through for the first time' };
      answered(await as('clinician').post(`/courses/${id}/booster-order-changes`, order), 200);
    },
  },
  bookBooster: {
    kind: 'booster.book',
    call: async () => {
      const course = await bookFor(api, clinic, ana);
      await attendAll(api, clinic, course);
      const order = { interval: 'P4W', reason: 'Responds' };
      answered(await as('clinician').put(`/courses/${course.id}/booster-order`, order), 200);
      // Friday 17 April, four weeks after the last session, 10 in New York
      const startsAt = '2026-04-17T10:00:00-04:00';
      answered(await as('front-desk').post(`/courses/${course.id}/boosters`, { startsAt }), 201);
    },
  },
  makeOffer: { kind: 'offer.make', call: async () => void (await anOffer()) },
  acceptOffer: { kind: 'offer.accept', call: () => answeredOffer('accept') },
  declineOffer: { kind: 'offer.decline', call: () => answeredOffer('decline') },
  withdrawOffer: { kind: 'offer.withdraw', call: () => answeredOffer('withdraw') },
  joinWaitlist: { kind: 'waitlist.join', call: async () => void (await aWish()) },
  leaveWaitlist: {
    kind: 'waitlist.leave',
    call: async () => {
      const { entryId } = await aWish();
      answered(await as('front-desk').post(`/waitlist/${entryId}/withdraw`), 200);
    },
  },
  arriveSession: { kind: 'session.arrive', call: () => stepped(['arrive']) },
  checkInSession: { kind: 'session.check-in', call: () => stepped(['arrive', 'check-in']) },
  startSession: { kind: 'session.start', call: () => stepped(['arrive', 'check-in', 'start']) },
  completeSession: {
    kind: 'session.complete',
    call: async () => attend(api, clinic, (await bookFor(api, clinic, ana)).sessions[0] as Session),
  },
  setCourseRecovery: {
    kind: 'course.recovery.set',
    call: async () => {
      const { id } = await bookFor(api, clinic, ana);
      answered(await as('clinician').put(`/courses/${id}/recovery`, { extraMinutes: 15 }), 200);
    },
  },
  setSessionTicks: {
    kind: 'session.tick',
    call: async () => {
      const [session] = (await bookFor(api, clinic, ana)).sessions;
      api.now = session?.startsAt ?? '';
      for (const verb of ['arrive', 'check-in', 'start']) {
        answered(await as('nurse').post(`/sessions/${session?.id}/${verb}`), 200);
      }
      const ticks = { dizziness: true };
      answered(await as('nurse').put(`/sessions/${session?.id}/ticks`, { ticks }), 200);
    },
  },
  noShowSession: { kind: 'session.no-show', call: () => stepped(['no-show']) },
  cancelSession: { kind: 'session.cancel', call: () => stepped(['cancel'], { reason: 'no-escort' }) },
  verifyAudit: {
    kind: 'audit.verify',
    call: async () => void answered(await as('admin').post('/audit-verifications'), 200),
  },
};

const NOT_RECORDED: Readonly<Record<string, string>> = {
  planCourse: 'A question that is too long for an address: writes nothing, and shows nothing of a patient.',
  listPlanStartTimes:
    'A question that is too long for an address: writes nothing, and shows nothing of a patient.',
  readInvitation: 'Asks what somebody was invited to, with a token too long for an address: writes nothing.',
  previewChange: 'Writes nothing: what is committed of it is recorded.',
  previewBoosterOrder: 'Writes nothing: what is committed of it is recorded.',
};

describe('every endpoint that changes something', () => {
  test('leaves a line in the audit trail, or stands on the list of those that need not', () => {
    const writes = ENDPOINTS.filter(({ method }) => method !== 'GET').map(({ id }) => id);
    expect([...Object.keys(RECORDED), ...Object.keys(NOT_RECORDED)].sort()).toEqual(writes.sort());
  });

  test.each(Object.keys(RECORDED))('leaves its line: %s', async (id) => {
    const { kind, call } = RECORDED[id] as (typeof RECORDED)[string];
    expect(await trail(`?kind=${kind}`)).toEqual([]);
    await call();
    const [line] = await trail(`?kind=${kind}`);
    expect(line).toMatchObject({ kind, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    // Where a patient is, is kept apart.
    const ofPatient = line?.values.find(({ name }) => name === 'address')?.value;
    expect(line?.address ?? ofPatient).toMatch(/127\.0\.0\.1$/);
    await api.auditChain.seal();
    expect(await api.auditChain.verify(clinic.clinicId)).toMatchObject({ isIntact: true, waiting: 0 });
  });
});

describe('a line of the trail', () => {
  test('says who booked what for whom, by ids', async () => {
    const course = await bookFor(api, clinic, ana, sixAt());
    const [line] = await trail('?kind=course.book');
    expect(line).toMatchObject({
      at: '2026-03-02T08:00:00-05:00',
      actor: { id: clinic.people['front-desk'], name: 'The front-desk', role: 'front-desk' },
      patient: { id: ana, name: 'Ana Lima' },
      subjects: { courseId: course.id, protocolId: clinic.protocolId },
      detail: { after: { startsAt: course.sessions.map(({ startsAt }) => startsAt) } },
      values: [],
      sequence: null,
    });
  });

  test('says what a change changed, and keeps what is personal apart', async () => {
    await as('front-desk').patch(`/patients/${ana}`, { phone: '+1 212 555 0142', givenName: 'Ana' });
    const [line] = await trail('?kind=patient.update');
    expect(line?.detail).toEqual({ fields: ['phone'] });
    expect(line?.values).toEqual([{ name: 'after.phone', value: '+1 212 555 0142' }]);
    const { rows } = await t.superuser.query(
      'SELECT e::text AS text FROM audit_event e WHERE clinic_id = $1',
      [clinic.clinicId],
    );
    const lines = rows.map(({ text }) => text).join();
    expect(lines).toContain('patient.update');
    // The whole number: three digits of it are in many a random id.
    expect(lines).not.toMatch(/212 ?555 ?0142/);
  });

  test('keeps a clinician’s reason apart', async () => {
    await RECORDED.setBoosterOrder?.call();
    const [line] = await trail('?kind=booster-order.set');
    expect(line?.values).toEqual([{ name: 'reason', value: 'Slept through for the first time' }]);
    expect(line?.detail).toMatchObject({ before: null, after: { interval: 'P4W' } });
  });

  test('is not there when what it records did not happen', async () => {
    await bookFor(api, clinic, ana);
    const again = await as('front-desk').post('/courses', {
      patientId: ana,
      protocolId: clinic.protocolId,
      sessions: sixAt(),
    });
    expect(again.status).toBeGreaterThanOrEqual(400);
    expect(await trail('?kind=course.book')).toHaveLength(1);
  });

  test.each([
    ['their page', () => `/patients/${ana}`, 'patient.read'],
    ['their courses', () => `/patients/${ana}/courses`, 'patient.courses.read'],
  ])('is there of a look at %s', async (_, path, kind) => {
    answered(await as('nurse').get(path()), 200);
    expect(await trail(`?kind=${kind}`)).toMatchObject([
      { actor: { id: clinic.people.nurse }, patient: { id: ana } },
    ]);
  });

  test('is there of a look at a course, with its patient', async () => {
    const { id } = await bookFor(api, clinic, ana);
    answered(await as('nurse').get(`/courses/${id}`), 200);
    expect(await trail('?kind=course.read')).toMatchObject([
      { patient: { id: ana }, subjects: { courseId: id } },
    ]);
  });

  test('is there of a look at the gates of a course, at those of all, and at how often somebody was treated', async () => {
    const { courseId } = await consented();
    answered(await as('front-desk').get(`/courses/${courseId}/gates`), 200);
    answered(await as('nurse').get('/worklists/open-gates'), 200);
    answered(await as('clinician').get(`/patients/${ana}/exposure`), 200);
    expect(await trail('?kind=gates.read')).toMatchObject([
      { patient: null, detail: { courseIds: [] } },
      { patient: { id: ana }, subjects: { courseId } },
    ]);
    expect(await trail('?kind=exposure.read')).toMatchObject([{ patient: { id: ana } }]);
  });

  test('is there of a look at what is ticked of a session, at recovery, and at booster orders', async () => {
    const { id, sessions } = await bookFor(api, clinic, ana);
    answered(await as('front-desk').get(`/sessions/${sessions[0]?.id}/ticks`), 200);
    answered(await as('clinician').get(`/courses/${id}/recovery`), 200);
    expect(await trail('?kind=session.ticks.read')).toMatchObject([
      { patient: { id: ana }, subjects: { courseId: id, sessionId: sessions[0]?.id } },
    ]);
    answered(await as('front-desk').get(`/courses/${id}/booster-orders`), 200);
    expect(await trail('?kind=booster-orders.read')).toMatchObject([
      { actor: { role: 'front-desk' }, patient: { id: ana }, subjects: { courseId: id } },
    ]);
    expect(await trail('?kind=course.recovery.read')).toMatchObject([
      { patient: { id: ana }, subjects: { courseId: id } },
    ]);
  });

  test('is there of a wrong password, and says whose account it was', async () => {
    const email = `${clinic.people.nurse}@example.com`;
    await anAccount(t, clinic, email, { staffId: clinic.people.nurse });
    expect((await aBrowser(api.url).signIn(email, 'another password')).status).toBe(401);
    expect(await untilWritten('sign-in.failed')).toMatchObject([
      { actor: null, subjects: { personId: clinic.people.nurse } },
    ]);
  });

  test('is there of a wrong code behind a right password, and of a wrong recovery code', async () => {
    const { email, secret } = await aNurseWithCodes();
    const browser = aBrowser(api.url);
    answered(await browser.signIn(email, A_PASSWORD), 200);
    const wrong = String((Number(totp(secret)) + 111_111) % 1_000_000).padStart(6, '0');
    expect((await browser.post('/auth/second-factor', { code: wrong })).body.type).toBe('wrong-credentials');
    const whose = { actor: null, subjects: { personId: clinic.people.nurse } };
    expect(await untilWritten('second-factor.failed')).toMatchObject([{ ...whose, detail: { by: 'code' } }]);
    const recoveryCode = 'aaaaa-bbbbb';
    expect((await browser.post('/auth/second-factor', { recoveryCode })).body.type).toBe('wrong-credentials');
    expect(await untilWritten('second-factor.failed', 2)).toMatchObject([
      { ...whose, detail: { by: 'recovery-code' } },
      { ...whose, detail: { by: 'code' } },
    ]);
    // A code that was used is as good as a wrong one.
    const code = totp(secret);
    answered(await browser.post('/auth/second-factor', { code }), 200);
    const other = aBrowser(api.url);
    answered(await other.signIn(email, A_PASSWORD), 200);
    expect((await other.post('/auth/second-factor', { code })).body.type).toBe('wrong-credentials');
    expect(await untilWritten('second-factor.failed', 3)).toHaveLength(3);
  });

  test('is there of a wrong code, whatever stands in the browser beside or around the first step', async () => {
    const { email, secret } = await aNurseWithCodes();
    const browser = aBrowser(api.url);
    answered(await browser.signIn(email, A_PASSWORD), 200);
    const first = browser.cookies.get('evenkeel.two_factor');
    const code = String((Number(totp(secret)) + 111_111) % 1_000_000).padStart(6, '0');
    const tryWith = (cookies: string) =>
      request(api.url).post('/api/v1/auth/second-factor').set('Cookie', cookies).send({ code });
    const beside = `__Host-evenkeel.two_factor=none.none; evenkeel.two_factor=${first}`;
    expect((await tryWith(beside)).body.type).toBe('wrong-credentials');
    expect(await untilWritten('second-factor.failed')).toMatchObject([
      { actor: null, subjects: { personId: clinic.people.nurse }, detail: { by: 'code' } },
    ]);
    // Not as we wrote it: no code is looked at.
    expect((await tryWith(`evenkeel.two_factor="${first}"`)).body.type).toBe('not-signed-in');
  });

  test('is there of a wrong code while the app is set up', async () => {
    const { browser } = await aNurse();
    answered(await browser.post('/auth/second-factor/set-up', { password: A_PASSWORD }), 200);
    expect((await browser.post('/auth/second-factor/confirm', { code: '000000' })).status).toBe(401);
    expect(await trail('?kind=second-factor.failed')).toMatchObject([
      { actor: { id: clinic.people.nurse }, detail: { by: 'code' } },
    ]);
  });

  test('is not there of a code that nobody showed a password for', async () => {
    const made = { code: '000000' };
    expect((await aBrowser(api.url).post('/auth/second-factor', made)).body.type).toBe('not-signed-in');
    expect(await trail('?kind=second-factor.failed')).toEqual([]);
  });

  test('keeps the address of a patient who signs in apart', async () => {
    const email = `${ana}@example.com`;
    await anAccount(t, clinic, email, { patientId: ana });
    answered(await aBrowser(api.url).signIn(email, A_PASSWORD), 200);
    const [line] = await trail('?kind=sign-in');
    expect(line).toMatchObject({ address: null, patient: { id: ana }, actor: { name: 'Ana Lima' } });
    expect(line?.values).toEqual([{ name: 'address', value: expect.stringMatching(/127\.0\.0\.1$/) }]);
  });
});

describe('an admin', () => {
  test('finds lines by day, person, patient and kind', async () => {
    const bo = await aPatient(t.db, clinic, 'Bo Hara');
    await as('nurse').get(`/patients/${ana}`);
    await as('front-desk').get(`/patients/${bo}`);
    // Tuesday 3 March, a minute past midnight in New York
    api.now = '2026-03-03T00:01:00-05:00';
    await as('nurse').get(`/patients/${bo}`);
    const count = async (query: string) => (await trail(query)).length;
    expect(await count('')).toBe(3);
    expect(await count('?from=2026-03-03')).toBe(1);
    expect(await count('?to=2026-03-02')).toBe(2);
    expect(await count('?from=2026-03-02&to=2026-03-03')).toBe(3);
    expect(await count(`?actor=${clinic.people.nurse}`)).toBe(2);
    expect(await count(`?patient=${bo}`)).toBe(2);
    expect(await count(`?patient=${bo}&actor=${clinic.people.nurse}`)).toBe(1);
    expect(await count('?kind=course.book')).toBe(0);
  });

  test('turns the pages, newest first, and misses none', async () => {
    for (let minute = 10; minute < 17; minute += 1) {
      // two a minute
      api.now = `2026-03-02T09:${minute}:00-05:00`;
      await as('nurse').get(`/patients/${ana}`);
      await as('nurse').get(`/patients/${ana}/courses`);
    }
    const seen: AuditEvent[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const page: { items: AuditEvent[]; nextCursor?: string } = answered(
        await as('admin').get(`/audit-events?limit=3${cursor && `&cursor=${cursor}`}`),
        200,
      );
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(14);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
  });

  test('sees who looked at a patient, and what was done', async () => {
    await bookFor(api, clinic, ana);
    await as('nurse').get(`/patients/${ana}`);
    await as('nurse').get(`/patients/${await aPatient(t.db, clinic, 'Bo Hara')}`);
    const { items } = answered<{ items: AuditEvent[] }>(
      await as('admin').get(`/patients/${ana}/access-history`),
      200,
    );
    expect(items.map(({ kind }) => kind)).toEqual(['patient.read', 'course.book']);
  });

  test('takes the trail away as a table in which nothing is a formula', async () => {
    const evil = {
      givenName: '=HYPERLINK("http://example.com")',
      familyName: 'Hara',
      dateOfBirth: '1971-01-20',
    };
    const { id } = answered<{ id: string }>(await as('front-desk').post('/patients', evil), 201);
    const answer = await as('admin').get(`/audit-events.csv?patient=${id}`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename=audit-events.csv',
      'cache-control': 'no-store',
    });
    const [header, line] = answer.text.split('\n');
    expect(header).toMatch(/^\uFEFF?Time,Who,Role,What,Patient,/);
    expect(line).toContain(
      `,The front-desk,front-desk,patient.add,"'=HYPERLINK(""http://example.com"") Hara",${id},`,
    );
    expect(await trail('?kind=audit.export')).toMatchObject([
      { actor: { role: 'admin' }, patient: { id }, detail: { lines: 1 } },
    ]);
  });

  test('verifies the chain, and is told what is wrong and where', async () => {
    await as('nurse').get(`/patients/${ana}`);
    await bookFor(api, clinic, ana);
    await api.auditChain.seal();
    const verify = async () => answered(await as('admin').post('/audit-verifications'), 200);
    expect(await verify()).toEqual({
      isIntact: true,
      sealed: 2,
      waiting: 0,
      anchors: 1,
      erased: 0,
      findings: [],
      findingCount: 0,
    });
    const { rows } = await t.superuser.query(
      `UPDATE audit_event SET actor_id = $2 WHERE clinic_id = $1 AND kind = 'course.book' RETURNING id`,
      [clinic.clinicId, clinic.people.admin],
    );
    expect(await verify()).toMatchObject({
      isIntact: false,
      waiting: 1,
      findings: [{ code: 'event-altered', sequence: 2, eventId: rows[0].id }],
    });
  });

  test('of another clinic sees nothing of this one', async () => {
    await as('nurse').get(`/patients/${ana}`);
    const elsewhere = api.as((await openStaffedClinic(t.db)).people.admin);
    expect(await trail('', elsewhere)).toEqual([]);
    expect(await trail(`?patient=${ana}`, elsewhere)).toEqual([]);
    expect((await elsewhere.get(`/patients/${ana}/access-history`)).status).toBe(404);
  });
});
