import { describe, expect, test } from '@jest/globals';
import { applyHeldStep, heldSteps } from '#server/scheduling/session/session-held.ts';
import {
  applyVerb,
  type LivingSession,
  SESSION_VERBS,
  type Transition,
} from '#server/scheduling/session/session-lifecycle.ts';
import { promptsFor } from '#server/scheduling/session/session-prompts.ts';
import { undoStep } from '#server/scheduling/session/session-undo.ts';
import { PROMPT_CODES, ROUTES, SESSION_STATUSES } from '#server/scheduling/vocabulary.ts';
import { at } from '#tests/support/calendars.ts';

const MONDAY = '2026-03-02';

const session = (overrides: Partial<LivingSession> = {}): LivingSession => ({
  status: 'booked',
  startsAt: at(MONDAY, '09:00'),
  endsAt: at(MONDAY, '11:00'),
  startedAt: null,
  heldAt: null,
  ...overrides,
});
const QUARTER_PAST = at(MONDAY, '09:15');

describe('a session that is held on its day', () => {
  test('is one whose patient is in the house and whose administration has not begun', () => {
    const holdable = SESSION_STATUSES.filter((status) => heldSteps(session({ status })).includes('hold'));
    expect(holdable).toEqual(['arrived', 'checked-in']);
    expect(heldSteps(session({ status: 'checked-in', startedAt: QUARTER_PAST }))).toEqual([]);
  });

  test('cannot be started until it is released', () => {
    const checkedIn = session({ status: 'checked-in' });
    expect(applyHeldStep(checkedIn, 'hold', QUARTER_PAST)).toEqual({ ok: true, heldAt: QUARTER_PAST });
    const held = { ...checkedIn, heldAt: QUARTER_PAST };
    expect(applyVerb(held, 'start', QUARTER_PAST)).toEqual({ ok: false, allowed: ['cancel'] });
    expect(applyHeldStep(held, 'hold', QUARTER_PAST)).toEqual({ ok: false, allowed: ['release'] });
    expect(applyHeldStep(held, 'release', QUARTER_PAST)).toEqual({ ok: true, heldAt: null });
    expect(applyVerb(checkedIn, 'start', QUARTER_PAST).ok).toBe(true);
  });

  test('may be taken to the chair, and may be cancelled', () => {
    const held = session({ status: 'arrived', heldAt: QUARTER_PAST });
    expect(applyVerb(held, 'check-in', QUARTER_PAST).ok).toBe(true);
    expect(applyVerb(held, 'cancel', QUARTER_PAST).ok).toBe(true);
  });
});

describe('a click that was a mistake', () => {
  const before = {
    arrive: session(),
    'check-in': session({ status: 'arrived' }),
    start: session({ status: 'checked-in' }),
    complete: session({ status: 'checked-in', startedAt: QUARTER_PAST }),
    'no-show': session(),
    cancel: session(),
  } as const;

  test.each(SESSION_VERBS)('%s is taken back to the status before, with all that it noted', (verb) => {
    const from = before[verb];
    const step = applyVerb(from, verb, at(MONDAY, '10:00'));
    if (!step.ok) throw new Error('It was not allowed.');
    const { status, ...noted }: Transition = step.transition;
    const reversal = undoStep({ status }, { kind: verb, from: from.status, to: status });
    expect(reversal?.status).toBe(from.status);
    expect(reversal?.clears).toEqual(expect.arrayContaining(Object.keys(noted)));
  });

  test('asks for its time again where it had given it up', () => {
    const asks = SESSION_VERBS.filter(
      (verb) =>
        undoStep({ status: 'cancelled' }, { kind: verb, from: 'booked', to: 'cancelled' })?.needsItsTime,
    );
    expect(asks).toEqual(['complete', 'no-show', 'cancel']);
  });

  test('is taken back only while nothing came after, and only if it was one of the day', () => {
    expect(undoStep({ status: 'checked-in' }, { kind: 'arrive', from: 'booked', to: 'arrived' })).toBeNull();
    expect(undoStep({ status: 'booked' }, { kind: 'move', from: 'booked', to: 'booked' })).toBeNull();
    expect(undoStep({ status: 'booked' }, { kind: 'book', from: null, to: 'booked' })).toBeNull();
    expect(undoStep({ status: 'booked' }, null)).toBeNull();
  });
});

describe('what is asked before a step', () => {
  const codes = (verb: (typeof SESSION_VERBS)[number], route: (typeof ROUTES)[number]) =>
    promptsFor(verb, route).map(({ code }) => code);

  test('is the escort and the fast when the patient is taken to the chair', () => {
    for (const route of ROUTES) expect(codes('check-in', route)).toEqual(['escort', 'fasted']);
    expect(promptsFor('check-in', 'iv')[1]?.words).not.toBe(promptsFor('check-in', 'intranasal')[1]?.words);
  });

  test('is whether the patient is fit to leave at the end, and after a spray what was measured', () => {
    expect(codes('complete', 'iv')).toEqual(['baseline', 'vitals', 'escort-here']);
    expect(codes('complete', 'intranasal')).toEqual(['baseline', 'vitals', 'escort-here', 'pressure-noted']);
  });

  test('is nothing where nothing depends on it', () => {
    for (const verb of ['arrive', 'no-show', 'cancel'] as const) expect(codes(verb, 'iv')).toEqual([]);
  });

  test('names no drug and no route', () => {
    const words = SESSION_VERBS.flatMap((verb) => ROUTES.flatMap((route) => promptsFor(verb, route)));
    expect(new Set(words.map(({ code }) => code))).toEqual(new Set(PROMPT_CODES));
    for (const prompt of words) expect(prompt.words).not.toMatch(/ketamine|infusion|dose/i);
  });
});
