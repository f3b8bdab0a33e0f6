import { expect, jest, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { chairWords, weekWords } from '#client/features/closures/hours-words.ts';
import { troubleIn } from '#client/features/closures/week-trouble.ts';
import type { Hours, HoursPreview } from '#server/contract/hours.ts';
import { aMe, at, IDS, TODAY, ZONE } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp } from '#tests/support/open-app.tsx';

/** Tuesday 2 March 2027; the next Monday is the 8th. */
const ADMIN = aMe({ role: 'admin' });
const MON_TO_FRI = [1, 2, 3, 4, 5];
const HOURS: Hours = {
  opening: [
    { from: TODAY, hours: MON_TO_FRI.map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' })) },
    { from: '2027-04-01', hours: [{ weekday: 1, opensAt: '08:00', closesAt: '24:00' }] },
  ],
  staff: [
    {
      id: IDS.dana,
      name: 'Nia Cole',
      role: 'nurse',
      trained: true,
      shifts: [
        {
          from: TODAY,
          shifts: MON_TO_FRI.map((weekday) => ({ weekday, startsAt: '08:00', endsAt: '18:00' })),
        },
      ],
    },
  ],
  chairs: [
    { id: IDS.ana, name: 'Chair 1', poolName: 'Infusion', outOfUseFrom: null, closedUntil: null },
    {
      id: IDS.otherAna,
      name: 'Chair 2',
      poolName: 'Infusion',
      outOfUseFrom: '2027-03-01',
      closedUntil: null,
    },
  ],
};

const aPreview = (shown: Partial<HoursPreview> = {}): HoursPreview => ({
  change: {
    kind: 'opening-hours',
    from: '2027-03-08',
    hours: [1, 2, 3, 4].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' })),
  },
  name: null,
  left: [],
  repaired: [],
  restrictedSessions: 0,
  token: 'the token',
  expiresAt: at('2027-03-02', '10:15'),
  ...shown,
});
const CLOSED = { code: 'closed' as const, detail: 'The clinic is not open.', severity: 'hard' as const };
const held = (id: string, sequence: number, date: string) => ({
  id,
  sequence,
  phase: 'induction' as const,
  status: 'booked' as const,
  startsAt: at(date, '10:00'),
  endsAt: at(date, '12:00'),
});
/** Session 2 of Ana Ruiz, on Friday the 12th, goes to the Thursday before. */
const ANA: HoursPreview['repaired'][number] = {
  courseId: IDS.course,
  courseVersion: 1,
  courseState: 'induction',
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  protocolName: 'Six infusions',
  plannedCount: 6,
  broken: [{ sessionId: IDS.dana, violations: [CLOSED] }],
  before: [held(IDS.ana, 1, '2027-03-05'), held(IDS.dana, 2, '2027-03-12')],
  after: [held(IDS.ana, 1, '2027-03-05'), held(IDS.dana, 2, '2027-03-11')],
  movedSessionIds: [IDS.dana],
  daysMoved: 1,
  minutesMoved: 0,
};

emptyBrowser();
jest.setTimeout(20_000);

/** Answers as a server would, with what was asked for in the preview. */
const open = (routes: Routes = {}) =>
  openApp('/hours', ADMIN, {
    'GET /hours': () => HOURS,
    'GET /worklists/broken-courses': () => ({ items: [] }),
    'POST /hours-change-previews': () => aPreview({ repaired: [ANA] }),
    'POST /hours-changes': () => ({ movedSessions: 1, leftSessions: 0 }),
    ...routes,
  });

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));

test('says what holds, what is planned, who is there and which chairs are in use', async () => {
  open();
  expect(await screen.findAllByText('Mon to Fri 8:00–18:00')).toHaveLength(2);
  expect(screen.getByText('From Thu 1 Apr on: Mon 8:00–24:00')).toBeInTheDocument();
  expect(screen.getByText(/Chair 1/).closest('div')).toHaveTextContent('Chair 1, Infusion · In use');
  expect(screen.getByText(/Chair 2/).closest('div')).toHaveTextContent('Out of use since Mon 1 Mar');
  expect(await axe(document.body)).toHaveNoViolations();
});

