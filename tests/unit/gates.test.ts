import { describe, expect, test } from '@jest/globals';
import { gateStates, needsSomebody } from '#server/scheduling/gates/gate-states.ts';
import {
  type GatedSession,
  type GateKind,
  type GateRecord,
  gatedDays,
  gatesOf,
  gatesOfNewCourse,
  isOpenOn,
  openGates,
  statedByGates,
} from '#server/scheduling/gates/gates.ts';
import type { GateCode } from '#server/scheduling/vocabulary.ts';
import { gateKind } from '#tests/support/gates.ts';

const ZONE = 'America/New_York';
const COURSE = 'this-course';

/** Tuesdays and Fridays of three weeks, at ten. */
const SIX = ['2026-03-03', '2026-03-06', '2026-03-10', '2026-03-13', '2026-03-17', '2026-03-20'];

type Session = GatedSession & { readonly id: string };

/** On this day at ten in the morning in New York, whose clocks go forward on 8 March 2026. */
const on = (day: string, change: Partial<Session> = {}): Session => ({
  id: day,
  phase: 'induction',
  status: 'booked',
  startsAt: Date.parse(`${day}T10:00:00${day < '2026-03-08' || day >= '2026-11-01' ? '-05:00' : '-04:00'}`),
  ...change,
});
const induction = (change: Partial<Session> = {}) => SIX.map((day) => on(day, change));
const booster = (day: string) => on(day, { phase: 'maintenance' });

const record = (kind: GateCode, doneOn: string, change: Partial<GateRecord> = {}): GateRecord => ({
  id: `${kind} of ${doneOn}`,
  kind,
  courseId: COURSE,
  sessionId: null,
  doneOn,
  expiresOn: null,
  waived: false,
  ...change,
});

/** The days of the sessions that one kind keeps waiting, or warns of. */
const against = (kind: GateKind, records: readonly GateRecord[], sessions: readonly Session[]): string[] =>
  sessions
    .filter(({ status }) => status !== 'fulfilled')
    .filter((one) => isOpenOn(kind, records, gatedDays(ZONE, sessions)(one)))
    .map(({ id }) => id);

describe('what is good until a day', () => {
  test.each([
    ['the day of session 5', '2026-03-17', ['2026-03-20']],
    ['the day before session 6', '2026-03-19', ['2026-03-20']],
    ['the day of session 6', '2026-03-20', []],
    ['the day before session 1', '2026-03-02', SIX],
    ['no day', null, []],
  ])('ends with %s', (_, expiresOn, waiting) => {
    const records = [record('consent', '2026-02-27', { expiresOn })];
    expect(against(gateKind('consent'), records, induction())).toEqual(waiting);
  });

  test('is good by whichever record lasts', () => {
    const records = [
      record('consent', '2026-03-01', { expiresOn: '2027-03-01' }),
      record('consent', '2026-03-02', { expiresOn: '2026-03-02' }),
    ];
    expect(against(gateKind('consent'), records, induction())).toEqual([]);
  });

  test('is good from the day on which it was done, that day too', () => {
    const records = [record('consent', '2026-03-10')];
    expect(against(gateKind('consent'), records, induction())).toEqual(['2026-03-03', '2026-03-06']);
  });

  test.each([
    ['America/New_York', 'the 19th', []],
    ['Asia/Kolkata', 'the 20th', ['late']],
  ])('ends by the clinic’s own midnight: 20:00 in New York is in %s on %s', (zone, _, waiting) => {
    const late = { ...on('2026-03-19', { id: 'late' }), startsAt: Date.parse('2026-03-19T20:00:00-04:00') };
    const records = [record('consent', '2026-03-01', { expiresOn: '2026-03-19' })];
    const open = openGates({ kinds: [gateKind('consent')], records }, zone, [late], late);
    expect(open.map(() => late.id)).toEqual(waiting);
  });
});

describe('after half a year without a session (R19)', () => {
  const consent = gateKind('consent', { validFor: null });
  const last = on('2026-08-31', { status: 'fulfilled' });

  test.each([
    ['six months to the day are no long pause', '2027-02-28', []],
    ['a day more is one', '2027-03-01', ['2027-03-01']],
  ])('%s, where the month is short', (_, day, waiting) => {
    expect(against(consent, [record('consent', '2026-08-01')], [last, booster(day)])).toEqual(waiting);
  });

  test.each([
    ['on the last day of the half-year is too early', '2027-02-28', ['2027-03-15']],
    ['on the day after is new', '2027-03-01', []],
  ])('what was done %s', (_, doneOn, waiting) => {
    expect(against(consent, [record('consent', doneOn)], [last, booster('2027-03-15')])).toEqual(waiting);
  });

  test('a missed session ends no pause', () => {
    const missed = on('2026-12-01', { status: 'noshow' });
    const sessions = [last, missed, booster('2027-03-15')];
    expect(against(consent, [record('consent', '2026-08-01')], sessions)).toEqual(['2027-03-15']);
  });
});

