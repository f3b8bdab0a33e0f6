import { describe, expect, jest, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CoursePage } from '#client/features/course/course-page.tsx';
import type { Course } from '#server/contract/course.ts';
import type { BoosterWindow, StartTime } from '#server/contract/plan.ts';
import { aClinic, aCourse, aMe, aSession, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
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

  test('the next of a series is booked while one is booked already', async () => {
    open({
      course: {
        sessions: [BOOSTER],
        bookedBoosterId: BOOSTER.id,
        boosterWindow: { ...ENDS_TODAY, latestOn: '2027-03-30', interval: null, seriesLeft: 2 },
      },
    });
    expect(await next()).toHaveTextContent('A series of boosters, two still to book');
    expect(screen.getByRole('button', { name: 'Book the next of the series' })).toBeInTheDocument();
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

describe('booking a booster', () => {
  const start = (date: string, refusals: StartTime['refusals'] = [], mayBend = false): StartTime => ({
    startsAt: at(date),
    poolId: IDS.pool,
    refusals,
    ...(mayBend && { mayBend: true as const }),
  });
  const outside: StartTime['refusals'][number] = {
    code: 'outside-booster-window',
    detail: 'Outside the booster window.',
    severity: 'hard',
  };
  const review: StartTime['refusals'][number] = {
    code: 'needs-review',
    detail: 'A clinician looks at the course before its next booster is booked.',
    severity: 'hard',
  };
  const offering = (...starts: StartTime[]): Routes => ({
    'GET /courses/*/booster-start-times': () => ({
      days: starts.map((one) => ({
        date: one.startsAt.slice(0, 10),
        freeCount: one.refusals.length === 0 ? 1 : 0,
        starts: [one],
      })),
    }),
    'POST /courses/*/boosters': () => aCourse({ sessions: [BOOSTER], bookedBoosterId: BOOSTER.id }),
  });
  const dialog = () => screen.findByRole('dialog', { name: 'Book the booster of Ana Ruiz' });
  const nine = async () => within(await dialog()).findByRole('option', { name: /^9:00/ });
  const sent = ({ asked }: ReturnType<typeof open>) =>
    asked.filter(({ method, path }) => method === 'POST' && path.endsWith('/boosters'));

  test('outside the window is a clinician’s, who says why', async () => {
    const page = open({
      role: 'clinician',
      at: '?book=booster',
      routes: offering(start('2027-03-09', [outside], true)),
    });
    await userEvent.click(await nine());
    const bent = within(await dialog()).getByRole('list', { name: 'Rules that it bends' });
    expect(bent).toHaveTextContent('Outside the booster window.');
    expect(await axe(page.baseElement)).toHaveNoViolations();
    await userEvent.click(screen.getByRole('button', { name: 'Book Tue 9 Mar, 9:00' }));
    const why = screen.getByLabelText('Why it may be so');
    expect(why).toHaveFocus();
    expect(why).toHaveAccessibleDescription(/Say why first/);
    expect(sent(page)).toEqual([]);
    await userEvent.type(why, 'Was abroad');
    await userEvent.click(screen.getByRole('button', { name: 'Book Tue 9 Mar, 9:00' }));
    await waitFor(() =>
      expect(sent(page)[0]?.body).toEqual({
        startsAt: at('2027-03-09'),
        poolId: IDS.pool,
        overrides: [{ code: 'outside-booster-window', reason: 'Was abroad' }],
      }),
    );
  });

  test('a reason that was mended is another press, and never the same key', async () => {
    const page = open({
      role: 'clinician',
      at: '?book=booster',
      routes: {
        ...offering(start('2027-03-09', [outside], true)),
        'POST /courses/*/boosters': () => refuse({ type: 'unavailable', status: 503, title: 'Not just now' }),
      },
    });
    await userEvent.click(await nine());
    await userEvent.type(screen.getByLabelText('Why it may be so'), 'Was abroad');
    const press = () => userEvent.click(screen.getByRole('button', { name: 'Book Tue 9 Mar, 9:00' }));
    await press();
    await screen.findByRole('alert');
    await press();
    await waitFor(() => expect(sent(page)).toHaveLength(2));
    await userEvent.type(screen.getByLabelText('Why it may be so'), ' until March');
    await press();
    await waitFor(() => expect(sent(page)).toHaveLength(3));
    const [first, again, other] = sent(page).map(({ headers }) => headers.get('idempotency-key'));
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('inside the window nothing is asked', async () => {
    const page = open({ at: '?book=booster', routes: offering(start('2027-03-09')) });
    await userEvent.click(await nine());
    expect(screen.queryByLabelText('Why it may be so')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Book Tue 9 Mar, 9:00' }));
    await waitFor(() =>
      expect(sent(page)[0]?.body).toEqual({ startsAt: at('2027-03-09'), poolId: IDS.pool }),
    );
  });

  test('the desk reads in front of the struck times whom to ask', async () => {
    open({ at: '?book=booster', routes: offering(start('2027-03-09', [outside])) });
    await nine();
    expect(await dialog()).toHaveTextContent('Ask a clinician: they book it late with a reason');
  });

  test('what a clinician looks at first is said once, with what the desk does', async () => {
    open({
      at: '?book=booster',
      routes: offering(start('2027-03-09', [review]), start('2027-03-10', [review])),
    });
    expect(await nine()).toHaveAttribute('aria-disabled', 'true');
    expect(
      within(await dialog()).getByText(/Ask a clinician: once they have looked, it can be booked here\./),
    ).toHaveTextContent('A clinician looks at the course before its next booster is booked.');
  });

  test('a clinician looks first, or goes on with a reason', async () => {
    open({
      role: 'clinician',
      at: '?book=booster',
      routes: offering(start('2027-03-09', [review, outside], true)),
    });
    await userEvent.click(await nine());
    expect(within(await dialog()).getByText(/or choose a time with a reason/)).toBeInTheDocument();
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      review.detail,
      outside.detail,
    ]);
  });

  test('only a clinician turns to days outside the window', async () => {
    const { unmount } = open({ at: '?book=booster', routes: offering(start('2027-03-09')) });
    await nine();
    expect(screen.queryByRole('button', { name: 'Later days' })).not.toBeInTheDocument();
    unmount();
    const page = open({ role: 'clinician', at: '?book=booster', routes: offering(start('2027-03-09')) });
    await nine();
    await userEvent.click(screen.getByRole('button', { name: 'Later days' }));
    const asked = () =>
      page.asked
        .filter(({ path }) => path.endsWith('/booster-start-times'))
        .map(({ query }) => query.get('from'));
    await waitFor(() => expect(asked()).toEqual(['2027-03-02', '2027-03-16']));
  });
});