test('opening hours are changed in one flow: the week, what it breaks, one button that says what it does', async () => {
  const { asked } = open();
  await press('Change the opening hours');
  expect(screen.getByLabelText('From this day on')).toHaveFocus();
  expect(screen.getByLabelText('From this day on')).toHaveValue('2027-03-08');
  expect(screen.getByText('This takes the place of what was planned from Thu 1 Apr on.')).toBeInTheDocument();
  await press('Remove the hours on Friday');
  expect(screen.getByRole('button', { name: 'Add hours on Friday' })).toHaveFocus();
  await press('See what it breaks');
  expect(await screen.findByRole('heading', { name: 'It breaks 1 course' })).toHaveFocus();
  expect(asked.find(({ path }) => path === '/hours-change-previews')?.body).toEqual({
    change: {
      kind: 'opening-hours',
      from: '2027-03-08',
      hours: [1, 2, 3, 4].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' })),
    },
    leave: [],
    chosen: [],
  });
  expect(await axe(document.body)).toHaveNoViolations();
  await press('Change the opening hours and move 1 session');
  expect(await screen.findByText('Changed. 1 session moved.')).toBeInTheDocument();
  expect(asked.find(({ path }) => path === '/hours-changes')?.body).toEqual({
    token: 'the token',
    leftSessionIds: [],
  });
  expect(screen.queryByRole('heading', { name: /^It breaks/ })).not.toBeInTheDocument();
  expect(await screen.findByRole('button', { name: 'Change the opening hours' })).toHaveFocus();
});

test('a second stretch is added to a day, and midnight is the end of it', async () => {
  const { asked } = open();
  await press('Change the opening hours');
  await press('Add hours on Monday');
  await userEvent.type(screen.getByLabelText('Monday from 2'), '20:00');
  await userEvent.type(screen.getByLabelText('Monday until 2'), '00:00');
  await press('See what it breaks');
  await screen.findByRole('heading', { name: /^It breaks/ });
  const body = asked.find(({ path }) => path === '/hours-change-previews')?.body as {
    change: { hours: object[] };
  };
  expect(body.change.hours.at(-1)).toEqual({ weekday: 1, opensAt: '20:00', closesAt: '24:00' });
});

test('nothing is asked while hours overlap, end before they begin or are on no day, and what was typed stays', async () => {
  const { asked } = open();
  await press('Change the opening hours');
  const from = screen.getByLabelText('Monday from');
  await userEvent.clear(from);
  await userEvent.type(from, '19:00');
  await press('See what it breaks');
  expect(await screen.findByText('Choose an end that is after the start.')).toBeInTheDocument();
  expect(from).toHaveValue('19:00');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
    await press(`Remove the hours on ${day}`);
  await press('See what it breaks');
  expect(screen.getByRole('alert')).toHaveTextContent('Add hours on one day of the week at least.');
  await press('Add hours on Friday');
  const day = screen.getByLabelText('From this day on');
  await userEvent.clear(day);
  await userEvent.type(day, '2027-03-01');
  await press('See what it breaks');
  expect(screen.getByText('Choose today or a later day.')).toBeInTheDocument();
  expect(day).toHaveValue('2027-03-01');
  expect(asked.filter(({ path }) => path === '/hours-change-previews')).toEqual([]);
});

test('somebody may have no hours at all any more', async () => {
  const change = { kind: 'shifts' as const, from: '2027-03-08', staffId: IDS.dana, shifts: [] };
  const { asked } = open({ 'POST /hours-change-previews': () => aPreview({ change, name: 'Nia Cole' }) });
  await press('Change the hours of Nia Cole');
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
    await press(`Remove the hours on ${day}`);
  await press('See what it breaks');
  expect(await screen.findByRole('heading', { name: 'It breaks nothing' })).toBeInTheDocument();
  expect(screen.getByText('From Mon 8 Mar on, Nia Cole: No hours.')).toBeInTheDocument();
  expect(asked.find(({ path }) => path === '/hours-change-previews')?.body).toMatchObject({ change });
  expect(screen.getByRole('button', { name: 'Change the hours of Nia Cole' })).toBeInTheDocument();
});

