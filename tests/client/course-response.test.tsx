import { describe, expect, test } from '@jest/globals';
import { Notifications } from '@mantine/notifications';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CourseRoute } from '#client/app/routes/course-route.tsx';
import type { CourseResponse } from '#server/contract/response.ts';
import { aClinic, aCourse, aMe, aProtocol, at, IDS, TODAY } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';
import { aResponse, aScore, aSeries, aSettings, HELEN, NIA } from '#tests/support/response-data.ts';

const CLINICIAN = aMe({ ...HELEN, role: 'clinician' });
const NURSE = aMe({ ...NIA, role: 'nurse' });

function open(response: CourseResponse, routes: Routes = {}, me = CLINICIAN, search = '') {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /protocols': () => ({ items: [aProtocol()] }),
    'GET /instruments': () => aSettings(),
    'GET /courses/*': () => aCourse({ changes: ['stop', 'extend'] }),
    'GET /courses/*/response': () => response,
    'GET /courses/*/booster-orders': () => ({ items: [] }),
    'GET /courses/*/changes': () => ({ items: [] }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  const page = renderPage(
    <>
      <CourseRoute />
      <Notifications />
    </>,
    `/courses/${IDS.course}${search}`,
    '/courses/:id',
    me,
  );
  const sent = () => server.asked.filter(({ method }) => method !== 'GET');
  return { ...page, ...server, sent };
}

const section = () => screen.findByRole('region', { name: 'Response so far' });

describe('how a course responds', () => {
  test('is said in one line before it is drawn', async () => {
    const { container } = open(aResponse());
    expect(await section()).toHaveTextContent(
      'Response so farResponsePHQ-9 9, mild, 50 % below baseline (18)Tue 2 Mar, today',
    );
    expect(screen.getByRole('option', { selected: true })).toHaveAccessibleName(
      'PHQ-9 9 on Tue 2 Mar, 50 % below baseline, response',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  test('stands above the line of days on the same scale, from the first score to the booster window', async () => {
    open(aResponse());
    await section();
    const days = screen.getByRole('region', { name: 'The course as a line of days' });
    const baseline = within(days).getByRole('option', { name: 'PHQ-9 18 on Mon 22 Feb, baseline' });
    // The line begins on the day before the baseline, and ends on 24 April: 63 days.
    expect(Number.parseFloat(baseline.style.left)).toBeCloseTo((1.5 / 63) * 100);
    const firstTick = within(days).getByTitle('Session 1, Tue 2 Mar, 9:00, next');
    const ofToday = within(days).getByRole('option', { selected: true });
    expect(ofToday.style.left).toBe(firstTick.style.left);
  });

  test('has a score that was put right in the table, and not in the chart', async () => {
    open(aResponse());
    await section();
    expect(screen.getAllByRole('option')).toHaveLength(3);
    const table = screen.getByRole('table', { name: 'PHQ-9, 0 to 27' });
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) => [...row.children].slice(0, 5).map((cell) => cell.textContent)),
    ).toEqual([
      ['Tue 2 Mar', '9 mild', '50 % below baseline', 'response', 'the patient 2 Mar 2027'],
      [
        'Fri 26 Feb',
        '14 moderate instead of 24',
        '22 % below baseline',
        'improvement',
        'Nia Okafor 26 Feb 2027',
      ],
      ['Fri 26 Feb', '24 corrected', '–', '–', 'Nia Okafor 26 Feb 2027'],
      ['Mon 22 Feb', '18 moderately severe', 'baseline', '–', 'Nia Okafor 22 Feb 2027'],
    ]);
    expect(within(table).getByText('24').tagName).toBe('S');
  });

  test('shows one scale at a time, by choice, in the chart and in the table', async () => {
    const gad = aSeries({
      instrument: 'gad-7',
      entries: [aScore(9, { instrument: 'gad-7', total: 12, band: 2, isBaseline: true })],
      baselineId: aScore(9).id,
      latestId: aScore(9).id,
    });
    const { here } = open(aResponse({ series: [aSeries(), gad] }));
    await section();
    await userEvent.click(screen.getByRole('radio', { name: 'GAD-7' }));
    expect(screen.getAllByRole('option').map((option) => option.getAttribute('aria-label'))).toEqual([
      'GAD-7 12 on Tue 2 Mar, baseline',
    ]);
    expect(screen.getByRole('listbox', { name: 'GAD-7 by day' })).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'GAD-7, 0 to 21' })).toBeInTheDocument();
    expect(screen.queryByRole('table', { name: 'PHQ-9, 0 to 27' })).toBeNull();
    expect(here()).toBe(`/courses/${IDS.course}?scale=gad-7`);
  });

  test('before the first score, what the first will be is said', async () => {
    const { container } = open(aResponse({ series: [], leadInstrument: null, level: null }));
    expect(await section()).toHaveTextContent(
      'No score has been entered yet. The last one up to session 1 becomes the baseline',
    );
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Scores' })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('that cannot be had leaves the line of days, and can be asked for again', async () => {
    let isDown = true;
    open(aResponse(), {
      'GET /courses/*/response': () =>
        isDown ? refuse({ type: 'busy', title: 'The clinic is busy', status: 503 }) : aResponse(),
    });
    expect(within(await section()).getByRole('alert')).toHaveTextContent('The clinic is busy');
    expect(screen.getByRole('region', { name: 'The course as a line of days' })).toBeInTheDocument();
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Ask for the scores again' }));
    expect(await screen.findByRole('option', { selected: true })).toBeInTheDocument();
  });

  test('is not asked for by the front desk', async () => {
    const { asked } = open(aResponse(), {}, aMe());
    expect(await screen.findByRole('region', { name: 'The course as a line of days' })).toBeInTheDocument();
    expect(screen.queryByRole('heading', { name: 'Response so far' })).toBeNull();
    expect(asked.filter(({ path }) => /response|instruments/.test(path))).toEqual([]);
  });
});

