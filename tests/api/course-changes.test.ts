import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Response } from 'supertest';
import type { ChangePreview, CourseChange } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import {
  aPatient,
  type Caller,
  MONDAY_8AM,
  openStaffedClinic,
  type StaffedClinic,
  startApi,
  type TestApi,
} from '#tests/support/api.ts';
import { answered, attend, bookFor, newYork, sixAt, TUE_FRI } from '#tests/support/bookings.ts';
import { type TestDatabase, testDatabase } from '#tests/support/database.ts';
import { overlaps, stored } from '#tests/support/stored.ts';

/** The modes of a change that touch more than one session, or the course itself. Moving one is in changes.test.ts. */
let t: TestDatabase;
let api: TestApi;
let clinic: StaffedClinic;
let ana: string;
let course: Course;
let desk: Caller;
let clinician: Caller;

beforeAll(async () => {
  t = await testDatabase();
  api = await startApi(t);
});
beforeEach(() => openFor({}));
afterAll(async () => {
  await api.close();
  await t.close();
});

/** A clinic, and Ana's course in it: Tuesdays and Fridays at ten, from the 3rd to the 20th of March. */
async function openFor(settings: Parameters<typeof openStaffedClinic>[1]): Promise<void> {
  api.now = MONDAY_8AM;
  clinic = await openStaffedClinic(t.db, settings);
  ana = await aPatient(t.db, clinic);
  desk = api.as(clinic.people['front-desk']);
  clinician = api.as(clinic.people.clinician);
  course = await bookFor(api, clinic, ana);
}

const session = (sequence: number, of = course) =>
  of.sessions.find((one) => one.sequence === sequence) as Session;
const ask = (change: object, by = desk, of = course) => by.post(`/courses/${of.id}/change-previews`, change);
const preview = async (...asked: Parameters<typeof ask>): Promise<ChangePreview> =>
  answered(await ask(...asked), 200);
const commit = (token: string | null, by = desk, of = course): Promise<Response> =>
  by.post(`/courses/${of.id}/changes`, { token });
/** Previewed and committed by the same person. */
const change = async (...asked: Parameters<typeof ask>): Promise<Course> => {
  const [, by, of] = asked;
  return answered(await commit((await preview(...asked)).token, by, of), 200);
};
const now = async (of = course): Promise<Course> => answered(await desk.get(`/courses/${of.id}`), 200);
const history = async (by = desk, of = course): Promise<CourseChange[]> =>
  answered<{ items: CourseChange[] }>(await by.get(`/courses/${of.id}/changes`), 200).items;
const undo = async (by = desk, of = course): Promise<Response> =>
  by.post(`/courses/${of.id}/undo`, { changeId: (await history(by, of))[0]?.id });

const starts = ({ sessions }: { sessions: readonly { startsAt: string; status: string }[] }) =>
  sessions.filter(({ status }) => HELD.includes(status)).map(({ startsAt }) => startsAt);
const HELD = ['pending', 'booked', 'arrived', 'checked-in', 'fulfilled'];
const statuses = ({ sessions }: Course) => sessions.map(({ status }) => status);

describe('shifting this session and the rest', () => {
  test('moves each by the same days and the same reading of the clock', async () => {
    // Session 5 of Tuesday the 17th goes to Wednesday the 18th at two; session 6 is a Friday, and would be a Saturday.
    const toSaturday = await preview({
      mode: 'shift',
      sessionId: session(5).id,
      startsAt: newYork('2026-03-18', '14:00'),
    });
    expect(toSaturday).toMatchObject({ token: null, violations: [{ code: 'closed', sequence: 6 }] });
    const shown = await preview({
      mode: 'shift',
      sessionId: session(5).id,
      startsAt: newYork('2026-03-16', '14:00'),
    });
    expect(shown.movedSessionIds).toEqual([session(5).id, session(6).id]);
    const after = answered<Course>(await commit(shown.token), 200);
    expect(starts(after)).toEqual([
      ...TUE_FRI.slice(0, 4).map((date) => newYork(date)),
      newYork('2026-03-16', '14:00'),
      newYork('2026-03-19', '14:00'),
    ]);
    expect(after.version).toBe(2);
  });

  test('keeps 10:00 at 10:00 when the clocks go forward on the 8th', async () => {
    // A week later: session 1 is on the 10th, behind the change of clocks.
    const shown = await preview({ mode: 'shift', sessionId: session(1).id, startsAt: newYork('2026-03-10') });
    const later = ['2026-03-10', '2026-03-13', '2026-03-17', '2026-03-20', '2026-03-24', '2026-03-27'];
    expect(starts(shown.after)).toEqual(later.map((date) => newYork(date)));
    expect(
      starts(await change({ mode: 'shift', sessionId: session(1).id, startsAt: newYork('2026-03-10') })),
    ).toEqual(starts(shown.after));
  });
});

