import { beforeEach, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Closure, ClosurePreview } from '#server/contract/closure.ts';
import type { BrokenCourse, LeftCourse, RepairedCourse } from '#server/contract/repair.ts';
import { aMe, at, IDS } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp } from '#tests/support/open-app.tsx';

const DANA = aMe({ role: 'front-desk' });

/** Tuesday the 9th of March 2027 is closed; session 2 of Ana Ruiz is there. */
const held = (id: string, sequence: number, date: string) => ({
  id,
  sequence,
  phase: 'induction' as const,
  status: 'booked' as const,
  startsAt: at(date, '10:00'),
  endsAt: at(date, '12:00'),
});
const BEFORE = [held(IDS.ana, 1, '2027-03-05'), held(IDS.dana, 2, '2027-03-09')];
const CLOSED = { code: 'closed' as const, detail: 'The clinic is not open.', severity: 'hard' as const };
const broken = {
  courseVersion: 1,
  courseState: 'induction' as const,
  protocolName: 'Six infusions',
  plannedCount: 6,
  broken: [{ sessionId: IDS.dana, violations: [CLOSED] }],
  before: BEFORE,
};
const ana: RepairedCourse = {
  ...broken,
  courseId: IDS.course,
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  after: [held(IDS.ana, 1, '2027-03-05'), held(IDS.dana, 2, '2027-03-10')],
  movedSessionIds: [IDS.dana],
  daysMoved: 1,
  minutesMoved: 0,
};
const bo: LeftCourse = {
  ...broken,
  courseId: IDS.otherAna,
  patientId: IDS.otherAna,
  patientName: 'Bo Lind',
  because: 'no-place',
  reasons: [CLOSED],
  nearest: [
    {
      sessionId: IDS.dana,
      startsAt: at('2027-03-19', '10:00'),
      violations: [{ code: 'too-far', detail: 'Fourteen days after session 1.', severity: 'hard' }],
    },
  ],
};
const closure: Closure = {
  id: IDS.course,
  startsAt: at('2027-03-09', '00:00'),
  endsAt: at('2027-03-10', '00:00'),
  chairId: null,
  chairName: null,
  staffId: null,
  staffName: null,
  reason: 'Pipes',
};
const aPreview = (change: Partial<ClosurePreview> = {}): ClosurePreview => ({
  closure,
  left: [bo],
  repaired: [ana],
  restrictedSessions: 0,
  token: 'the token',
  expiresAt: at('2027-03-02', '10:15'),
  ...change,
});

let closures: Closure[];
beforeEach(() => {
  closures = [];
});
emptyBrowser();

const open = (routes: Routes = {}) =>
  openApp('/closures?date=2027-03-09', DANA, {
    'GET /closures': () => ({ items: closures, staff: [{ id: IDS.dana, name: 'Nia Cole' }] }),
    'GET /chairs': () => ({ items: [] }),
    'GET /worklists/broken-courses': () => ({ items: [] }),
    'POST /closure-previews': () => aPreview(),
    'POST /closures': () => {
      closures = [closure];
      return { closure, movedSessions: 1, leftSessions: 1 };
    },
    'DELETE /closures/*': () => {
      closures = [];
      return { closure };
    },
    ...routes,
  });

async function look() {
  await userEvent.type(await screen.findByLabelText('Why'), 'Pipes');
  await userEvent.click(screen.getByRole('button', { name: 'See what it breaks' }));
  await screen.findByRole('heading', { name: /^It breaks/ });
}

test('a day is closed in one flow, and what is left is said to have been seen', async () => {
  const { asked } = open();
  await look();
  expect(screen.getByRole('heading', { name: 'It breaks 2 courses' })).toHaveFocus();
  expect(asked.find(({ path }) => path === '/closure-previews')?.body).toMatchObject({
    closure: { reason: 'Pipes' },
    leave: [],
  });
  expect(screen.getByText(/Nearest free time for session 2: Fri 19 Mar, 10:00/)).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Close the day and move 1 session' }));
  expect(await screen.findByText('Closed. 1 session moved, 1 left for later.')).toBeInTheDocument();
  const sent = asked.find(({ path, method }) => path === '/closures' && method === 'POST');
  expect(sent?.body).toEqual({ token: 'the token', leftSessionIds: [IDS.dana] });
  expect(await screen.findByText('Tue 9 Mar')).toBeInTheDocument();
});