describe('a score', () => {
  test('is entered by a nurse, who is told at once what it means', async () => {
    const { container, sent, here } = open(
      aResponse(),
      { 'POST /courses/*/assessments': () => aScore(5) },
      NURSE,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Enter a score' }));
    const dialog = await screen.findByRole('dialog', { name: 'Enter a score of Ana Ruiz' });
    const total = within(dialog).getByRole('textbox', { name: 'Total' });
    expect(total).toHaveAccessibleDescription('0 to 27, fewer is better');
    await userEvent.type(total, '10');
    expect(within(dialog).getByRole('status')).toHaveTextContent(
      '10: moderate, 44 % below baseline (18), partial response',
    );
    expect(await axe(container.ownerDocument.body)).toHaveNoViolations();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Enter PHQ-9 10' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent()).toMatchObject([
      {
        path: `/courses/${IDS.course}/assessments`,
        body: { instrument: 'phq-9', total: 10, assessedOn: TODAY, corrects: null },
      },
    ]);
    expect(here()).toBe(`/courses/${IDS.course}`);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Enter a score' })).toHaveFocus());
  });

  test('of a scale that has no baseline yet says its band alone', async () => {
    open(aResponse(), {}, NURSE, '?score=new');
    await userEvent.click(await screen.findByRole('radio', { name: /GAD-7/ }));
    const total = screen.getByRole('textbox', { name: 'Total' });
    await userEvent.type(total, '12');
    expect(within(screen.getByRole('dialog')).getByRole('status')).toHaveTextContent('12: moderate');
  });

  test.each([
    ['above the most of the scale', '28', 'Give the whole total, from 0 to 27.'],
    ['missing', '', 'Give the whole total, from 0 to 27.'],
  ])('that is %s is not sent, and what was typed stays', async (_, typed, error) => {
    const { sent } = open(aResponse(), {}, NURSE, '?score=new');
    const total = await screen.findByRole('textbox', { name: 'Total' });
    if (typed) await userEvent.type(total, typed);
    await userEvent.click(screen.getByRole('button', { name: 'Enter the score' }));
    expect(total).toBeInvalid();
    expect(screen.getByText(error)).toBeInTheDocument();
    expect(total).toHaveValue(typed);
    await waitFor(() => expect(total).toHaveFocus());
    expect(sent()).toEqual([]);
  });

  test('that is refused stays as it was typed, with what to do next', async () => {
    open(
      aResponse(),
      {
        'POST /courses/*/assessments': () =>
          refuse({
            type: 'assessment-exists',
            title: 'This score is entered already',
            detail: 'The same total of the same day is entered once: nothing is to be done.',
            status: 409,
          }),
      },
      NURSE,
      '?score=new',
    );
    const total = await screen.findByRole('textbox', { name: 'Total' });
    await userEvent.type(total, '9');
    await userEvent.click(screen.getByRole('button', { name: 'Enter PHQ-9 9' }));
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toHaveTextContent(
      'This score is entered already',
    );
    expect(total).toHaveValue('9');
  });

  test('is there after a reload, as it was typed', async () => {
    const { unmount } = open(aResponse(), {}, NURSE, '?score=new');
    await userEvent.type(await screen.findByRole('textbox', { name: 'Total' }), '13');
    const kept = { ...sessionStorage };
    unmount();
    for (const [name, value] of Object.entries(kept)) sessionStorage.setItem(name, value);
    open(aResponse(), {}, NURSE, '?score=new');
    expect(await screen.findByRole('textbox', { name: 'Total' })).toHaveValue('13');
  });

  test('is corrected by a new entry of the same scale and day', async () => {
    const { sent } = open(aResponse(), { 'POST /courses/*/assessments': () => aScore(5) });
    await userEvent.click(await screen.findByRole('button', { name: 'Correct PHQ-9 14 of Fri 26 Feb' }));
    const dialog = await screen.findByRole('dialog', { name: 'Correct PHQ-9 14 of Fri 26 Feb' });
    expect(dialog).toHaveTextContent('The entry of 14 stays on record, struck through.');
    expect(within(dialog).queryByRole('radio')).toBeNull();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Total' }), '15');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Enter PHQ-9 15' }));
    await waitFor(() =>
      expect(sent()).toMatchObject([
        { body: { instrument: 'phq-9', total: 15, assessedOn: '2027-02-26', corrects: aScore(3).id } },
      ]),
    );
  });

  test('that is the baseline is not measured from itself while it is corrected', async () => {
    open(aResponse(), {}, CLINICIAN, `?score=${aScore(1).id}`);
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Total' }), '9');
    expect(within(dialog).getByRole('status')).toHaveTextContent(/^9: mild$/);
  });

  test('that was corrected already is not corrected again', async () => {
    open(aResponse());
    await section();
    expect(screen.queryByRole('button', { name: /Correct PHQ-9 24/ })).toBeNull();
    expect(screen.getAllByRole('button', { name: /^Correct PHQ-9/ })).toHaveLength(3);
  });
});