describe('planning the rest anew', () => {
  test('puts back a session that was cancelled: the course is whole again', async () => {
    await change({ mode: 'cancel', sessionId: session(3).id, reason: 'patient-cancel' });
    const shown = await preview({ mode: 'replan' });
    expect(shown.added).toMatchObject([{ sequence: 7, phase: 'induction' }]);
    expect(shown.after.sessions).toHaveLength(5);
    const after = answered<Course>(await commit(shown.token), 200);
    expect(starts(after)).toHaveLength(6);
    expect(after.plannedCount).toBe(6);
    expect(session(7, after)).toMatchObject({ status: 'booked', startsAt: shown.added[0]?.startsAt });
    expect(await overlaps(t.superuser, clinic.clinicId)).toEqual([]);
  });

  test('puts back a session that was missed, though it was the last one', async () => {
    for (const one of course.sessions.slice(0, 5)) await attend(api, clinic, one);
    api.now = session(6).endsAt;
    answered(await desk.post(`/sessions/${session(6).id}/no-show`), 200);
    expect((await now()).state).toBe('assessment');
    const after = await change({ mode: 'replan' });
    expect(after.state).toBe('induction');
    expect(session(7, after)).toMatchObject({ status: 'booked', phase: 'induction' });
  });

  test('is done as it was shown, though a better time has become free since', async () => {
    await openFor({ chairs: 1 });
    await change({ mode: 'cancel', sessionId: session(3).id, reason: 'patient-cancel' });
    const best = (await preview({ mode: 'replan' })).added[0]?.startsAt ?? '';
    // Bo takes that time, and gives it back when Ana's plan without it has been shown.
    const days = [best.slice(0, 10), '2026-03-30', '2026-04-02', '2026-04-06', '2026-04-09', '2026-04-13'];
    const bos = await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), [
      { startsAt: best },
      ...sixAt('10:00', days).slice(1),
    ]);
    const shown = await preview({ mode: 'replan' });
    expect(shown.added[0]?.startsAt).not.toBe(best);
    answered(await desk.post(`/sessions/${session(1, bos).id}/cancel`, { reason: 'patient-cancel' }), 200);
    expect((await preview({ mode: 'replan' })).added[0]?.startsAt).toBe(best);
    const after = answered<Course>(await commit(shown.token), 200);
    expect(session(7, after).startsAt).toBe(shown.added[0]?.startsAt);
  });

  test('is shown afresh where somebody has taken a time of it', async () => {
    await openFor({ chairs: 1 });
    await change({ mode: 'cancel', sessionId: session(3).id, reason: 'patient-cancel' });
    const shown = await preview({ mode: 'replan' });
    const taken = shown.added[0]?.startsAt ?? '';
    const days = [taken.slice(0, 10), '2026-03-30', '2026-04-02', '2026-04-06', '2026-04-09', '2026-04-13'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), [
      { startsAt: taken },
      ...sixAt('10:00', days).slice(1),
    ]);
    const { body } = await commit(shown.token);
    expect(body).toMatchObject({ type: 'preview-stale', preview: { mode: 'replan', courseVersion: 2 } });
    const after = answered<Course>(await commit(body.preview.token), 200);
    expect(session(7, after).startsAt).toBe(body.preview.added[0].startsAt);
    expect(session(7, after).startsAt).not.toBe(taken);
  });

  test('has nothing to do where nothing is lacking and all is within the rules', async () => {
    expect((await ask({ mode: 'replan' })).body).toMatchObject({
      type: 'change-refused',
      status: 409,
      violations: [{ code: 'nothing-changes' }],
    });
  });
});

