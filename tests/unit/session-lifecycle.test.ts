import { describe, expect, test } from '@jest/globals';
import {
  allowedVerbs,
  applyVerb,
  isMovable,
  type LivingSession,
  SESSION_VERBS,
  type SessionVerb,
} from '#server/scheduling/session/session-lifecycle.ts';
import { SESSION_STATUSES, type SessionStatus } from '#server/scheduling/vocabulary.ts';
import { at } from '#tests/support/calendars.ts';

const MONDAY = '2026-03-02';
const NINE = at(MONDAY, '09:00');
const ELEVEN = at(MONDAY, '11:00');

/** From 9:00 to 11:00. */
const session = (status: SessionStatus, startedAt: number | null = null): LivingSession => ({
  status,
  startsAt: NINE,
  endsAt: ELEVEN,
  startedAt,
});

/** Where each verb leads from each status at 9:20; a blank is a refusal. */
const TABLE: Record<string, Record<SessionVerb, SessionStatus | ''>> = {
  proposed: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
  pending: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: 'cancelled' },
  booked: {
    arrive: 'arrived',
    'check-in': '',
    start: '',
    complete: '',
    'no-show': 'noshow',
    cancel: 'cancelled',
  },
  arrived: {
    arrive: '',
    'check-in': 'checked-in',
    start: '',
    complete: '',
    'no-show': '',
    cancel: 'cancelled',
  },
  'checked-in': {
    arrive: '',
    'check-in': '',
    start: 'checked-in',
    complete: '',
    'no-show': '',
    cancel: 'cancelled',
  },
  'checked-in and under way': {
    arrive: '',
    'check-in': '',
    start: '',
    complete: 'fulfilled',
    'no-show': '',
    cancel: '',
  },
  fulfilled: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
  cancelled: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
  noshow: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
  waitlist: { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
  'entered-in-error': { arrive: '', 'check-in': '', start: '', complete: '', 'no-show': '', cancel: '' },
};
const UNDER_WAY = 'checked-in and under way';
const NOW = at(MONDAY, '09:20');
const standing = (name: string): LivingSession =>
  name === UNDER_WAY ? session('checked-in', at(MONDAY, '09:15')) : session(name as SessionStatus);

describe('what may happen to a session', () => {
  test('is settled for every status there is', () => {
    expect(
      Object.keys(TABLE)
        .filter((name) => name !== UNDER_WAY)
        .sort(),
    ).toEqual([...SESSION_STATUSES].sort());
  });

  const cases = Object.entries(TABLE).flatMap(([from, verbs]) =>
    SESSION_VERBS.map((verb) => ({ from, verb, to: verbs[verb], leads: verbs[verb] || 'nowhere' })),
  );
  test.each(cases)('$from, $verb: leads to $leads', ({ from, verb, to }) => {
    const result = applyVerb(standing(from), verb, NOW);
    if (to) {
      expect(result).toMatchObject({ ok: true, transition: { status: to } });
    } else {
      const allowed = SESSION_VERBS.filter((other) => TABLE[from]?.[other]);
      expect(result).toEqual({ ok: false, allowed });
    }
    expect(allowedVerbs(standing(from), NOW).includes(verb)).toBe(to !== '');
  });
});

describe('when it may happen', () => {
  const hoursBefore = (hours: number) => NINE - hours * 3_600_000;

  test('a patient arrives twelve hours before the start at the earliest', () => {
    expect(applyVerb(session('booked'), 'arrive', hoursBefore(12)).ok).toBe(true);
    expect(applyVerb(session('booked'), 'arrive', hoursBefore(12) - 1).ok).toBe(false);
  });

  test('a patient is missing from the start on, and not a moment sooner', () => {
    expect(applyVerb(session('booked'), 'no-show', NINE).ok).toBe(true);
    expect(applyVerb(session('booked'), 'no-show', NINE - 1).ok).toBe(false);
  });

  test('a session is moved until its start, if it is booked or waits for a gate', () => {
    expect(isMovable(session('booked'), NINE - 1)).toBe(true);
    expect(isMovable(session('pending'), NINE - 1)).toBe(true);
    expect(isMovable(session('booked'), NINE)).toBe(false);
    const others = SESSION_STATUSES.filter((status) => status !== 'booked' && status !== 'pending');
    expect(others.filter((status) => isMovable(session(status), NINE - 1))).toEqual([]);
  });
});

describe('what is noted', () => {
  test('is the moment of each step, and no other', () => {
    const noted = (from: string, verb: SessionVerb) => applyVerb(standing(from), verb, NOW);
    expect(noted('booked', 'arrive')).toEqual({
      ok: true,
      transition: { status: 'arrived', arrivedAt: NOW },
    });
    expect(noted('arrived', 'check-in')).toEqual({
      ok: true,
      transition: { status: 'checked-in', checkedInAt: NOW },
    });
    expect(noted('checked-in', 'start')).toEqual({
      ok: true,
      transition: { status: 'checked-in', startedAt: NOW },
    });
    expect(noted('booked', 'no-show')).toEqual({ ok: true, transition: { status: 'noshow' } });
    expect(noted('booked', 'cancel')).toEqual({ ok: true, transition: { status: 'cancelled' } });
  });

  test.each([
    ['early', '10:20', '10:20'],
    ['as planned', '11:00', '11:00'],
    ['late', '11:45', '11:00'], // the next patient's booking does not know of it
    ['before it was to start', '08:10', '09:01'], // a stretch of time has some length
    ['as it was to start', '09:00', '09:01'],
  ])('completed %s, at %s, the chair is free from %s', (_, completed, released) => {
    const now = at(MONDAY, completed);
    expect(applyVerb(session('checked-in', at(MONDAY, '08:05')), 'complete', now)).toEqual({
      ok: true,
      transition: { status: 'fulfilled', completedAt: now, releasedAt: at(MONDAY, released) },
    });
  });
});