describe('a look at the response (R10, R26)', () => {
  const review = gateKind('response-review');
  const done = induction({ status: 'fulfilled' });

  test.each([
    ['the day before the last session is none at the whole induction', '2026-03-19', ['2026-04-17']],
    ['the day of the last session is one', '2026-03-20', []],
  ])('on %s', (_, doneOn, waiting) => {
    expect(against(review, [record('response-review', doneOn)], [...done, booster('2026-04-17')])).toEqual(
      waiting,
    );
  });

  test('asks nothing of the induction itself', () => {
    expect(against(review, [], induction())).toEqual([]);
  });

  test('keeps the weeks that continue an induction waiting, as it does boosters', () => {
    const continuation = on('2026-03-27', { phase: 'continuation' });
    expect(against(review, [], [...done, continuation, booster('2026-04-17')])).toEqual([
      '2026-03-27',
      '2026-04-17',
    ]);
  });

  test('is asked for anew once the induction is extended', () => {
    const records = [record('response-review', '2026-03-21')];
    const extended = [...done, on('2026-03-27'), booster('2026-04-24')];
    expect(against(review, records, extended)).toEqual(['2026-04-24']);
  });
});

describe('a rating before session 1 (R40)', () => {
  test.each([
    ['two weeks before is good', '2026-02-17', '2026-03-03', []],
    ['a day more is too long ago', '2026-02-16', '2026-03-02', ['2026-03-03']],
  ])('%s, and is asked of session 1 alone', (_, doneOn, expiresOn, waiting) => {
    const records = [record('baseline-rating', doneOn, { expiresOn })];
    expect(against(gateKind('baseline-rating'), records, induction())).toEqual(waiting);
  });

  test('only warns', () => {
    const [first] = induction();
    const gates = { kinds: [gateKind('baseline-rating')], records: [] };
    expect(statedByGates(gates, ZONE, induction())).toEqual(induction());
    expect(first && openGates(gates, ZONE, induction(), first)).toEqual([]);
  });
});

describe('a flag', () => {
  const flag = gateKind('contraindication');

  test('keeps every session waiting while it is up', () => {
    expect(against(flag, [record('contraindication', '2026-03-01')], induction())).toEqual(SIX);
  });

  test('does no longer after its last day, as six weeks after a heart attack', () => {
    const records = [record('contraindication', '2026-02-03', { expiresOn: '2026-03-17' })];
    expect(against(flag, records, induction())).toEqual(SIX.slice(0, 5));
  });

  test('that nobody put up asks for nothing', () => {
    expect(against(flag, [], induction())).toEqual([]);
  });
});

describe('a session that a clinician lets take place without', () => {
  const waiver = record('consent', '2026-03-01', { sessionId: '2026-03-03', waived: true });

  test('is the one that was said, and the others wait', () => {
    expect(against(gateKind('consent'), [waiver], induction())).toEqual(SIX.slice(1));
  });

  test('waits all the same for what nobody goes on without', () => {
    const rems = gateKind('rems-enrolment');
    expect(against(rems, [{ ...waiver, kind: 'rems-enrolment' }], induction())).toEqual(SIX);
  });
});