describe('a session that is taken out or cancelled', () => {
  test('by the front desk is taken out only where a clinician says so', async () => {
    const asked = { mode: 'omit', sessionId: session(6).id, reason: 'improved' };
    expect(await preview(asked)).toMatchObject({
      token: null,
      violations: [{ code: 'fewer-sessions', rule: 'R1', mayOverride: ['clinician'], overridden: false }],
    });
    const overrides = [{ code: 'fewer-sessions', sequence: 6, reason: 'She has responded.' }];
    // Whoever may not bend it bends nothing by giving a reason.
    expect((await preview({ ...asked, overrides })).token).toBeNull();
    const after = await change({ ...asked, overrides }, clinician);
    expect(after.plannedCount).toBe(5);
    expect(session(6, after)).toMatchObject({ status: 'cancelled', cancelReason: 'improved' });
    expect(session(6, await now()).cancelReason).toBe('clinical');
  });

  test('frees its chair, and the course waits for it to be planned again', async () => {
    await openFor({ chairs: 1 });
    const after = await change({ mode: 'cancel', sessionId: session(4).id, reason: 'no-escort' });
    expect(session(4, after)).toMatchObject({ status: 'cancelled', cancelReason: 'no-escort' });
    expect(after).toMatchObject({ state: 'induction', plannedCount: 6 });
    const bos = ['2026-03-04', '2026-03-09', '2026-03-11', '2026-03-13', '2026-03-16', '2026-03-18'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('10:00', bos));
  });

  test('less than two days before it is told to be at short notice', async () => {
    const shown = await preview({ mode: 'cancel', sessionId: session(1).id, reason: 'patient-cancel' });
    expect(shown.violations).toMatchObject([{ code: 'short-notice', severity: 'soft', sequence: 1 }]);
    expect(shown.token).not.toBeNull();
  });
});

describe('two sessions missed in a row', () => {
  const miss = async (sequence: number, of = course) => {
    api.now = session(sequence, of).endsAt;
    return desk.post(`/sessions/${session(sequence, of).id}/no-show`);
  };

  test('put the course on hold, and what is to come waits', async () => {
    answered(await miss(1), 200);
    expect((await now()).state).toBe('induction');
    answered(await miss(2), 200);
    const after = await now();
    expect(after).toMatchObject({ state: 'on-hold', hold: { kind: 'missed-sessions' } });
    expect(statuses(after)).toEqual(['noshow', 'noshow', 'pending', 'pending', 'pending', 'pending']);
    expect((await history()).map(({ mode }) => mode)).toEqual(['no-show', 'no-show']);
  });

  test('and a clinician resumes it', async () => {
    await miss(1);
    await miss(2);
    expect((await ask({ mode: 'resume' })).body).toMatchObject({
      type: 'not-allowed',
      status: 403,
      violations: [{ code: 'not-by-role' }],
    });
    const after = await change({ mode: 'resume' }, clinician);
    expect(after).toMatchObject({ state: 'induction', hold: null });
    expect(statuses(after).slice(2)).toEqual(['booked', 'booked', 'booked', 'booked']);
  });
});

