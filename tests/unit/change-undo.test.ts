import { describe, expect, test } from '@jest/globals';
import { undoChange } from '#server/scheduling/change/change-undo.ts';
import type {
  ChangeQuestion,
  ChangeRequest,
  ChangingCourse,
  StoredChange,
} from '#server/scheduling/change/course-change.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { aBusySession, aCalendar, at } from '#tests/support/calendars.ts';
import {
  aChangingCourse,
  ask,
  BEFORE,
  codesOf,
  made,
  reading,
  refusalOf,
  shownOf,
} from '#tests/support/courses.ts';

/** A change that was made, and the course after it. */
function changed(
  request: ChangeRequest,
  asked: Partial<Omit<ChangeQuestion, 'request'>> = {},
): { before: ChangingCourse; after: ChangingCourse; change: StoredChange } {
  const before = asked.course ?? aChangingCourse();
  const after = made(before, shownOf(ask(request, asked)));
  const was = new Map(before.sessions.map((session) => [session.id, session]));
  const touched = after.sessions.filter((session) => {
    const old = was.get(session.id);
    return old?.startsAt !== session.startsAt || old?.status !== session.status;
  });
  return {
    before,
    after,
    change: {
      mode: request.mode,
      before: { ...before, sessions: touched.flatMap(({ id }) => was.get(id) ?? []) },
      after: { ...after, sessions: touched },
    },
  };
}

const undo = (
  course: ChangingCourse,
  change: StoredChange,
  asked: { calendar?: ClinicCalendar; now?: number; role?: ChangeQuestion['role'] } = {},
) =>
  undoChange({ course, change, calendar: aCalendar(), now: BEFORE, role: 'front-desk', seed: 0, ...asked });

const MOVE: ChangeRequest = { mode: 'move', sessionId: 'of-course-3', startsAt: at('2026-03-10', '10:00') };
const CANCEL: ChangeRequest = { mode: 'cancel', sessionId: 'of-course-3', reason: 'moved' };

describe('taking back the last change', () => {
  test('brings a moved session back to its time', () => {
    const { after, change } = changed(MOVE);
    const shown = shownOf(undo(after, change));
    expect(shown.moved.map((one) => reading(one.after.startsAt))).toEqual(['2026-03-09 10:00']);
    expect([shown.mode, shown.open]).toEqual(['undo', []]);
  });

  test('brings a cancelled session back, and the reason goes', () => {
    const { after, change } = changed(CANCEL);
    const shown = shownOf(undo(after, change));
    expect(shown.restated.map((one) => [one.after.status, one.after.cancelReason])).toEqual([
      ['booked', null],
    ]);
  });

  test('leaves what was added as entered in error: its number is used', () => {
    const course = aChangingCourse({ statuses: { 1: 'fulfilled', 2: 'noshow' } });
    const now = at('2026-03-06', '09:00');
    const { after, change } = changed(
      { mode: 'replan', sessionId: null, startsAt: null, from: null },
      { course, now },
    );
    const shown = shownOf(undo(after, change, { now }));
    expect(shown.removed.map(({ sequence, status }) => [sequence, status])).toEqual([
      [7, 'entered-in-error'],
    ]);
  });

  test('brings a stopped course back to where it stood', () => {
    const { after, change } = changed({ mode: 'stop', reason: 'other' });
    const shown = shownOf(undo(after, change));
    expect([shown.newState, shown.restated.length]).toEqual(['induction', 6]);
  });

  test('is refused once the session was changed again', () => {
    const { after, change } = changed(MOVE);
    const again = made(
      after,
      shownOf(ask({ ...MOVE, startsAt: at('2026-03-10', '13:00') }, { course: after })),
    );
    expect(refusalOf(undo(again, change)).violations).toMatchObject([{ code: 'overtaken', sequence: 3 }]);
  });

  test('is refused once the course stands elsewhere', () => {
    const { after, change } = changed(MOVE);
    const stopped = { ...after, state: 'stopped' as const };
    expect(codesOf(refusalOf(undo(stopped, change)))).toEqual(['overtaken']);
  });

  test('is refused once the freed time is taken, by whoever took it', () => {
    const { after, change } = changed(CANCEL);
    const others = ['chair-1', 'chair-2'].map((chairId) => aBusySession('2026-03-09', 600, { chairId }));
    expect(codesOf(refusalOf(undo(after, change, { calendar: aCalendar({ busy: others }) })))).toEqual([
      'chair-full',
    ]);
    const own = [aBusySession('2026-03-09', 600, { patientId: 'patient' })];
    expect(codesOf(refusalOf(undo(after, change, { calendar: aCalendar({ busy: own }) })))).toEqual([
      'patient-busy',
    ]);
  });

  test('of a move is refused once the old time has passed; of a cancelled session it is not', () => {
    const later = at('2026-03-09', '11:00');
    const move = changed(MOVE);
    expect(codesOf(refusalOf(undo(move.after, move.change, { now: later })))).toEqual(['in-the-past']);
    const cancelled = changed(CANCEL);
    expect(shownOf(undo(cancelled.after, cancelled.change, { now: later })).restated).toHaveLength(1);
  });

  test('is for those who may make such a change', () => {
    const { after, change } = changed({ mode: 'hold' }, { role: 'clinician' });
    expect(codesOf(refusalOf(undo(after, change)))).toEqual(['not-by-role']);
    expect(shownOf(undo(after, change, { role: 'clinician' })).newState).toBe('induction');
    expect(codesOf(refusalOf(undo(changed(MOVE).after, changed(MOVE).change, { role: 'nurse' })))).toEqual([
      'not-by-role',
    ]);
  });

  test('gives back a place that an admin had let be, though it bends its rule again', () => {
    const calendar = aCalendar({ shifts: aCalendar().shifts.filter(({ role }) => role !== 'nurse') });
    const course = aChangingCourse({ overridden: [{ sessionId: 'of-course-3', code: 'monitoring-full' }] });
    const { after, change } = changed(CANCEL, { course, calendar });
    expect(shownOf(undo(after, change, { calendar })).restated).toHaveLength(1);
    const never = { ...after, overridden: [] };
    expect(codesOf(refusalOf(undo(never, change, { calendar })))).toEqual(['monitoring-full']);
  });

  test('asks for no second override of what was overridden before', () => {
    const course = aChangingCourse({
      dates: ['2026-03-02', '2026-03-03', '2026-03-09', '2026-03-12', '2026-03-16', '2026-03-19'],
    });
    const { after, change } = changed(
      { mode: 'move', sessionId: 'of-course-2', startsAt: at('2026-03-05', '10:00') },
      { course },
    );
    const shown = shownOf(undo(after, change));
    expect([shown.bent, shown.open]).toEqual([[], []]);
  });
});