describe('the sessions of a course', () => {
  const kinds = [gateKind('consent')];

  test('are pending while a gate keeps them waiting, and booked as soon as none does', () => {
    const records = [record('consent', '2026-03-01', { expiresOn: '2026-03-17' })];
    const stated = statedByGates({ kinds, records }, ZONE, induction({ status: 'pending' }));
    expect(stated.map(({ status }) => status)).toEqual([...Array(5).fill('booked'), 'pending']);
  });

  test.each(['arrived', 'checked-in', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error'] as const)(
    'stay %s whatever is open',
    (status) => {
      expect(statedByGates({ kinds, records: [] }, ZONE, induction({ status }))).toEqual(
        induction({ status }),
      );
    },
  );

  test('are as they are where the clinic asks for nothing', () => {
    const waiting = induction({ status: 'pending' });
    expect(statedByGates({ kinds: [], records: [] }, ZONE, waiting)).toEqual(waiting);
  });
});

describe('what concerns a course', () => {
  const kinds = [gateKind('consent'), gateKind('bladder-check'), gateKind('rems-enrolment')];
  const records = [
    record('consent', '2026-03-01', { courseId: 'another' }),
    record('bladder-check', '2026-03-01', { courseId: 'another' }),
    record('consent', '2026-03-02'),
  ];

  test('is what is recorded of it, and what holds for the patient whatever the course', () => {
    const its = gatesOf(kinds, records, { id: COURSE, route: 'iv' });
    expect(its.records).toEqual(records.slice(1));
  });

  test('is asked by its route: nobody is enrolled in REMS for an infusion', () => {
    const codes = (route: 'iv' | 'intranasal') =>
      gatesOf(kinds, [], { id: COURSE, route }).kinds.map(({ code }) => code);
    expect(codes('iv')).toEqual(['consent', 'bladder-check']);
    expect(codes('intranasal')).toEqual(['consent', 'bladder-check', 'rems-enrolment']);
  });

  test('goes over to a course that begins anew only where it holds for the patient', () => {
    expect(gatesOfNewCourse({ kinds, records: records.slice(1) }).records).toEqual([records[1]]);
  });
});

describe('how a gate stands on 9 March', () => {
  const stateOf = (kind: GateKind, records: readonly GateRecord[], sessions: readonly Session[]) => {
    const [state] = gateStates({ gates: { kinds: [kind], records }, sessions }, ZONE, '2026-03-09');
    return state && { state: state.state, dueOn: state.dueOn, isListed: needsSomebody(state, '2026-03-09') };
  };
  const consent = gateKind('consent', { warnDays: 14 });
  const toCome = induction().slice(2);

  test.each([
    ['good for longer', '2026-04-01', toCome, 'done', null],
    ['good for every session, and for 15 days', '2026-03-24', toCome, 'done', null],
    ['good for every session, and for 14 days', '2026-03-23', toCome, 'expiring', '2026-03-23'],
    ['good for all but session 6', '2026-03-19', toCome, 'expiring', '2026-03-20'],
    ['good today and never again', '2026-03-09', toCome, 'expiring', '2026-03-10'],
    ['over since yesterday', '2026-03-08', toCome, 'expired', '2026-03-10'],
  ])('it was done, and is %s', (_, expiresOn, sessions, state, dueOn) => {
    const records = [record('consent', '2026-03-01', { expiresOn })];
    expect(stateOf(consent, records, sessions)).toEqual({ state, dueOn, isListed: state !== 'done' });
  });

  test('what nobody did is open, by the day of the next session', () => {
    expect(stateOf(consent, [], toCome)).toEqual({ state: 'open', dueOn: '2026-03-10', isListed: true });
  });

  test('what nothing that is booked asks for is not needed', () => {
    const review = gateKind('response-review');
    expect(stateOf(review, [], toCome)).toEqual({ state: 'not-needed', dueOn: null, isListed: false });
  });

  test('a look at the response is open once the induction is over, and not while it is under way', () => {
    const review = gateKind('response-review');
    expect(stateOf(review, [], [...toCome, booster('2026-04-17')])).toMatchObject({ state: 'not-needed' });
    const over = on('2026-03-06', { status: 'fulfilled' });
    const records = [record('response-review', '2026-03-05')];
    for (const earlier of [[], records]) {
      expect(stateOf(review, earlier, [over, booster('2026-04-17')])).toEqual({
        state: 'open',
        dueOn: '2026-04-17',
        isListed: true,
      });
    }
  });

  test('a rating before session 1 is not needed once that is over', () => {
    const rating = gateKind('baseline-rating');
    const records = [record('baseline-rating', '2026-02-20', { expiresOn: '2026-03-06' })];
    const given = on('2026-03-03', { status: 'fulfilled' });
    expect(stateOf(rating, records, [given, ...toCome])).toMatchObject({
      state: 'not-needed',
      isListed: false,
    });
  });

  test('what was done is told of while it ends soon, though nothing is booked', () => {
    const given = on('2026-03-03', { status: 'fulfilled' });
    const records = [record('consent', '2026-03-01', { expiresOn: '2026-03-20' })];
    expect(stateOf(consent, records, [given])).toEqual({
      state: 'expiring',
      dueOn: '2026-03-20',
      isListed: true,
    });
    expect(stateOf(consent, [], [given])).toMatchObject({ state: 'not-needed' });
  });

  test.each([
    ['hard', '2026-05-04', true],
    ['soft', '2026-03-23', true],
    ['soft', '2026-03-24', false],
  ] as const)('what is %s and asked for by a session on %s is on the list: %s', (strength, day, isListed) => {
    const check = gateKind('bladder-check', { strength, warnDays: 14 });
    expect(stateOf(check, [], [booster(day)])).toEqual({ state: 'open', dueOn: day, isListed });
  });

  test('a flag is clear, or open', () => {
    const flag = gateKind('contraindication');
    expect(stateOf(flag, [], toCome)).toMatchObject({ state: 'clear', isListed: false });
    const up = [record('contraindication', '2026-03-05')];
    expect(stateOf(flag, up, toCome)).toEqual({ state: 'open', dueOn: '2026-03-10', isListed: true });
  });

  test.each([
    ['seven days after its session is in time', '2026-03-02', 'open', '2026-03-09'],
    ['on the eighth day is overdue', '2026-03-01', 'overdue', '2026-03-08'],
  ])('a monitoring form %s (R24)', (_, day, state, dueOn) => {
    const form = gateKind('monitoring-form');
    const given = on(day, { status: 'fulfilled' });
    expect(stateOf(form, [], [given])).toEqual({ state, dueOn, isListed: state === 'overdue' });
    const sent = [record('monitoring-form', '2026-03-09', { sessionId: day })];
    expect(stateOf(form, sent, [given])).toEqual({ state: 'done', dueOn: null, isListed: false });
  });
});