describe('a clinician’s hold', () => {
  const reason = 'Her blood pressure has to be looked at.';

  test('keeps the chairs, and nobody moves or begins what waits', async () => {
    const after = await change({ mode: 'hold', reason }, clinician);
    expect(after).toMatchObject({ state: 'on-hold', hold: { kind: 'clinician', reason } });
    expect(new Set(statuses(after))).toEqual(new Set(['pending']));
    expect(
      (await ask({ mode: 'move', sessionId: session(3).id, startsAt: newYork('2026-03-11') })).body,
    ).toMatchObject({
      type: 'change-refused',
      violations: [{ code: 'on-hold' }],
      allowed: ['cancel', 'stop'],
    });
    api.now = session(1).startsAt;
    expect((await desk.post(`/sessions/${session(1).id}/arrive`)).body.type).toBe('illegal-transition');
  });

  test('has a reason that the front desk never reads', async () => {
    await change({ mode: 'hold', reason }, clinician);
    for (const path of [
      `/courses/${course.id}`,
      `/courses/${course.id}/changes`,
      `/patients/${ana}/courses`,
    ]) {
      const { text } = await desk.get(path);
      expect(text).toContain('on-hold');
      expect(text).not.toContain('blood pressure');
    }
    expect((await clinician.get(`/courses/${course.id}`)).text).toContain('blood pressure');
    expect((await api.as(clinic.people.nurse).get(`/courses/${course.id}`)).text).toContain('blood pressure');
  });

  test('is for clinicians alone', async () => {
    for (const by of [desk, api.as(clinic.people.admin)]) {
      expect((await ask({ mode: 'hold', reason }, by)).body).toMatchObject({
        type: 'not-allowed',
        status: 403,
      });
    }
    expect((await now()).version).toBe(1);
  });
});

describe('stopping a course', () => {
  test('cancels all that is to come, and nothing that was', async () => {
    await attend(api, clinic, session(1));
    const shown = await preview({ mode: 'stop', reason: 'moved' });
    expect(shown.removedSessionIds).toEqual(course.sessions.slice(1).map(({ id }) => id));
    const after = answered<Course>(await commit(shown.token), 200);
    expect(after.state).toBe('stopped');
    expect(statuses(after)).toEqual(['fulfilled', ...Array(5).fill('cancelled')]);
    expect((await ask({ mode: 'stop', reason: 'moved' })).body).toMatchObject({
      type: 'change-refused',
      violations: [{ code: 'not-from-here' }],
      allowed: [],
    });
  });
});

describe('more sessions, or all of them again', () => {
  test('are a clinician’s order: two more after the last', async () => {
    expect((await ask({ mode: 'extend', sessions: 2 })).body).toMatchObject({ type: 'not-allowed' });
    const shown = await preview({ mode: 'extend', sessions: 2 }, clinician);
    expect(shown.added.map(({ sequence }) => sequence)).toEqual([7, 8]);
    expect(shown.after.plannedCount).toBe(8);
    const after = answered<Course>(await commit(shown.token, clinician), 200);
    expect(starts(after)).toHaveLength(8);
    expect(after.plannedCount).toBe(8);
  });

  test('are never more than the protocol goes to', async () => {
    expect((await ask({ mode: 'extend', sessions: 7 }, clinician)).body).toMatchObject({
      type: 'change-refused',
      violations: [{ code: 'too-many-sessions' }],
    });
  });

  test('begin as another course, and the first keeps its history', async () => {
    await attend(api, clinic, session(1));
    const shown = await preview({ mode: 'restart', from: '2026-04-06' }, clinician);
    expect(shown.newCourse).toHaveLength(6);
    const after = answered<Course>(await commit(shown.token, clinician), 200);
    expect(after.state).toBe('stopped');
    const { items } = answered<{ items: Course[] }>(await desk.get(`/patients/${ana}/courses`), 200);
    const begun = items.find(({ id }) => id !== course.id) as Course;
    expect(begun).toMatchObject({ state: 'induction', version: 1, parentCourseId: course.id });
    expect(starts(begun)).toEqual(shown.newCourse?.map(({ startsAt }) => startsAt));
    // And all of it is taken back.
    const back = answered<Course>(await undo(clinician), 200);
    expect(back.state).toBe('induction');
    expect(starts(back)).toEqual(starts(course));
    expect(starts(await now(begun))).toEqual([]);
  });
});

