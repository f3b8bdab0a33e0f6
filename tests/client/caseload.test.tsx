import { describe, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CoursesPage } from '#client/features/caseload/courses-page.tsx';
import { sparklineDots } from '#client/features/caseload/sparkline-dots.ts';
import type { CaseloadCourse } from '#server/contract/response.endpoints.ts';
import { aClinic, aMe, at, IDS, TODAY } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';
import { aSettings, HELEN, NIA } from '#tests/support/response-data.ts';

const CLINICIAN = aMe({ ...HELEN, role: 'clinician' });
const NURSE = aMe({ ...NIA, role: 'nurse' });

let number = 0;
const aCase = (patientName: string, change: Partial<CaseloadCourse> = {}): CaseloadCourse => {
  number += 1;
  return {
    id: IDS.course.replace(/..$/, String(10 + (number % 80))),
    patientId: IDS.ana,
    patientName,
    protocolName: 'IV induction',
    state: 'induction',
    needs: [],
    courseDay: 8,
    sessionsGiven: 3,
    plannedCount: 6,
    nextSessionAt: at('2027-03-05'),
    instrument: 'phq-9',
    baselineTotal: 18,
    scores: [
      { on: '2027-02-22', total: 18 },
      { on: '2027-02-26', total: 14 },
      { on: TODAY, total: 9 },
    ],
    level: 'response',
    percentChange: -50,
    ...change,
  };
};

const CASES = [
  aCase('Rosa Lind', { needs: [{ code: 'relapse-reported', review: null, on: '2027-03-01' }] }),
  aCase('Ben Moss', {
    needs: [
      { code: 'response-review-due', review: 'mid-course', on: TODAY },
      { code: 'response-review-due', review: 'before-booster', on: TODAY },
      { code: 'order-expiring', review: null, on: '2027-03-09' },
    ],
  }),
  aCase('Cy Park', {
    needs: [{ code: 'response-review-due', review: 'end-of-induction', on: '2027-02-27' }],
  }),
  aCase('Ana Ruiz'),
  aCase('Eve Stone', {
    scores: [],
    baselineTotal: null,
    level: null,
    percentChange: null,
    instrument: null,
    nextSessionAt: null,
    sessionsGiven: 0,
    courseDay: null,
  }),
];

function open(
  items: readonly CaseloadCourse[] = CASES,
  { me = CLINICIAN, at: address = '/courses', routes = {} as Routes } = {},
) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /instruments': () => aSettings(),
    'GET /worklists/caseload': () => ({ items }),
    'GET /courses': () => ({ items: [] }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  return { ...renderPage(<CoursesPage />, address, '/courses', me), ...server };
}

const patientsIn = (table: HTMLElement) =>
  within(table)
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