test('a booster is called one, and a short course beside a long one has a scale of its own', async () => {
  const booster = { ...held(IDS.ana, 17, '2027-03-09'), phase: 'maintenance' as const };
  // From the autumn before to the one after.
  const long: RepairedCourse = {
    ...ana,
    courseId: IDS.otherAna,
    patientName: 'Cy Dent',
    broken: [{ sessionId: IDS.ana, violations: [CLOSED] }],
    before: [held(IDS.otherAna, 1, '2026-09-07'), booster, held(IDS.clinic, 18, '2027-09-06')],
    after: [
      held(IDS.otherAna, 1, '2026-09-07'),
      { ...booster, startsAt: at('2027-03-10', '10:00') },
      held(IDS.clinic, 18, '2027-09-06'),
    ],
    movedSessionIds: [IDS.ana],
  };
  open({ 'POST /closure-previews': () => aPreview({ left: [], repaired: [ana, long] }) });
  await look();
  expect(screen.getByText(/^Booster: Tue 9 Mar, 10:00 to/)).toBeInTheDocument();
  expect(
    screen.getByRole('button', { name: 'Choose another time for booster of Cy Dent' }),
  ).toBeInTheDocument();
  // Ana's two sessions, four days apart, in the twelve days of her line; on one with Cy's year they would touch.
  const line = screen.getByRole('table', { name: 'Course of Ana Ruiz, before' }).closest('figure');
  const places = [...(line?.querySelectorAll<HTMLElement>('[data-state]') ?? [])].map(({ style }) =>
    Number.parseFloat(style.left),
  );
  expect(places).toHaveLength(2);
  expect((places[1] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(25);
});

test('what was left for later stands there, with the way to the session that is to move', async () => {
  const left: BrokenCourse = {
    ...broken,
    courseId: IDS.otherAna,
    patientId: IDS.otherAna,
    patientName: 'Bo Lind',
    startsAt: at('2027-03-09', '10:00'),
  };
  open({ 'GET /worklists/broken-courses': () => ({ items: [left] }) });
  expect(await screen.findByRole('heading', { name: 'Left for later' })).toBeInTheDocument();
  expect(screen.getByText(/session 2, Tue 9 Mar, 10:00/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'See to the course of Bo Lind' })).toHaveAttribute(
    'href',
    `/courses/${IDS.otherAna}?change=${IDS.otherAna}&session=${IDS.dana}`,
  );
  expect(await axe(document.body)).toHaveNoViolations();
});

test('a course that is left for later is repaired around', async () => {
  const { asked } = open();
  await look();
  await userEvent.click(screen.getByRole('button', { name: 'Leave Ana Ruiz for later' }));
  await screen.findByRole('heading', { name: 'It breaks 2 courses' });
  expect(asked.filter(({ path }) => path === '/closure-previews').at(-1)?.body).toMatchObject({
    leave: [IDS.course],
  });
});

test('another time is chosen for one session, and the others make way', async () => {
  const { asked } = open();
  await look();
  await userEvent.click(
    screen.getByRole('button', { name: 'Choose another time for session 2 of Ana Ruiz' }),
  );
  const time = screen.getByLabelText('Time');
  await userEvent.clear(time);
  await userEvent.type(time, '14:00');
  await userEvent.click(screen.getByRole('button', { name: 'Use this time for session 2 of Ana Ruiz' }));
  await screen.findByRole('heading', { name: 'It breaks 2 courses' });
  expect(asked.filter(({ path }) => path === '/closure-previews').at(-1)?.body).toMatchObject({
    chosen: [{ sessionId: IDS.dana, startsAt: expect.stringMatching(/^2027-03-10T14:00:00/) }],
  });
});

test('who closes what has changed since is shown what it would be now', async () => {
  open({
    'POST /closures': () =>
      refuse({
        type: 'preview-stale',
        status: 409,
        title: 'The course or the calendar was changed since the preview',
        closurePreview: aPreview({ left: [] }),
      }),
  });
  await look();
  await userEvent.click(screen.getByRole('button', { name: 'Close the day and move 1 session' }));
  expect(await screen.findByRole('heading', { name: 'It breaks 1 course' })).toBeInTheDocument();
  expect(screen.getByRole('alert')).toHaveTextContent('changed since the preview');
});

test('somebody who is ill is away for the day', async () => {
  const { asked } = open({
    'POST /closure-previews': () =>
      aPreview({ closure: { ...closure, staffId: IDS.dana, staffName: 'Nia Cole' } }),
  });
  await screen.findByRole('option', { name: 'Nia Cole is away' });
  await userEvent.selectOptions(screen.getByLabelText('What is closed'), 'Nia Cole is away');
  await look();
  expect(asked.find(({ path }) => path === '/closure-previews')?.body).toMatchObject({
    closure: { staffId: IDS.dana },
  });
  expect(screen.getByRole('button', { name: 'Note the absence and move 1 session' })).toBeInTheDocument();
});

test('nothing is asked without a reason', async () => {
  const { asked } = open();
  await userEvent.click(await screen.findByRole('button', { name: 'See what it breaks' }));
  expect(await screen.findByText('Say why in a few words.')).toBeInTheDocument();
  expect(asked.filter(({ path }) => path === '/closure-previews')).toEqual([]);
});

test('what is closed is opened again, and moves nobody back', async () => {
  closures = [closure];
  open();
  const item = (await screen.findByText('Tue 9 Mar')).closest('li') as HTMLElement;
  await userEvent.click(within(item).getByRole('button', { name: /^Open again/ }));
  expect(
    await screen.findByText('Open again. Sessions that were moved stay where they are.'),
  ).toBeInTheDocument();
  expect(await screen.findByText('Nothing from today on.')).toBeInTheDocument();
});

test('whoever may close finds the way in their own menu', async () => {
  open();
  await userEvent.click(await screen.findByRole('button', { name: 'Dana Whitlock front desk' }));
  expect(screen.getByRole('link', { name: 'Closures' })).toHaveAttribute('href', '/closures');
  expect(await axe(document.body)).toHaveNoViolations();
});

test('a nurse is not offered to close anything', async () => {
  openApp('/patients', aMe({ role: 'nurse' }), { 'GET /patients': () => ({ items: [] }) });
  await userEvent.click(await screen.findByRole('button', { name: 'Dana Whitlock nurse' }));
  expect(screen.getByRole('link', { name: 'My account' })).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Closures' })).not.toBeInTheDocument();
});

test('the page has nothing against it that axe would find', async () => {
  open();
  await look();
  expect(await axe(document.body)).toHaveNoViolations();
});