describe('a rule that is bent', () => {
  /** The day before session 4: no clear day between. */
  const tooClose = () => ({ mode: 'move', sessionId: session(3).id, startsAt: newYork('2026-03-12') });
  const reason = 'She flies out on Friday evening.';
  const overrides = [{ code: 'too-close', sequence: 4, reason }];

  test('by somebody who may, with a reason, stays visible on the session', async () => {
    expect(await preview({ ...tooClose(), overrides })).toMatchObject({
      token: null,
      violations: [{ code: 'too-close', mayOverride: ['clinician'], overridden: false }],
    });
    const shown = await preview({ ...tooClose(), overrides }, clinician);
    expect(shown.violations).toMatchObject([{ code: 'too-close', rule: 'R4', overridden: true }]);
    const after = answered<Course>(await commit(shown.token, clinician), 200);
    expect(session(4, after).overrides).toEqual(['too-close']);
    expect(session(4, await now()).overrides).toEqual(['too-close']);
  });

  test('is in the history, with the reason for whoever treats the patient', async () => {
    await change({ ...tooClose(), overrides }, clinician);
    const [seen] = await history(clinician);
    expect(seen?.overrides).toEqual([{ code: 'too-close', sequence: 4, reason }]);
    expect((await history())[0]?.overrides).toEqual([{ code: 'too-close', sequence: 4 }]);
  });

  test('is bent no longer once the sessions are apart again', async () => {
    await change({ ...tooClose(), overrides }, clinician);
    const after = await change({ mode: 'move', sessionId: session(3).id, startsAt: session(3).startsAt });
    expect(after.sessions.map((one) => one.overrides)).toEqual(Array(6).fill([]));
  });

  test('of the house is an admin’s, and its reason no secret; it is gone where the session goes elsewhere', async () => {
    await openFor({ nurses: 1 });
    const WED_MON = ['2026-03-04', '2026-03-09', '2026-03-11', '2026-03-16', '2026-03-18', '2026-03-23'];
    for (const name of ['Bo Hara', 'Cy Moss']) {
      await bookFor(api, clinic, await aPatient(t.db, clinic, name), sixAt('10:00', WED_MON));
    }
    const third = (time: string) => ({
      mode: 'move',
      sessionId: session(3).id,
      startsAt: newYork('2026-03-11', time),
    });
    const full = [{ code: 'monitoring-full', sequence: 3, reason: 'A nurse comes in for the hour.' }];
    expect((await preview({ ...third('10:00'), overrides: full }, clinician)).token).toBeNull();
    const admin = api.as(clinic.people.admin);
    const bent = await change({ ...third('10:00'), overrides: full }, admin);
    expect(session(3, bent).overrides).toEqual(['monitoring-full']);
    expect((await history())[0]?.overrides).toEqual(full);
    expect(session(3, await change(third('14:00'))).overrides).toEqual([]);
  });

  test('is written in the audit trail, the reason apart from it', async () => {
    await change({ ...tooClose(), overrides }, clinician);
    const { rows } = await t.superuser.query(
      `SELECT e.detail, e.actor_id AS actor, (SELECT json_agg(p.value) FROM audit_personal p WHERE p.event_id = e.id) AS said
       FROM audit_event e WHERE e.clinic_id = $1 AND e.kind = 'session.move'`,
      [clinic.clinicId],
    );
    expect(rows).toMatchObject([
      {
        actor: clinic.people.clinician,
        detail: { overrides: [{ code: 'too-close', sequence: 4 }] },
        said: [reason],
      },
    ]);
  });
});