describe('the caseload', () => {
  test('begins with what needs the clinician, each group with what to do', async () => {
    const { container } = open();
    expect(await screen.findByRole('heading', { name: 'Needs you first' })).toBeInTheDocument();
    expect(
      screen
        .getAllByRole('table')
        .map((table) => [table.getAttribute('aria-labelledby') !== null, patientsIn(table)]),
    ).toEqual([
      [true, ['Rosa Lind']],
      [true, ['Ben Moss', 'Cy Park']],
      [true, ['Ana Ruiz', 'Eve Stone']],
    ]);
    expect(screen.getByRole('table', { name: 'Symptoms are coming back 1' })).toBeInTheDocument();
    expect(screen.getByText('Open the course and review the relapse.')).toBeInTheDocument();
    expect(screen.getByRole('table', { name: 'Under way 2' })).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('says what each waits for, and since when', async () => {
    open();
    const due = await screen.findByRole('table', { name: 'Response review due 2' });
    expect(
      within(due)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.children[1]?.textContent),
    ).toEqual([
      'mid-course, due 2 Mar 2027, today Also: score before the booster, order expiring',
      'end of induction, was due 27 Feb 2027, 3 days ago',
    ]);
  });

  test('says in words what its picture shows', async () => {
    open();
    const others = await screen.findByRole('table', { name: /^Under way/ });
    const [ana, eve] = within(others).getAllByRole('row').slice(1);
    expect(ana).toHaveTextContent('response PHQ-9 9, 50 % below baseline');
    expect(ana).toHaveTextContent('induction, 3 of 6 done day 8');
    expect(ana).toHaveTextContent('Fri 5 Mar, 9:00 in 3 days');
    expect(ana?.querySelector('svg')).toHaveAttribute('aria-hidden', 'true');
    expect(eve).toHaveTextContent('no score yet');
    expect(eve).toHaveTextContent('none booked');
    expect(eve?.querySelector('svg')).toBeNull();
  });

  test('leads to the course', async () => {
    open();
    expect(await screen.findByRole('link', { name: 'Rosa Lind' })).toHaveAttribute(
      'href',
      `/courses/${CASES[0]?.id}`,
    );
  });

  test('is read by a nurse, to whom nothing is said to be theirs', async () => {
    open(CASES, { me: NURSE });
    expect(await screen.findByRole('heading', { name: 'Needs a clinician first' })).toBeInTheDocument();
    expect(screen.queryByRole('radio')).toBeNull();
  });

  test.each(['front-desk', 'admin'] as const)(
    'is not asked for by %s, who have the list of courses',
    async (role) => {
      const { asked } = open(CASES, { me: aMe({ role }) });
      expect(await screen.findByText('No courses yet.')).toBeInTheDocument();
      expect(asked.filter(({ path }) => /caseload|instruments/.test(path))).toEqual([]);
    },
  );
});

describe('the filters', () => {
  test('stand in the address, and are asked of the server', async () => {
    const { asked, here } = open();
    await userEvent.click(await screen.findByRole('radio', { name: 'mine' }));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'What it needs' }), 'on hold');
    expect(here()).toBe('/courses?mine=true&need=on-hold');
    const last = asked.filter(({ path }) => path === '/worklists/caseload').at(-1);
    expect(Object.fromEntries(last?.query ?? [])).toEqual({ limit: '200', mine: 'true', need: 'on-hold' });
  });

  test('are as the address says when the page opens', async () => {
    open(CASES, { at: '/courses?q=ru&need=interrupted&mine=true' });
    expect(await screen.findByRole('link', { name: 'Ana Ruiz' })).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Rosa Lind' })).toBeNull();
    expect(screen.getByRole('searchbox', { name: 'Find' })).toHaveValue('ru');
    expect(screen.getByRole('radio', { name: 'mine' })).toBeChecked();
    expect(screen.getByRole('combobox')).toHaveValue('interrupted');
  });

  test('a search looks through every page', async () => {
    open([], {
      at: '/courses?q=zoe',
      routes: {
        'GET /worklists/caseload': ({ query }) =>
          query.get('cursor') ? { items: [aCase('Zoe Hale')] } : { items: CASES, nextCursor: 'more' },
      },
    });
    expect(await screen.findByRole('link', { name: 'Zoe Hale' })).toBeInTheDocument();
  });

  test('lead to the courses that have stopped, and back', async () => {
    const { here } = open();
    await userEvent.click(await screen.findByRole('link', { name: 'Every course, stopped ones too' }));
    expect(here()).toBe('/courses?list=all');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'State' }), 'stopped');
    expect(here()).toBe('/courses?list=all&state=stopped');
    await userEvent.click(
      screen.getByRole('link', { name: 'Only those under way, what needs somebody first' }),
    );
    expect(await screen.findByRole('heading', { name: 'Needs you first' })).toBeInTheDocument();
  });
});

describe('an empty caseload', () => {
  test.each([
    ['/courses', 'No courses under way.'],
    ['/courses?mine=true', 'No course is yours yet.'],
    ['/courses?need=on-hold', 'No course fits that.'],
  ])('at %s says how it gets filled', async (address, words) => {
    const { container } = open([], { at: address });
    expect(await screen.findByText(words)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('where nobody needs anything, that is said', async () => {
    open([aCase('Ana Ruiz')]);
    expect(await screen.findByText('Nothing now.')).toBeInTheDocument();
  });

  test.each(['GET /worklists/caseload', 'GET /instruments', 'GET /clinic'])(
    'that cannot be had, for want of %s, says why, and can be asked for again',
    async (route) => {
      let isDown = true;
      const answers: Routes = {
        'GET /clinic': () => aClinic(),
        'GET /instruments': () => aSettings(),
        'GET /worklists/caseload': () => ({ items: CASES }),
      };
      open(CASES, {
        routes: {
          [route]: (asked) =>
            isDown
              ? refuse({ type: 'busy', title: 'The clinic is busy', status: 503 })
              : answers[route]?.(asked),
        },
      });
      expect(await screen.findByRole('alert')).toHaveTextContent('The clinic is busy');
      expect(screen.queryByRole('link', { name: 'Rosa Lind' })).toBeNull();
      isDown = false;
      await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
      expect(await screen.findByRole('link', { name: 'Rosa Lind' })).toBeInTheDocument();
    },
  );
});

describe('the dots of a sparkline', () => {
  const size = { width: 106, height: 26, margin: 3 };

  test('stand by their days, also over a clock change, with 0 at the bottom', () => {
    // New York changes its clocks on 14 March 2027.
    expect(
      sparklineDots(
        [
          { on: '2027-03-10', total: 20 },
          { on: '2027-03-15', total: 10 },
          { on: '2027-03-20', total: 0 },
        ],
        20,
        size,
      ),
    ).toEqual([
      { x: 3, y: 3 },
      { x: 53, y: 13 },
      { x: 103, y: 23 },
    ]);
  });

  test('one alone is the latest, and none is none', () => {
    expect(sparklineDots([{ on: TODAY, total: 20 }], 20, size)).toEqual([{ x: 103, y: 3 }]);
    expect(sparklineDots([], 20, size)).toEqual([]);
  });
});
