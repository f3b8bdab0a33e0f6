import { describe, expect, jest, test } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CoursePage } from '#client/features/course/course-page.tsx';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { aClinic, aCourse, aMe, aSession, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

/** Every four weeks from Tue 26 Jan: due Tue 23 Feb, and the window ended on today, Tue 2 Mar. */
const ENDS_TODAY: BoosterWindow = {
  dueOn: '2027-02-23',
  earliestOn: '2027-02-16',
  latestOn: '2027-03-02',
  interval: 'P4W',
  asNeeded: false,
  source: 'order',
  anchorOn: '2027-01-26',
  provisional: false,
};
const PASSED: BoosterWindow = { ...ENDS_TODAY, latestOn: '2027-03-01' };

const BOOSTER = aSession({
  sequence: 7,
  phase: 'maintenance',
  startsAt: at('2027-03-09'),
  endsAt: at('2027-03-09', '11:00'),
});

type Opened = {
  role?: 'front-desk' | 'nurse' | 'clinician';
  course?: Partial<Course>;
  routes?: Routes;
  at?: string;
};

function open({ role = 'front-desk', course = {}, routes = {}, at: address = '' }: Opened) {
  const shown = aCourse({
    state: 'maintenance',
    sessions: aCourse().sessions.map((one) => ({ ...one, status: 'fulfilled' as const })),
    boosterWindow: PASSED,
    actions: ['book-booster'],
    version: 3,
    ...course,
  });
  const server = fakeServer({ 'GET /clinic': () => aClinic(), 'GET /courses/*': () => shown, ...routes });
  globalThis.fetch = server.fetch;
  const path = `/courses/${IDS.course}`;
  return {
    ...renderPage(
      <CoursePage id={IDS.course} onChanged={() => {}} />,
      `${path}${address}`,
      path,
      aMe({ role }),
    ),
    asked: server.asked,
  };
}

const next = () => screen.findByRole('region', { name: 'Next booster' });

describe('the next booster says what can be done about it', () => {
  test.each<[string, Opened, string | RegExp]>([
    [
      'the desk asks a clinician once the window has passed',
      {},
      'Ask a clinician: they book it late with a reason, or set another interval.',
    ],
    [
      'a clinician books it late, or sets another interval',
      { role: 'clinician' },
      'Book it late with a reason, or set another interval under “Booster interval”.',
    ],
    [
      'the desk has an ended order renewed',
      {
        course: {
          boosterWindow: { ...PASSED, dueOn: null, interval: null, asNeeded: true },
          actions: [],
        },
      },
      'The order has ended. Ask a clinician to set it again.',
    ],
    [
      'a clinician renews an ended order before anything is booked',
      { role: 'clinician', course: { actions: ['set-booster-order'] } },
      'The order has ended: set it again, or another one, under “Booster interval”.',
    ],
    [
      'a clinician sets the interval where the protocol’s holds',
      { role: 'clinician', course: { boosterWindow: { ...PASSED, source: 'protocol' }, actions: [] } },
      'Set the interval under “Booster interval”; then one can be booked.',
    ],
    [
      'the desk waits for a clinician to set the interval',
      { course: { boosterWindow: { ...PASSED, source: 'protocol' }, actions: [] } },
      'It can be booked once a clinician has set the interval.',
    ],
    [
      'a course on hold is resumed first',
      { role: 'clinician', course: { state: 'on-hold', actions: [] } },
      'The course is on hold: resume it before one is booked.',
    ],
    [
      'a series that is used up is followed by an interval',
      { course: { boosterWindow: { ...ENDS_TODAY, interval: null, seriesLeft: 0 }, actions: [] } },
      'Ask a clinician how it goes on: they set the next interval.',
    ],
  ])('%s', async (_, opened, words) => {
    const { container } = open(opened);
    expect(await next()).toHaveTextContent(words);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('on the last day of its window there is nothing to do but to book it', async () => {
    open({ course: { boosterWindow: ENDS_TODAY } });
    expect(await next()).not.toHaveTextContent(/Ask a clinician/);
    expect(screen.getByRole('button', { name: 'Book the booster' })).toBeInTheDocument();
  });

  test('a clinician is a press away from the interval, booked or not', async () => {
    const { here } = open({
      role: 'clinician',
      course: { sessions: [BOOSTER], bookedBoosterId: BOOSTER.id, actions: ['set-booster-order'] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Set the interval' }));
    expect(here()).toBe(`/courses/${IDS.course}?order=look`);
  });

  test('the desk is offered no interval to set', async () => {
    open({});
    await next();
    expect(screen.queryByRole('button', { name: 'Set the interval' })).not.toBeInTheDocument();
  });

  test('a booked one outside the window is to be moved, unless a clinician let it stand there', async () => {
    const booked = { bookedBoosterId: BOOSTER.id, boosterOutsideWindow: true, actions: [] };
    const { unmount } = open({ course: { ...booked, sessions: [BOOSTER] } });
    expect(await next()).toHaveTextContent(
      'It stands outside the window of the order that was set since. Move it.',
    );
    unmount();
    open({ course: { ...booked, sessions: [{ ...BOOSTER, overrides: ['outside-booster-window'] }] } });
    expect(await next()).toHaveTextContent('A clinician let it stand outside the window.');
    expect(await next()).not.toHaveTextContent('Move it.');
  });
});