describe('the last change', () => {
  test('is taken back: the course is as it was, but for its version', async () => {
    await change({ mode: 'shift', sessionId: session(5).id, startsAt: newYork('2026-03-16', '14:00') });
    expect((await history())[0]).toMatchObject({
      mode: 'shift',
      canUndo: true,
      undoes: null,
      undoneBy: null,
    });
    const back = answered<Course>(await undo(), 200);
    const same = (of: Course) => ({
      ...of,
      version: 0,
      sessions: of.sessions.map((one) => ({ ...one, chairId: '', chairName: '' })),
    });
    expect(same(back)).toEqual(same(course));
    expect(back.version).toBe(3);
    const [undoing, undone] = await history();
    expect(undoing).toMatchObject({ mode: 'undo', undoes: undone?.id, canUndo: false });
    expect(undone).toMatchObject({ mode: 'shift', undoneBy: undoing?.id, canUndo: false });
  });

  test.each<[string, object, Role]>([
    ['cancelled', { mode: 'cancel', reason: 'patient-cancel' }, 'front-desk'],
    ['stopped', { mode: 'stop', reason: 'moved' }, 'front-desk'],
    ['put on hold', { mode: 'hold', reason: 'For a week.' }, 'clinician'],
    ['extended', { mode: 'extend', sessions: 1 }, 'clinician'],
  ])('is taken back where something was %s', async (_, asked, role) => {
    const by = api.as(clinic.people[role as 'clinician']);
    const needsSession = 'mode' in asked && asked.mode === 'cancel';
    await change({ ...asked, ...(needsSession && { sessionId: session(2).id }) }, by);
    const back = answered<Course>(await undo(by), 200);
    expect(starts(back)).toEqual(starts(course));
    expect(back).toMatchObject({ state: 'induction', plannedCount: 6, hold: null });
  });

  test('that ended a hold is taken back: the course waits again, for the same reason', async () => {
    await change({ mode: 'hold', reason: 'For a week.' }, clinician);
    await change({ mode: 'resume' }, clinician);
    const back = answered<Course>(await undo(clinician), 200);
    expect(back).toMatchObject({ state: 'on-hold', hold: { kind: 'clinician', reason: 'For a week.' } });
    expect(new Set(statuses(back))).toEqual(new Set(['pending']));
  });

  test('of the front desk may be taken back by whoever could have made it', async () => {
    await change({ mode: 'cancel', sessionId: session(2).id, reason: 'patient-cancel' });
    for (const by of [api.as(clinic.people.admin), clinician])
      expect((await history(by))[0]?.canUndo).toBe(true);
    answered(await undo(api.as(clinic.people.admin)), 200);
    const made = (await history()).map(({ mode, madeBy }) => [mode, madeBy.id]);
    expect(made).toEqual([
      ['undo', clinic.people.admin],
      ['cancel', clinic.people['front-desk']],
    ]);
  });

  test('of a clinician is not taken back by the front desk', async () => {
    await change({ mode: 'hold', reason: 'For a week.' }, clinician);
    expect((await history())[0]?.canUndo).toBe(false);
    expect((await undo()).body).toMatchObject({ type: 'not-allowed', status: 403 });
  });

  test('is not taken back twice, nor is taking it back', async () => {
    await change({ mode: 'cancel', sessionId: session(2).id, reason: 'patient-cancel' });
    const [first] = await history();
    answered(await undo(), 200);
    for (const changeId of [first?.id, (await history())[0]?.id]) {
      expect((await desk.post(`/courses/${course.id}/undo`, { changeId })).body).toMatchObject({
        type: 'change-refused',
        violations: [{ code: 'overtaken' }],
      });
    }
    expect((await desk.post(`/courses/${course.id}/undo`, { changeId: course.id })).body.type).toBe(
      'not-found',
    );
  });

  test('is not taken back once the freed chair is taken', async () => {
    await openFor({ chairs: 1 });
    await change({ mode: 'cancel', sessionId: session(4).id, reason: 'no-escort' });
    const bos = ['2026-03-04', '2026-03-09', '2026-03-11', '2026-03-13', '2026-03-16', '2026-03-18'];
    await bookFor(api, clinic, await aPatient(t.db, clinic, 'Bo Hara'), sixAt('10:00', bos));
    expect((await history())[0]?.canUndo).toBe(false);
    expect((await undo()).body).toMatchObject({
      type: 'change-refused',
      status: 409,
      violations: [{ code: 'chair-full', sequence: 4 }],
    });
    expect(session(4, await now()).status).toBe('cancelled');
  });

  test('is not taken back once the course went on', async () => {
    await change({ mode: 'cancel', sessionId: session(6).id, reason: 'patient-cancel' });
    const [cancelled] = await history();
    await attend(api, clinic, session(1));
    expect((await desk.post(`/courses/${course.id}/undo`, { changeId: cancelled?.id })).body).toMatchObject({
      type: 'change-refused',
      violations: [{ code: 'overtaken' }],
    });
  });
});

