import { expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MySessionsPage } from '#client/features/my-sessions/my-sessions-page.tsx';
import type { OwnResponse } from '#client/features/my-sessions/own-response.ts';
import { aClinic, at, IDS, TODAY } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';
import { GAD7, PHQ9 } from '#tests/support/response-data.ts';

const own = (change: Partial<OwnResponse> = {}): OwnResponse => ({
  courseId: IDS.course,
  instruments: [PHQ9, GAD7].map(({ code, name, mostPoints }) => ({ code, name, mostPoints })),
  assessments: null,
  relapseReportedAt: null,
  ...change,
});

const entered = { id: IDS.pool, instrument: 'phq-9' as const, total: 12, assessedOn: TODAY };

function open(answer: OwnResponse | (() => unknown) = own(), routes: Routes = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /me/sessions': () => ({ items: [], boosterWindow: null }),
    'GET /me/response': typeof answer === 'function' ? answer : () => answer,
    ...routes,
  });
  globalThis.fetch = server.fetch;
  const sent = () => server.asked.filter(({ method }) => method !== 'GET');
  return { ...renderPage(<MySessionsPage />, '/me'), sent };
}

const section = () => screen.findByRole('region', { name: 'How you are' });

test('a patient enters the total of a questionnaire, and is told that the clinic has it', async () => {
  const { container, sent } = open(own(), { 'POST /me/courses/*/assessments': () => entered });
  await userEvent.click(await screen.findByRole('button', { name: 'Enter a score' }));
  const total = screen.getByRole('textbox', { name: 'Total' });
  expect(total).toHaveAccessibleDescription('All its points together, 0 to 27');
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.type(total, '12');
  await userEvent.click(screen.getByRole('button', { name: 'Send it to the clinic' }));
  expect(await screen.findByText('PHQ-9 12 of Tue 2 Mar is with the clinic.')).toBeInTheDocument();
  expect(sent()).toMatchObject([
    {
      path: `/me/courses/${IDS.course}/assessments`,
      body: { instrument: 'phq-9', total: 12, assessedOn: TODAY, corrects: null },
    },
  ]);
  await waitFor(() => expect(screen.getByRole('button', { name: 'Enter a score' })).toHaveFocus());
  expect(await axe(container)).toHaveNoViolations();
});

test('a slip is put right by a new entry of the same scale', async () => {
  const { sent } = open(own(), { 'POST /me/courses/*/assessments': () => entered });
  await userEvent.click(await screen.findByRole('button', { name: 'Enter a score' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Total' }), '12');
  await userEvent.click(screen.getByRole('button', { name: 'Send it to the clinic' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Correct PHQ-9 12' }));
  expect(screen.getByText('In place of PHQ-9 12 of Tue 2 Mar:')).toBeInTheDocument();
  await userEvent.type(screen.getByRole('textbox', { name: 'Total' }), '11');
  await userEvent.click(screen.getByRole('button', { name: 'Send it to the clinic' }));
  await waitFor(() =>
    expect(sent().at(-1)?.body).toEqual({
      instrument: 'phq-9',
      total: 11,
      assessedOn: TODAY,
      corrects: entered.id,
    }),
  );
});

test('a total that the questionnaire cannot have is not sent, and stays as it was typed', async () => {
  const { sent } = open();
  await userEvent.click(await screen.findByRole('button', { name: 'Enter a score' }));
  await userEvent.click(screen.getByRole('radio', { name: 'GAD-7' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Total' }), '22');
  await userEvent.click(screen.getByRole('button', { name: 'Send it to the clinic' }));
  expect(screen.getByText('Give the whole total, from 0 to 21.')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Total' })).toHaveValue('22');
  expect(sent()).toEqual([]);
});

test('a refusal says why, and nothing typed is lost', async () => {
  open(own(), {
    'POST /me/courses/*/assessments': () =>
      refuse({ type: 'assessment-exists', title: 'This score is entered already', status: 409 }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Enter a score' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Total' }), '12');
  await userEvent.click(screen.getByRole('button', { name: 'Send it to the clinic' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('This score is entered already');
  expect(screen.getByRole('textbox', { name: 'Total' })).toHaveValue('12');
});

test('a patient says that symptoms are coming back, after reading who will see it and when not to wait', async () => {
  let isTold = false;
  const { container, sent } = open(() => own({ relapseReportedAt: isTold ? at(TODAY, '08:30') : null }), {
    'POST /me/courses/*/relapse-reports': () => {
      isTold = true;
      return { relapseReportedAt: at(TODAY, '08:30') };
    },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'My symptoms are coming back' }));
  const dialog = await screen.findByRole('dialog', {
    name: 'Tell the clinic that your symptoms are coming back',
  });
  expect(dialog).toHaveTextContent('do not wait for us');
  expect(await axe(container.ownerDocument.body)).toHaveNoViolations();
  expect(sent()).toEqual([]);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Tell the clinic' }));
  expect(await section()).toHaveTextContent(
    'You told the clinic on Tue 2 Mar, today, that your symptoms are coming back.',
  );
  expect(screen.queryByRole('button', { name: 'My symptoms are coming back' })).toBeNull();
  expect(sent()).toMatchObject([{ path: `/me/courses/${IDS.course}/relapse-reports`, body: {} }]);
});

test('own totals are shown where the clinic shows them, the newest first', async () => {
  open(
    own({
      assessments: [
        { id: IDS.pool, instrument: 'phq-9', total: 18, assessedOn: '2027-02-22' },
        { id: IDS.clinic, instrument: 'gad-7', total: 9, assessedOn: TODAY },
      ],
    }),
  );
  const table = await screen.findByRole('table', { name: 'Your scores; fewer is better' });
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map(({ textContent }) => textContent),
  ).toEqual(['Tue 2 MarGAD-79', 'Mon 22 FebPHQ-918']);
});

test.each([
  ['the clinic does not show them', own(), true],
  ['there are none', own({ assessments: [] }), true],
  ['there is no course', own({ courseId: null }), false],
])('where %s there is no table', async (_, answer, hasSection) => {
  open(answer);
  expect(await screen.findByText('Nothing is booked for you at the moment.')).toBeInTheDocument();
  if (hasSection) await section();
  else expect(screen.queryByRole('region', { name: 'How you are' })).toBeNull();
  expect(screen.queryByRole('table')).toBeNull();
});

test('where it cannot be had, the sessions stay, and it can be asked for again', async () => {
  let isDown = true;
  open(() => (isDown ? refuse({ type: 'busy', title: 'The clinic is busy', status: 503 }) : own()));
  expect(await screen.findByRole('alert')).toHaveTextContent('The clinic is busy');
  expect(screen.getByText('Nothing is booked for you at the moment.')).toBeInTheDocument();
  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
  expect(await screen.findByRole('button', { name: 'Enter a score' })).toBeInTheDocument();
});