test('a chair is taken out of use, and another put back', async () => {
  const ask = (inUse: boolean) => {
    const chairId = inUse ? IDS.otherAna : IDS.ana;
    return { kind: 'chair' as const, from: TODAY, chairId, inUse };
  };
  const { asked } = open({
    'POST /hours-change-previews': () => {
      const isFirst = asked.filter(({ path }) => path === '/hours-change-previews').length === 1;
      return aPreview({ change: ask(!isFirst), name: isFirst ? 'Chair 1' : 'Chair 2' });
    },
  });
  await press('Take Chair 1 out of use');
  await press('See what it breaks');
  expect(await screen.findByText('From Tue 2 Mar on, Chair 1 is out of use.')).toBeInTheDocument();
  await press('Take Chair 1 out of use');
  expect(await screen.findByRole('button', { name: 'Take Chair 1 out of use' })).toHaveFocus();
  await press('Put Chair 2 back in use');
  await press('See what it breaks');
  expect(await screen.findByText('From Tue 2 Mar on, Chair 2 is in use.')).toBeInTheDocument();
  const changes = asked.filter(({ path }) => path === '/hours-change-previews').map(({ body }) => body);
  expect(changes).toMatchObject([{ change: ask(false) }, { change: ask(true) }]);
});

test('who changes what has changed since is shown what it would be now, and a refusal keeps what was typed', async () => {
  open({
    'POST /hours-changes': () =>
      refuse({
        type: 'preview-stale',
        status: 409,
        title: 'The course or the calendar was changed since the preview',
        hoursPreview: aPreview(),
      }),
  });
  await press('Change the opening hours');
  await press('Remove the hours on Friday');
  await press('See what it breaks');
  await press('Change the opening hours and move 1 session');
  expect(await screen.findByRole('heading', { name: 'It breaks nothing' })).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('changed since the preview');
  const form = screen.getByRole('form', { name: 'Change the opening hours' });
  expect(within(form).queryByLabelText('Friday from')).not.toBeInTheDocument();
});

test('whoever leaves it as it is comes back to the button they pressed', async () => {
  open();
  await press('Take Chair 1 out of use');
  await press('Leave as it is');
  expect(screen.getByRole('button', { name: 'Take Chair 1 out of use' })).toHaveFocus();
});

test('the front desk has no way to them', async () => {
  openApp('/patients', aMe({ role: 'front-desk' }), { 'GET /patients': () => ({ items: [] }) });
  await userEvent.click(await screen.findByRole('button', { name: 'Dana Whitlock front desk' }));
  expect(screen.getByRole('link', { name: 'Closures' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Hours' })).not.toBeInTheDocument();
});

test('an admin finds the way in their own menu', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Dana Whitlock admin' }));
  expect(screen.getByRole('link', { name: 'Hours' })).toHaveAttribute('href', '/hours');
});

test('a week is said in few words', () => {
  const on = (weekday: number, from: string, to: string) => ({ weekday, from, to });
  expect(weekWords([])).toBe('No hours');
  expect(weekWords([on(2, '13:00', '18:00'), on(2, '08:00', '12:00'), on(4, '08:00', '24:00')])).toBe(
    'Tue 8:00–12:00 and 13:00–18:00, Thu 8:00–24:00',
  );
  expect(weekWords([1, 2, 4, 5].map((day) => on(day, '08:00', '18:00')))).toBe(
    'Mon to Tue 8:00–18:00, Thu to Fri 8:00–18:00',
  );
});

test('a chair says until when it is closed, and from when it is out of use', () => {
  const chair = { id: 'a', name: 'Chair 1', poolName: 'Infusion', outOfUseFrom: null, closedUntil: null };
  const words = (change: object) => chairWords({ ...chair, ...change }, TODAY, ZONE);
  expect(words({ outOfUseFrom: TODAY })).toBe('Out of use since Tue 2 Mar');
  expect(words({ outOfUseFrom: '2027-03-03' })).toBe('In use, out of use from Wed 3 Mar on');
  expect(words({ closedUntil: at('2027-03-04', '00:00') })).toBe('Closed until Thu 4 Mar, 0:00');
});

test('stretches that touch do not overlap', () => {
  const week = [
    { weekday: 1, from: '08:00', to: '12:00' },
    { weekday: 1, from: '12:00', to: '18:00' },
    { weekday: 1, from: '17:59', to: '20:00' },
    { weekday: 2, from: '08:00', to: '' },
  ];
  expect([0, 1, 2, 3].map((index) => troubleIn(week, index))).toEqual([
    null,
    'These hours overlap others of this day.',
    'These hours overlap others of this day.',
    'Say from when until when.',
  ]);
});