describe('each mode', () => {
  const MODES: Readonly<Record<string, object>> = {
    move: { startsAt: newYork('2026-03-11'), session: 3 },
    shift: { startsAt: newYork('2026-03-16', '14:00'), session: 5 },
    replan: { from: '2026-03-09' },
    omit: { session: 6, reason: 'improved' },
    cancel: { session: 6, reason: 'patient-cancel' },
    stop: { reason: 'moved' },
    hold: { reason: 'To be looked at.' },
    extend: { sessions: 1 },
    restart: { from: '2026-04-06' },
  };
  const FOR_CLINICIANS = ['hold', 'extend', 'restart'];
  const asked = (mode: string) => {
    const { session: sequence, ...rest } = MODES[mode] as { session?: number };
    return { mode, ...rest, ...(sequence !== undefined && { sessionId: session(sequence).id }) };
  };

  test.each(Object.keys(MODES))('%s is shown to those who may ask for it', async (mode) => {
    const may = FOR_CLINICIANS.includes(mode) ? ['clinician'] : ['front-desk', 'clinician', 'admin'];
    for (const role of ['front-desk', 'nurse', 'clinician', 'admin'] as const) {
      const { status, body } = await ask(asked(mode), api.as(clinic.people[role]));
      if (may.includes(role)) expect({ role, status, mode: body.mode }).toEqual({ role, status: 200, mode });
      else expect({ role, status, type: body.type }).toEqual({ role, status: 403, type: 'not-allowed' });
    }
  });

  test('is among those that the course says it allows, to whoever asks', async () => {
    const allowed = async (by: Caller) =>
      answered<Course>(await by.get(`/courses/${course.id}`), 200).changes.toSorted();
    const all = [...Object.keys(MODES), 'no-show'];
    expect(await allowed(clinician)).toEqual(all.toSorted());
    expect(await allowed(desk)).toEqual(all.filter((mode) => !FOR_CLINICIANS.includes(mode)).toSorted());
    expect(await allowed(api.as(clinic.people.nurse))).toEqual([]);
    await change({ mode: 'hold', reason: 'To be looked at.' }, clinician);
    expect(await allowed(clinician)).toEqual(['cancel', 'restart', 'resume', 'stop']);
  });

  test('of a missed session says when it is too early', async () => {
    const missed = { mode: 'no-show', sessionId: session(1).id };
    expect((await ask(missed)).body).toMatchObject({ type: 'session-not-movable', status: 409 });
    api.now = session(1).endsAt;
    expect(session(1, await change(missed)).status).toBe('noshow');
  });
});

describe('what is left for messages', () => {
  test('is one event of facts for each change, and no word of why', async () => {
    await change({ mode: 'hold', reason: 'Her blood pressure.' }, clinician);
    await change({ mode: 'stop', reason: 'hospitalized' });
    const { rows } = await t.superuser.query(
      'SELECT kind, facts FROM course_event WHERE course_id = $1 ORDER BY id',
      [course.id],
    );
    expect(rows).toMatchObject([
      { kind: 'course.changed', facts: { mode: 'hold', takenOut: [], moved: [], patientId: ana } },
      { kind: 'course.changed', facts: { mode: 'stop', state: { before: 'on-hold', after: 'stopped' } } },
    ]);
    expect(rows[1].facts.takenOut).toHaveLength(6);
    expect(JSON.stringify(rows)).not.toMatch(/blood|hospital/);
  });
});