describe('symptoms that are coming back', () => {
  test.each([
    ['the front desk', aMe()],
    ['a nurse', NURSE],
  ])('are passed on by %s, after reading who will see it', async (_, me) => {
    const { container, sent } = open(aResponse(), { 'POST /courses/*/relapse-reports': () => ({}) }, me);
    await userEvent.click(await screen.findByRole('button', { name: 'Symptoms are coming back' }));
    const dialog = await screen.findByRole('dialog', { name: 'The symptoms of Ana Ruiz are coming back' });
    expect(dialog).toHaveTextContent('until one of them has reviewed it');
    expect(await axe(container.ownerDocument.body)).toHaveNoViolations();
    expect(sent()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Tell the clinicians' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sent()).toMatchObject([{ path: `/courses/${IDS.course}/relapse-reports`, body: {} }]);
  });

  test('that could not be passed on stay asked, with why', async () => {
    open(
      aResponse(),
      {
        'POST /courses/*/relapse-reports': () =>
          refuse({ type: 'busy', title: 'The clinic is busy', status: 503 }),
      },
      aMe(),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Symptoms are coming back' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Tell the clinicians' }));
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toHaveTextContent(
      'The clinic is busy',
    );
    expect(screen.getByRole('button', { name: 'Tell the clinicians' })).toBeInTheDocument();
  });

  test('and are known already are not reported again by those who know', async () => {
    open(
      aResponse({
        openRelapseReport: { id: IDS.pool, source: 'staff', reportedBy: NIA, reportedAt: at(TODAY, '08:00') },
      }),
    );
    expect(
      await screen.findByText(/Nia Okafor was told that symptoms are coming back\./),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Symptoms are coming back' })).toBeNull();
  });
});

describe('the baseline', () => {
  test('is named by a clinician, and what was before comes back', async () => {
    const { sent } = open(aResponse(), { 'PUT /courses/*/baseline': () => aResponse() });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Use PHQ-9 14 of Fri 26 Feb as the baseline' }),
    );
    await waitFor(() =>
      expect(sent()).toMatchObject([{ method: 'PUT', body: { assessmentId: aScore(3).id } }]),
    );
    expect(
      await screen.findByText('All change is measured from PHQ-9 14 of Fri 26 Feb now.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(
        sent()
          .map(({ body }) => body)
          .at(-1),
      ).toEqual({ assessmentId: null }),
    );
  });

  test('that was named gives way to the usual one', async () => {
    const { sent } = open(aResponse({ series: [aSeries({ isBaselineNamed: true })] }), {
      'PUT /courses/*/baseline': () => aResponse(),
    });
    expect(await screen.findByText('baseline, named by a clinician')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Use the usual baseline' }));
    await waitFor(() => expect(sent()).toMatchObject([{ body: { assessmentId: null } }]));
  });

  test('is not a nurse’s to name', async () => {
    open(aResponse({ actions: ['enter-score', 'report-relapse'] }), {}, NURSE);
    await section();
    expect(screen.queryByRole('button', { name: /baseline/ })).toBeNull();
    expect(screen.getAllByRole('button', { name: /^Correct/ })).toHaveLength(3);
  });
});

