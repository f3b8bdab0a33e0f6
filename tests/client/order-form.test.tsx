import { describe, expect, jest, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BoosterOrderSection } from '#client/features/booster-order/booster-order-section.tsx';
import type { BoosterOrderPreview, BoosterSuggestions } from '#server/contract/booster-order.ts';
import type { BoosterOrder, Course } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { aClinic, aCourse, aSession, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';
import { aResponse, aSettings } from '#tests/support/response-data.ts';

jest.setTimeout(20_000);

/** Every four weeks from Mon 22 Feb. */
const WINDOW: BoosterWindow = {
  dueOn: '2027-03-22',
  earliestOn: '2027-03-15',
  latestOn: '2027-03-29',
  interval: 'P4W',
  asNeeded: false,
  source: 'protocol',
  anchorOn: '2027-02-22',
  provisional: false,
};

/** Every six weeks from Mon 22 Feb. */
const SIX_WEEKS: BoosterWindow = {
  ...WINDOW,
  dueOn: '2027-04-05',
  earliestOn: '2027-03-29',
  latestOn: '2027-04-12',
  interval: 'P6W',
  source: 'order',
};

const order = (change: Partial<BoosterOrder> = {}): BoosterOrder => ({
  id: '01950000-0000-7000-8000-000000000300',
  courseId: IDS.course,
  interval: 'P6W',
  asNeeded: false,
  seriesOf: null,
  flexDays: 7,
  expiresOn: null,
  reason: 'Holding well',
  evidence: null,
  setBy: { id: '01950000-0000-7000-8000-000000000400', name: 'Dr Moreau' },
  setAt: at('2027-02-23', '12:00'),
  ...change,
});

const preview = (change: Partial<BoosterOrderPreview> = {}): BoosterOrderPreview => ({
  courseId: IDS.course,
  courseVersion: 3,
  order: { interval: 'P6W', asNeeded: false, seriesOf: null, flexDays: 7, expiresOn: null },
  window: SIX_WEEKS,
  today: { order: null, window: WINDOW },
  outside: [],
  warnings: [],
  token: 'six weeks',
  expiresAt: at('2027-03-02', '08:45'),
  ...change,
});

/** Four weeks hold, between two and six. */
const suggested = (change: Partial<BoosterSuggestions> = {}): BoosterSuggestions => ({
  interval: 'P4W',
  ladder: ['P2W', 'P4W', 'P6W'],
  stepBack: 'P2W',
  stepForward: 'P6W',
  suggestions: [],
  ...change,
});

/** Booster 1 on Mon 22 Mar at nine, which six weeks would have two weeks later. */
const BOOSTER = aSession({
  sequence: 7,
  phase: 'maintenance',
  startsAt: at('2027-03-22'),
  endsAt: at('2027-03-22', '11:00'),
});
const outside = (change: Partial<BoosterOrderPreview['outside'][number]> = {}) => ({
  sessionId: BOOSTER.id,
  sequence: 7,
  startsAt: BOOSTER.startsAt,
  endsAt: BOOSTER.endsAt,
  move: {
    startsAt: at('2027-04-05'),
    endsAt: at('2027-04-05', '11:00'),
    poolId: IDS.pool,
    violations: [],
  },
  whyNot: [],
  ...change,
});

function open(routes: Routes = {}, change: Partial<Course> = {}, address = '') {
  const server = fakeServer({
    'GET /courses/*/booster-suggestions': () => suggested(),
    'GET /courses/*/response': () => aResponse(),
    'GET /instruments': () => aSettings(),
    'GET /courses/*/booster-orders': () => ({ items: [] }),
    'POST /courses/*/booster-order-previews': () => preview(),
    'POST /courses/*/booster-order-changes': () => ({
      ...order(),
      boosterWindow: SIX_WEEKS,
      courseVersion: 4,
    }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  const course = aCourse({
    version: 3,
    boosterWindow: WINDOW,
    actions: ['set-booster-order'],
    sessions: [...aCourse().sessions.map((one) => ({ ...one, status: 'fulfilled' as const })), BOOSTER],
    ...change,
  });
  const sent = (end: string) =>
    server.asked
      .filter(({ method, path }) => method === 'POST' && path.endsWith(end))
      .map(({ body }) => body);
  return {
    ...renderPage(<BoosterOrderSection course={course} clinic={aClinic()} />, `/courses/a${address}`),
    previews: () => sent('/booster-order-previews'),
    set: () => sent('/booster-order-changes'),
  };
}

const choose = async (name: string | RegExp) => userEvent.click(await screen.findByRole('radio', { name }));
const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const why = () => screen.getByLabelText('Why');

describe('the booster interval', () => {
  test('asks for nothing before an interval is chosen', async () => {
    const { container, previews } = open();
    expect(await screen.findByRole('radio', { name: /every 4 weeks\s*now/ })).not.toBeChecked();
    expect(screen.queryByLabelText('Why')).not.toBeInTheDocument();
    expect(previews()).toEqual([]);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('shows what it leads to as soon as it is chosen', async () => {
    const { container, previews } = open();
    await choose('every 6 weeks');
    expect(await screen.findByText('Mon 5 Apr')).toBeInTheDocument();
    expect(screen.getByText(/between Mon 29 Mar and Mon 12 Apr \(now Mon 22 Mar\)/)).toHaveTextContent(
      'Counted from Mon 22 Feb, the last session.',
    );
    expect(screen.getByLabelText('Days either side')).toHaveValue('7');
    expect(previews()).toEqual([{ interval: 'P6W' }]);
    expect(screen.getByRole('button', { name: 'Set six weeks' })).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('steps one rung of the ladder either way from what holds now', async () => {
    const holds = { interval: 'P5W', stepBack: 'P4W', stepForward: 'P6W' };
    open(
      { 'GET /courses/*/booster-suggestions': () => suggested(holds) },
      { boosterWindow: { ...WINDOW, interval: 'P5W' } },
    );
    await screen.findByRole('radio', { name: /every 5 weeks\s*now/ });
    expect(screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent)).toEqual([
      'every 2 weeks',
      'every 4 weeks',
      'every 5 weeksnow',
      'every 6 weeks',
      'other interval',
      'as needed',
      'a series close together',
    ]);
    await press('Step back to four weeks');
    expect(screen.getByRole('radio', { name: 'every 4 weeks' })).toBeChecked();
    await press('Step forward to six weeks');
    expect(screen.getByRole('radio', { name: 'every 6 weeks' })).toBeChecked();
  });

  test('has no step where there is no rung, and none from boosters as needed', async () => {
    open(
      {
        'GET /courses/*/booster-suggestions': () =>
          suggested({ interval: null, stepBack: null, stepForward: null }),
      },
      { boosterWindow: { ...WINDOW, dueOn: null, interval: null, asNeeded: true } },
    );
    expect(await screen.findByRole('radio', { name: /as needed\s*now/ })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Step/ })).not.toBeInTheDocument();
  });

  test('a suggestion says why, and a press only chooses it', async () => {
    const { set, previews } = open({
      'GET /courses/*/booster-suggestions': () =>
        suggested({
          suggestions: [
            {
              code: 'step-forward',
              interval: 'P6W',
              rule: 'R13',
              words: 'Two checks in a row hold at this interval. One step forward would be every 6 weeks.',
            },
            { code: 'review-need', interval: null, rule: 'R18', words: 'Look at the course again.' },
          ],
        }),
    });
    const list = await screen.findByRole('list', { name: 'What could be done' });
    expect(list).toHaveTextContent('Two checks in a row hold at this interval.');
    expect(within(list).getAllByRole('button')).toHaveLength(1);
    await press('Look at six weeks');
    expect(screen.getByRole('radio', { name: 'every 6 weeks' })).toBeChecked();
    await waitFor(() => expect(previews()).toEqual([{ interval: 'P6W' }]));
    expect(set()).toEqual([]);
  });

  test('an order that ends is renewed as what it is', async () => {
    open(
      {
        'GET /courses/*/booster-suggestions': () =>
          suggested({
            interval: null,
            suggestions: [
              { code: 'renew-order', interval: null, rule: 'R15', words: 'The order ends soon.' },
            ],
          }),
      },
      { boosterWindow: { ...WINDOW, dueOn: null, interval: null, asNeeded: true } },
    );
    await press('Look at boosters as needed');
    expect(screen.getByRole('radio', { name: /as needed/ })).toBeChecked();
  });

  test('rests on a score with one press', async () => {
    const { set } = open();
    await choose('every 6 weeks');
    await press('Add PHQ-9 9 on 2 Mar 2027');
    const evidence = screen.getByLabelText('On what evidence');
    expect(evidence).toHaveValue('PHQ-9 9 on 2 Mar 2027, 50 % below baseline, response');
    expect(screen.queryByRole('button', { name: /^Add PHQ-9/ })).not.toBeInTheDocument();
    await userEvent.type(evidence, '; sleeps well');
    await userEvent.type(why(), 'Holding well');
    await press('Set six weeks');
    await waitFor(() =>
      expect(set()[0]).toMatchObject({
        evidence: 'PHQ-9 9 on 2 Mar 2027, 50 % below baseline, response; sleeps well',
      }),
    );
  });

  test.each([
    ['?order=step-forward', 'every 6 weeks'],
    ['?order=step-back', 'every 2 weeks'],
    ['?order=series', 'a series close together'],
  ])('what a review decided is chosen, and only looked at: %s', async (address, name) => {
    const { here, set } = open({}, {}, address);
    await waitFor(() => expect(screen.getByRole('radio', { name })).toBeChecked());
    expect(screen.getByRole('heading', { name: 'Booster interval' })).toHaveFocus();
    await waitFor(() => expect(here()).toBe('/courses/a'));
    expect(set()).toEqual([]);
  });

  test('a step that a review decided and the ladder has not leads to the ladder alone', async () => {
    const top = () => suggested({ stepForward: null });
    open({ 'GET /courses/*/booster-suggestions': top }, {}, '?order=step-forward');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Booster interval' })).toHaveFocus());
    expect(await screen.findByRole('radio', { name: 'every 6 weeks' })).not.toBeChecked();
    expect(screen.queryByLabelText('Why')).not.toBeInTheDocument();
  });

  test('the ladder is looked at, and nothing of it is chosen', async () => {
    open({}, {}, '?order=look');
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Booster interval' })).toHaveFocus());
    expect(screen.queryByLabelText('Why')).not.toBeInTheDocument();
  });

  test('the ladder can be asked for again when it did not come', async () => {
    let isDown = true;
    open({
      'GET /courses/*/booster-suggestions': () =>
        isDown ? refuse({ type: 'unavailable', status: 503, title: 'Not just now' }) : suggested(),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('Not just now');
    isDown = false;
    await press('Ask for the intervals again');
    expect(await screen.findByRole('radio', { name: 'every 6 weeks' })).toBeInTheDocument();
  });

  test('asks for the reason, and sets what was shown', async () => {
    const { set } = open();
    await choose('every 6 weeks');
    await press('Set six weeks');
    expect(why()).toHaveAccessibleDescription(/Say why/);
    await waitFor(() => expect(why()).toHaveFocus());
    expect(set()).toEqual([]);
    await userEvent.type(why(), 'Holding well');
    await press('Set six weeks');
    await waitFor(() =>
      expect(set()).toEqual([{ token: 'six weeks', reason: 'Holding well', boosters: [] }]),
    );
    await waitFor(() => expect(screen.queryByLabelText('Why')).not.toBeInTheDocument());
    expect(screen.getByRole('heading', { name: 'Booster interval' })).toHaveFocus();
  });

  test('takes any number of days, weeks or months, and the days either side', async () => {
    const { previews } = open();
    await choose('other interval');
    await userEvent.clear(screen.getByLabelText('Every'));
    await userEvent.type(screen.getByLabelText('Every'), '2');
    await userEvent.selectOptions(screen.getByLabelText('Unit'), 'months');
    await waitFor(() => expect(screen.getByLabelText('Days either side')).toHaveValue('7'));
    await userEvent.clear(screen.getByLabelText('Days either side'));
    await userEvent.type(screen.getByLabelText('Days either side'), '3');
    expect(await screen.findByRole('button', { name: 'Set two months' })).toBeInTheDocument();
    await waitFor(() => expect(previews().at(-1)).toEqual({ interval: 'P2M', flexDays: 3 }));
  });

  test('a number that is none is said at once, and not asked for', async () => {
    const { previews } = open();
    await choose('other interval');
    await waitFor(() => expect(previews()).toHaveLength(1));
    await userEvent.clear(screen.getByLabelText('Every'));
    expect(screen.getByLabelText('Every')).toHaveAccessibleDescription('Give a whole number, from 1 to 999.');
    expect(previews()).toHaveLength(1);
  });

  test('boosters closer than the protocol allows are refused with what to do instead', async () => {
    open({
      'POST /courses/*/booster-order-previews': () =>
        refuse({
          type: 'plan-breaks-rules',
          status: 422,
          title: 'The plan breaks a rule',
          detail: 'Boosters are at least 7 days apart. Closer ones are ordered as a series.',
        }),
    });
    await choose('other interval');
    await userEvent.selectOptions(screen.getByLabelText('Unit'), 'days');
    expect(await screen.findByRole('alert')).toHaveTextContent('Closer ones are ordered as a series.');
  });

  test('as needed says until when', async () => {
    const asNeeded = { interval: null, asNeeded: true, seriesOf: null, flexDays: 0, expiresOn: '2027-09-02' };
    const { previews } = open({
      'POST /courses/*/booster-order-previews': () =>
        preview({
          order: asNeeded,
          window: { ...WINDOW, dueOn: null, interval: null, asNeeded: true, latestOn: '2027-09-02' },
        }),
    });
    await choose('as needed');
    expect(await screen.findByText(/Boosters are as needed: one can be booked between/)).toBeInTheDocument();
    expect(screen.getByLabelText('Until')).toHaveValue('2027-09-02');
    expect(screen.queryByLabelText('Days either side')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Set as needed' })).toBeInTheDocument();
    expect(previews()).toEqual([{ asNeeded: true }]);
  });

  test('a series says how many, and until when they may be booked', async () => {
    const { previews } = open({
      'POST /courses/*/booster-order-previews': ({ body }) =>
        preview({
          order: {
            interval: null,
            asNeeded: false,
            seriesOf: (body as { seriesOf: number }).seriesOf,
            flexDays: 0,
            expiresOn: '2027-03-30',
          },
          window: {
            ...WINDOW,
            interval: null,
            seriesLeft: 4,
            earliestOn: '2027-03-02',
            latestOn: '2027-03-30',
          },
        }),
    });
    await choose('a series close together');
    await userEvent.selectOptions(screen.getByLabelText('How many'), 'four boosters');
    expect(
      await screen.findByText(/A series of boosters, four still to book, between Tue 2 Mar and Tue 30 Mar\./),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Set a series of four' })).toBeInTheDocument();
    expect(previews().at(-1)).toEqual({ seriesOf: 4 });
  });

  test('what the server refuses is said, with what was written still there', async () => {
    open({
      'POST /courses/*/booster-order-previews': () =>
        refuse({
          type: 'course-not-bookable',
          status: 409,
          title: 'The course has stopped',
          detail: 'No booster can be ordered for it.',
        }),
    });
    await choose('every 6 weeks');
    await userEvent.type(why(), 'Holding well');
    expect(await screen.findByRole('alert')).toHaveTextContent('The course has stopped');
    await press('Look again');
    expect(why()).toHaveValue('Holding well');
  });

  test('whoever may not set it only reads how it came to be', async () => {
    open({}, { actions: [] });
    expect(await screen.findByText(/No clinician has set an interval yet/)).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});

describe('a booked booster that the new interval would have elsewhere', () => {
  const withOutside = (change = {}): Routes => ({
    'POST /courses/*/booster-order-previews': () => preview({ outside: [outside(change)] }),
  });
  /** The line of days, as it is heard. */
  const line = () => screen.getByRole('table', { name: 'The boosters under this order' });
  const boosters = () => screen.findByRole('list', { name: 'Booked boosters outside the window' });

  test('moves with it, and the button says both', async () => {
    const { container, set } = open(withOutside());
    await choose('every 6 weeks');
    const list = await boosters();
    expect(list).toHaveTextContent('Booster 1, Mon 22 Mar, 9:00, would be outside.');
    expect(within(list).getByRole('radio', { name: 'Move to Mon 5 Apr, 9:00' })).toBeChecked();
    expect(line()).toHaveTextContent('Mon 5 Apr, 9:00moved');
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.type(why(), 'Holding well');
    await press('Set six weeks and move one booster');
    await waitFor(() =>
      expect(set()).toEqual([
        {
          token: 'six weeks',
          reason: 'Holding well',
          boosters: [{ sessionId: BOOSTER.id, choice: 'move' }],
        },
      ]),
    );
  });

  test('may stay, with a reason of its own', async () => {
    const { set } = open(withOutside());
    await choose('every 6 weeks');
    await userEvent.click(within(await boosters()).getByRole('radio', { name: 'Leave it there' }));
    await userEvent.type(why(), 'Holding well');
    expect(line()).toHaveTextContent('Mon 22 Mar, 9:00stays outside the window');
    await press('Set six weeks and leave one booster');
    const reason = screen.getByLabelText('Why booster 1 may stay there');
    await waitFor(() => expect(reason).toHaveFocus());
    expect(reason).toHaveAccessibleDescription(/Say why first/);
    expect(set()).toEqual([]);
    await userEvent.type(reason, 'The patient travels in April');
    await press('Set six weeks and leave one booster');
    await waitFor(() =>
      expect(set()).toEqual([
        {
          token: 'six weeks',
          reason: 'Holding well',
          boosters: [{ sessionId: BOOSTER.id, choice: 'leave', reason: 'The patient travels in April' }],
        },
      ]),
    );
  });

  test('for which there is no time says why, and can only stay', async () => {
    open(
      withOutside({
        move: null,
        whyNot: [{ code: 'chair-full', detail: 'Every chair is taken.', severity: 'hard' }],
      }),
    );
    await choose('every 6 weeks');
    expect(await boosters()).toHaveTextContent('No time for it was found. Every chair is taken.');
    expect(screen.queryByRole('radio', { name: /^Move to/ })).not.toBeInTheDocument();
    expect(screen.getByLabelText('Why booster 1 may stay there')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Set six weeks and leave one booster' })).toBeInTheDocument();
  });

  test('is shown where it would go now when the clinic has moved on, and nothing was set', async () => {
    const stale = preview({
      courseVersion: 4,
      token: 'six weeks, later',
      outside: [
        outside({
          move: {
            startsAt: at('2027-04-06'),
            endsAt: at('2027-04-06', '11:00'),
            poolId: IDS.pool,
            violations: [],
          },
        }),
      ],
    });
    let isFirst = true;
    const { set } = open({
      ...withOutside(),
      'POST /courses/*/booster-order-changes': () => {
        if (!isFirst) return { ...order(), boosterWindow: SIX_WEEKS, courseVersion: 5 };
        isFirst = false;
        return refuse({
          type: 'preview-stale',
          status: 409,
          title: 'Something has changed since',
          orderPreview: stale,
        });
      },
    });
    await choose('every 6 weeks');
    await boosters();
    await userEvent.type(why(), 'Holding well');
    await press('Set six weeks and move one booster');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Booster 1 would now move to Tue 6 Apr, 9:00.',
    );
    expect(why()).toHaveValue('Holding well');
    await press('Set six weeks and move one booster');
    await waitFor(() => expect(set()).toHaveLength(2));
    expect(set()[1]).toMatchObject({ token: 'six weeks, later', reason: 'Holding well' });
  });

  test('tells who has set another interval meanwhile', async () => {
    open({
      'POST /courses/*/booster-order-changes': () =>
        refuse({
          type: 'preview-stale',
          status: 409,
          title: 'Something has changed since',
          orderPreview: preview({
            courseVersion: 4,
            today: { order: order({ interval: 'P8W' }), window: { ...WINDOW, interval: 'P8W' } },
          }),
        }),
    });
    await choose('every 6 weeks');
    await userEvent.type(why(), 'Holding well');
    await press('Set six weeks');
    expect(await screen.findByRole('alert')).toHaveTextContent('Dr Moreau has set every 8 weeks meanwhile.');
  });
});

describe('the history of the interval', () => {
  const at8 = (end: number, change: Partial<BoosterOrder>) =>
    order({ id: `01950000-0000-7000-8000-00000000030${end}`, ...change });

  test('reads as what changed to what, on what evidence, and why', async () => {
    open(
      {
        'GET /courses/*/booster-orders': () => ({
          items: [
            at8(5, {
              interval: null,
              seriesOf: 3,
              expiresOn: '2027-03-30',
              setAt: at('2027-03-01', '12:00'),
            }),
            at8(4, {
              interval: null,
              asNeeded: true,
              expiresOn: '2027-08-26',
              setAt: at('2027-02-26', '12:00'),
            }),
            at8(3, { interval: 'P4W', setAt: at('2027-02-24', '12:00') }),
            at8(2, { setAt: at('2027-02-23', '12:00'), evidence: 'PHQ-9 6 on 22 Feb 2027' }),
            at8(1, { interval: 'P4W', setAt: at('2027-01-12', '12:00'), flexDays: 1 }),
          ],
        }),
      },
      { actions: [] },
    );
    const [series, asNeeded, back, forward, first] = await screen.findAllByRole('listitem');
    expect(series).toHaveTextContent('Dr Moreau ordered a series of three, until 30 Mar 2027.');
    expect(asNeeded).toHaveTextContent('changed from every 4 weeks to as needed, until 26 Aug 2027.');
    expect(back).toHaveTextContent('stepped back from every 6 weeks to every 4 weeks, 7 days either side.');
    expect(forward).toHaveTextContent('stepped forward from every 4 weeks to every 6 weeks');
    expect(forward).toHaveTextContent('“Holding well”');
    expect(forward).toHaveTextContent('On the evidence of: PHQ-9 6 on 22 Feb 2027');
    expect(first).toHaveTextContent('Dr Moreau set every 4 weeks, 1 day either side.');
  });
});