describe('a preview of any mode', () => {
  test.each<[string, object]>([
    ['replan', { mode: 'replan', from: '2026-03-09' }],
    ['stop', { mode: 'stop', reason: 'other' }],
    ['restart', { mode: 'restart', from: '2026-04-06' }],
    ['extend', { mode: 'extend', sessions: 3 }],
  ])('%s writes nothing', async (_, asked) => {
    const before = await stored(t.superuser, clinic.clinicId);
    await ask(asked, clinician);
    expect(await now()).toEqual(course);
    expect(await stored(t.superuser, clinic.clinicId)).toEqual(before);
  });

  test('is shown afresh even where the course is again as it was: somebody has touched it since', async () => {
    const late = await preview({ mode: 'stop', reason: 'moved' });
    await change({ mode: 'cancel', sessionId: session(6).id, reason: 'patient-cancel' });
    answered(await undo(), 200);
    expect((await commit(late.token)).body).toMatchObject({
      type: 'preview-stale',
      preview: { mode: 'stop', courseVersion: 3, token: expect.any(String) },
    });
    expect((await now()).state).toBe('induction');
  });

  test('says so where somebody else has done the very same in the meantime', async () => {
    const asked = { mode: 'move', sessionId: session(6).id, startsAt: newYork('2026-03-20', '11:00') };
    const late = await preview(asked);
    await change(asked, clinician);
    expect((await commit(late.token)).body).toMatchObject({
      type: 'preview-stale',
      status: 409,
      detail: 'This has been done already. Nothing is left to change.',
    });
  });

  test('of a course that changed since is shown afresh, and that token works', async () => {
    const asked = { mode: 'shift', sessionId: session(5).id, startsAt: newYork('2026-03-16', '14:00') };
    const stale = await preview(asked);
    await change({ mode: 'move', sessionId: session(6).id, startsAt: newYork('2026-03-20', '11:00') });
    const refused = await commit(stale.token);
    expect(refused.body).toMatchObject({
      type: 'preview-stale',
      status: 409,
      preview: { mode: 'shift', courseVersion: 2 },
    });
    const after = answered<Course>(await commit(refused.body.preview.token), 200);
    expect(after.sessions).toMatchObject(refused.body.preview.after.sessions);
  });
});

describe('an induction with too long a gap', () => {
  /** Session 1 took place on the 3rd of March; 2 to 4 are cancelled, so that the next one is on the 17th. */
  beforeEach(async () => {
    await attend(api, clinic, session(1));
    for (const sequence of [2, 3, 4]) {
      await change({ mode: 'cancel', sessionId: session(sequence).id, reason: 'hospitalized' });
    }
  });

  test('is shown as interrupted, with what a clinician may choose, and nothing is decided', async () => {
    expect(await now()).toMatchObject({
      state: 'induction',
      lackingCount: 3,
      interruption: {
        afterSequence: 1,
        nextSequence: 5,
        gapDays: 14,
        choices: ['replan', 'extend', 'restart'],
      },
    });
    expect(session(5, await now()).status).toBe('booked');
  });

  test('does not go on by the front desk', async () => {
    const asked = { mode: 'move', sessionId: session(5).id, startsAt: newYork('2026-03-17', '14:00') };
    const shown = await preview(asked);
    expect(shown.token).toBeNull();
    expect(shown.violations.filter(({ severity }) => severity === 'hard')).toMatchObject([
      { code: 'too-far', mayOverride: ['clinician'], sequence: 5 },
    ]);
  });

  test('goes on where a clinician says so, and is interrupted no longer', async () => {
    const asked = { mode: 'move', sessionId: session(5).id, startsAt: newYork('2026-03-17', '14:00') };
    const { violations } = await preview(asked, clinician);
    const overrides = violations
      .filter(({ severity }) => severity === 'hard')
      .map(({ code, sequence }) => ({ code, sequence, reason: 'She is well enough.' }));
    await change({ ...asked, overrides }, clinician);
    expect((await now()).interruption).toBeNull();
    // It stands on the session for as long as that stays there.
    expect(session(5, await now()).overrides).toEqual(overrides.map(({ code }) => code));
  });

  test('does not go on behind the gap either, until a clinician has let it be', async () => {
    const elsewhere = (time: string) => ({
      mode: 'move',
      sessionId: session(6).id,
      startsAt: newYork('2026-03-20', time),
    });
    const shown = await preview(elsewhere('14:00'));
    expect(shown).toMatchObject({
      token: null,
      violations: [{ code: 'interrupted', rule: 'R7', sequence: 5 }],
    });
    const overrides = [{ code: 'interrupted', sequence: 5, reason: 'She is well enough.' }];
    await change({ ...elsewhere('14:00'), overrides }, clinician);
    expect((await now()).interruption).toBeNull();
    expect((await preview(elsewhere('15:00'))).violations).toEqual([]);
  });

  test('is no longer interrupted once it is planned again', async () => {
    const after = await change({ mode: 'replan' });
    expect(after).toMatchObject({ interruption: null, lackingCount: 0 });
    expect(starts(after)).toHaveLength(6);
  });
});