describe('what a clinician should look at', () => {
  const due = aResponse({
    futility: {
      code: 'little-change-after-four',
      rule: 'R8',
      words: 'Little change after four sessions: consider whether to go on.',
    },
    reviewsDue: [
      { code: 'mid-course', rule: 'R8', words: 'A review before session 4 is due.', dueOn: TODAY },
      { code: 'before-booster', rule: 'R17', words: 'A score is needed.', dueOn: '2027-02-27' },
    ],
    openRelapseReport: {
      id: IDS.pool,
      source: 'patient',
      reportedBy: null,
      reportedAt: at('2027-02-28', '20:10'),
    },
  });

  test('is suggested, the returning symptoms first', async () => {
    const { container } = open(due);
    const list = await screen.findByRole('list', { name: 'To look at' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'The patient says that symptoms are coming back. 28 Feb 2027, 2 days agoReview the relapse',
      'Little change after four sessions: consider whether to go on.',
      'A review before session 4 is due. Due today.Enter the scoreMark as reviewed',
      'A score is needed. Due since 27 Feb 2027, 3 days ago.Enter the score',
    ]);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is marked as reviewed with what was decided, and the panel opens where it is done', async () => {
    const { sent, here } = open(due, {
      'POST /courses/*/reviews': () => ({
        id: IDS.pool,
        kind: 'mid-course',
        outcome: 'stop',
        reviewedBy: HELEN,
        reviewedAt: at(TODAY),
      }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Mark as reviewed' }));
    const dialog = await screen.findByRole('dialog', { name: 'Mid-course review, Ana Ruiz' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark as reviewed' }));
    expect(within(dialog).getByText('Choose what you decided.')).toBeInTheDocument();
    expect(sent()).toEqual([]);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Stop the course' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark as reviewed' }));
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.course}?change=${IDS.course}&by=stop`));
    expect(sent()).toMatchObject([
      { path: `/courses/${IDS.course}/reviews`, body: { kind: 'mid-course', outcome: 'stop' } },
    ]);
  });

  test('where the boosters are to be further apart, the ladder shows what that leads to', async () => {
    const { sent, here } = open(
      {
        ...due,
        state: 'maintenance',
        reviewsDue: [{ code: 'end-of-induction', rule: 'R10', words: 'Look.', dueOn: TODAY }],
      },
      {
        'GET /courses/*': () => aCourse({ actions: ['set-booster-order'] }),
        'POST /courses/*/reviews': () => ({
          id: IDS.pool,
          kind: 'end-of-induction',
          outcome: 'step-forward',
          reviewedBy: HELEN,
          reviewedAt: at(TODAY),
        }),
      },
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Mark as reviewed' }));
    const dialog = await screen.findByRole('dialog', { name: 'End-of-induction review, Ana Ruiz' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Boosters further apart' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark as reviewed' }));
    // The ladder, which is not served here, takes it out of the address again.
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.course}?order=step-forward`));
    expect(sent()).toMatchObject([{ body: { kind: 'end-of-induction', outcome: 'step-forward' } }]);
  });

  test('is told to a nurse without the buttons of a clinician', async () => {
    open({ ...due, actions: ['enter-score', 'report-relapse'] }, {}, NURSE);
    const list = await screen.findByRole('list', { name: 'To look at' });
    expect(
      within(list)
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['Enter the score', 'Enter the score']);
  });

  test('stays on record, with who decided what', async () => {
    open(
      aResponse({
        reviews: [
          {
            id: IDS.pool,
            kind: 'mid-course',
            outcome: 'continue',
            reviewedBy: HELEN,
            reviewedAt: at('2027-03-01', '12:00'),
          },
        ],
      }),
    );
    expect(
      await screen.findByText(
        (_, element) =>
          element?.tagName === 'LI' &&
          element.textContent === 'Go on as planned Mid-course review by Dr. Helen Adeyemi 1 Mar 2027',
      ),
    ).toBeInTheDocument();
  });
});
