import { expect, test } from '@jest/globals';
import { isBunched } from '#server/scheduling/room/stagger.ts';
import { aBusySession, aCalendar, at } from '#tests/support/calendars.ts';

const TUESDAY = '2026-03-10';
const NOBODY = new Set<string>();
const others = [aBusySession(TUESDAY, 600), aBusySession(TUESDAY, 605, { chairId: 'chair-2' })];

test('two patients begin at ten with two nurses, and a third is one too many', () => {
  const one = aCalendar({ busy: others.slice(0, 1) });
  const two = aCalendar({ busy: others });
  expect(isBunched(one, at(TUESDAY, '10:00'), NOBODY)).toBe(false);
  expect(isBunched(two, at(TUESDAY, '10:00'), NOBODY)).toBe(true);
  expect(isBunched(two, at(TUESDAY, '10:00'), new Set([others[0]?.id ?? '']))).toBe(false);
});

test('a nurse who is away, or whose shift is over, brings nobody in', () => {
  const away = {
    startsAt: at(TUESDAY, '09:00'),
    endsAt: at(TUESDAY, '12:00'),
    chairId: null,
    staffId: 'nurse-1',
    reason: 'Ill',
  };
  const calendar = aCalendar({ busy: others.slice(0, 1), closures: [away] });
  expect(isBunched(calendar, at(TUESDAY, '10:00'), NOBODY)).toBe(true);
  const short = aCalendar({
    busy: others.slice(0, 1),
    shifts: aCalendar().shifts.map((shift) =>
      shift.staffId === 'nurse-1' ? { ...shift, endsAt: '10:00' } : shift,
    ),
  });
  expect(isBunched(short, at(TUESDAY, '10:00'), NOBODY)).toBe(true);
  const left = aCalendar({
    busy: others.slice(0, 1),
    shifts: aCalendar().shifts.map((shift) =>
      shift.staffId === 'nurse-1' ? { ...shift, validTo: '2026-03-09' } : shift,
    ),
  });
  expect(isBunched(left, at(TUESDAY, '10:00'), NOBODY)).toBe(true);
});

test('a nurse with two shifts at once is one nurse', () => {
  const twice = aCalendar().shifts.filter(({ staffId }) => staffId === 'nurse-1');
  const calendar = aCalendar({ busy: others.slice(0, 1), shifts: [...twice, ...twice] });
  expect(isBunched(calendar, at(TUESDAY, '10:00'), NOBODY)).toBe(true);
});
