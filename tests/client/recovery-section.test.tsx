import { expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { RecoverySection } from '#client/features/recovery/recovery-section.tsx';
import type { CourseRecovery, SessionRecovery } from '#server/contract/ticks.endpoints.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { aClinic, aCourse, aMe, aSession, at, TUE_FRI } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

/** The nth session, from Tuesday 2 March at nine on; 50 minutes of recovery were booked. */
const recovered = (nth: number, change: Partial<SessionRecovery> = {}): SessionRecovery => ({
  sessionId: aSession({ sequence: nth }).id,
  sequence: nth,
  place: nth,
  plannedCount: 6,
  phase: 'induction',
  startsAt: at(TUE_FRI[nth - 1] ?? ''),
  bookedMinutes: 50,
  tookMinutes: 48,
  isLonger: false,
  isNoted: true,
  sideEffects: [],
  wasReady: true,
  hadEscort: true,
  leftWithout: null,
  ...change,
});

const COURSE: CourseRecovery = {
  sessions: [
    recovered(1, { tookMinutes: 75, isLonger: true, sideEffects: ['dizziness', 'raised-pressure'] }),
    recovered(2),
    recovered(3, { tookMinutes: 66, isLonger: true, hadEscort: null, leftWithout: 'approved-ride' }),
    recovered(4, { tookMinutes: null, isNoted: false, wasReady: null, hadEscort: null }),
    recovered(5, { phase: 'maintenance', sequence: 7, place: 1, wasReady: false, hadEscort: false }),
  ],
  suggestion: {
    extraMinutes: 30,
    detail: 'After 2 of the last 3 sessions recovery took longer than booked, 75 minutes at most.',
  },
  extraMinutes: 0,
  maySet: false,
};

function open(role: Role, change: Routes = {}) {
  const server = fakeServer({ 'GET /courses/*/recovery': () => COURSE, ...change });
  globalThis.fetch = server.fetch;
  const section = <RecoverySection course={aCourse()} clinic={aClinic()} />;
  return { ...renderPage(section, '/courses/one', '/courses/one', aMe({ role })), asked: server.asked };
}

test('recovery is told session by session, in words, and what is longer stands out', async () => {
  const { container } = open('clinician');
  const table = await screen.findByRole('table', { name: 'Recovery' });
  const read = [...table.querySelectorAll('tbody tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cell.textContent),
  );
  expect(read).toEqual([
    [
      '1 of 6 Tue 2 Mar',
      '75 min, 25 more than booked',
      'Dizziness, raised blood pressure',
      'ready, with their escort',
    ],
    ['2 of 6 Fri 5 Mar', '48 min of 50', 'nothing', 'ready, with their escort'],
    [
      '3 of 6 Tue 9 Mar',
      '66 min, 16 more than booked',
      'nothing',
      'had an approved ride instead of an escort',
    ],
    ['4 of 6 Fri 12 Mar', 'not known', 'not ticked', 'not ticked'],
    ['Booster 1 Tue 16 Mar', '48 min of 50', 'nothing', 'not ready, without an escort'],
  ]);
  expect(screen.getByText('75 min, 25 more than booked').tagName).toBe('B');
  expect(await axe(container)).toHaveNoViolations();
});

test('what it suggests is said to change nothing by itself', async () => {
  open('nurse');
  expect(await screen.findByText(/75 minutes at most. Nothing is changed by itself/)).toBeInTheDocument();
  expect(screen.queryByRole('button')).not.toBeInTheDocument();
});

test('a clinician has it booked longer by one press, on top of what is booked longer already', async () => {
  let now: CourseRecovery = { ...COURSE, extraMinutes: 15, maySet: true };
  const { asked, container } = open('clinician', {
    'GET /courses/*/recovery': () => now,
    'PUT /courses/*/recovery': ({ body }) => {
      now = { ...now, extraMinutes: (body as { extraMinutes: number }).extraMinutes, suggestion: null };
      return now;
    },
  });
  const sent = () => asked.filter(({ method }) => method === 'PUT').map(({ body }) => body);
  expect(await screen.findByText(/more recovery than the protocol says/)).toHaveTextContent(/15 min more/);
  expect(await axe(container)).toHaveNoViolations();
  await userEvent.click(screen.getByRole('button', { name: 'Book 30 min more from now on' }));
  expect(await screen.findByText(/more recovery than the protocol says/)).toHaveTextContent(/45 min more/);
  expect(screen.queryByText(/75 minutes at most/)).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Book as the protocol says' }));
  await waitFor(() =>
    expect(screen.queryByText(/more recovery than the protocol says/)).not.toBeInTheDocument(),
  );
  expect(sent()).toEqual([{ extraMinutes: 45 }, { extraMinutes: 0 }]);
});

test('before the first session took place there is nothing to show', async () => {
  const { asked } = open('clinician', {
    'GET /courses/*/recovery': () => ({ sessions: [], suggestion: null, extraMinutes: 0, maySet: true }),
  });
  await screen.findByRole('main');
  expect(asked).toHaveLength(1);
  expect(screen.queryByRole('heading', { name: 'Recovery' })).not.toBeInTheDocument();
});

test('the front desk does not ask for it', async () => {
  const { asked } = open('front-desk');
  await screen.findByRole('main');
  expect(asked).toEqual([]);
  expect(screen.queryByText('Recovery')).not.toBeInTheDocument();
});

test('what could not be read can be asked for again', async () => {
  open('clinician', {
    'GET /courses/*/recovery': () => refuse({ type: 'busy', status: 503, title: 'Too many at once' }),
  });
  expect(await screen.findByText('Too many at once')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Look again' })).toBeInTheDocument();
});
