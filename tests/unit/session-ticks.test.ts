import { describe, expect, test } from '@jest/globals';
import type { SessionVerb } from '#server/scheduling/session/session-lifecycle.ts';
import {
  changedTicks,
  mayBeTicked,
  mayGoOnWithout,
  unticked,
} from '#server/scheduling/session/session-ticks.ts';
import type { Route, SessionStatus } from '#server/scheduling/vocabulary.ts';

const READY = { 'ready-to-leave': true, 'escort-here': true } as const;

describe('what must be ticked before a session is done', () => {
  test.each<[Route, object, string[]]>([
    ['iv', {}, ['baseline', 'vitals', 'escort-here']],
    ['iv', { 'ready-to-leave': true }, ['escort-here']],
    ['iv', { ...READY, 'escort-here': false }, ['escort-here']],
    ['iv', READY, []],
    ['im', READY, []],
    // A spray asks for the blood pressure besides.
    ['intranasal', READY, ['pressure-noted']],
    ['intranasal', { ...READY, 'pressure-noted': true }, []],
    // How somebody felt keeps nobody here.
    ['iv', { ...READY, nausea: true, dissociation: true }, []],
  ])('%s with %j: %j', (route, ticks, missing) => {
    expect(unticked('complete', route, ticks).map(({ code }) => code)).toEqual(missing);
  });

  test.each<SessionVerb>(['arrive', 'check-in', 'start', 'no-show', 'cancel'])(
    'is nothing for %s',
    (verb) => {
      expect(unticked(verb, 'intranasal', {})).toEqual([]);
    },
  );

  test('is left out by those who are with the patient, and by nobody else', () => {
    const missing = unticked('complete', 'iv', {});
    const may = (['front-desk', 'nurse', 'clinician', 'admin', 'patient'] as const).filter((role) =>
      mayGoOnWithout(missing, role),
    );
    expect(may).toEqual(['nurse', 'clinician']);
  });
});

test.each<[SessionStatus, number | null, boolean]>([
  ['booked', null, false],
  ['checked-in', null, false],
  ['checked-in', 1, true],
  ['fulfilled', 1, true],
  ['fulfilled', null, false],
  ['cancelled', 1, false],
])('a session that is %s, started at %s, may be ticked: %s', (status, startedAt, may) => {
  expect(mayBeTicked({ status, startedAt, startsAt: 0, endsAt: 2 })).toBe(may);
});

test('only what says something new is ticked', () => {
  const before = { nausea: true, dizziness: false };
  expect(
    changedTicks(before, { nausea: true, dizziness: true, dissociation: false, 'other-effect': undefined }),
  ).toEqual({ dizziness: true, dissociation: false });
});
