import { describe, expect, jest, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CoursePage } from '#client/features/course/course-page.tsx';
import type { ChangePreview } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import { aClinic, aCourse, aSession, at, IDS, TUE_FRI } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

const SESSIONS = TUE_FRI.map((day, i) =>
  aSession({ sequence: i + 1, startsAt: at(day), endsAt: at(day, '11:00'), actions: ['cancel', 'move'] }),
);
const course = (change: Partial<Course> = {}) => aCourse({ sessions: SESSIONS, ...change });

/** Session 3 goes from Tue 9 to Wed 10 March. */
const WEDNESDAY = at('2027-03-10');
const third = SESSIONS[2]?.id ?? '';

const preview = (change: Partial<ChangePreview> = {}): ChangePreview => ({
  mode: 'move',
  courseId: IDS.course,
  courseVersion: 1,
  before: { state: 'induction', plannedCount: 6, sessions: SESSIONS },
  after: {
    state: 'induction',
    plannedCount: 6,
    sessions: SESSIONS.map((session) =>
      session.id === third ? { ...session, startsAt: WEDNESDAY, endsAt: at('2027-03-10', '11:00') } : session,
    ),
  },
  movedSessionIds: [third],
  removedSessionIds: [],
  added: [],
  newCourse: null,
  violations: [],
  token: 'first',
  expiresAt: at('2027-03-02', '08:45'),
  ...change,
});

function open(change: Routes = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /courses/*': () => course(),
    'GET /sessions/*/start-times': () => ({
      days: [
        {
          date: '2027-03-10',
          freeCount: 1,
          starts: [
            { startsAt: WEDNESDAY, poolId: IDS.pool, refusals: [] },
            {
              startsAt: at('2027-03-10', '09:15'),
              poolId: null,
              refusals: [{ code: 'chair-full', detail: 'Every chair is taken.', severity: 'hard' }],
            },
          ],
        },
      ],
    }),
    'POST /courses/*/change-previews': () => preview(),
    'POST /courses/*/changes': () =>
      course({
        version: 2,
        sessions: preview().after.sessions.map((planned, i) => ({
          ...SESSIONS[i],
          ...planned,
        })) as Course['sessions'],
      }),
    ...change,
  });
  globalThis.fetch = server.fetch;
  return { ...renderPage(<CoursePage id={IDS.course} />, `/courses/${IDS.course}`), asked: server.asked };
}

async function chooseWednesday() {
  await userEvent.click(await screen.findByRole('button', { name: 'Move session 3' }));
  const dialog = await screen.findByRole('dialog', { name: 'Move session 3, now Tue 9 Mar, 9:00' });
  await userEvent.click(await within(dialog).findByRole('option', { name: '9:00' }));
  return dialog;
}

describe('moving one session', () => {
  test('shows before and after, and writes nothing until it is confirmed', async () => {
    const { asked, container } = open();
    const dialog = await chooseWednesday();
    expect(
      await within(dialog).findByText('Session 3 moves from Tue 9 Mar, 9:00 to Wed 10 Mar, 9:00.'),
    ).toBeInTheDocument();
    expect(within(dialog).getByText('The other 5 stay.')).toBeInTheDocument();
    expect(within(dialog).getByRole('table', { name: 'After' })).toHaveTextContent('Wed 10 Mar, 9:00');
    expect(asked.some(({ path }) => path.endsWith('/changes'))).toBe(false);
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move session 3' }));
    await waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith('/changes'))?.body).toEqual({ token: 'first' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  test('a course that changed meanwhile shows the same move afresh, and takes the new token', async () => {
    const tokens: unknown[] = [];
    const { asked } = open({
      'POST /courses/*/changes': ({ body }) => {
        tokens.push((body as { token: string }).token);
        return tokens.length === 1
          ? refuse({
              type: 'preview-stale',
              status: 409,
              title: 'The course has changed',
              preview: preview({ token: 'second', courseVersion: 2 }),
            })
          : course({ version: 3 });
      },
    });
    const dialog = await chooseWednesday();
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Move session 3' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Nothing was moved.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move session 3' }));
    await waitFor(() => expect(tokens).toEqual(['first', 'second']));
    expect(asked.filter(({ path }) => path.endsWith('/change-previews'))).toHaveLength(1);
  });

  test('a hard rule refuses: the reason is there, and no button to confirm', async () => {
    open({
      'POST /courses/*/change-previews': () =>
        preview({
          token: null,
          violations: [
            {
              code: 'too-close',
              detail: 'One clear day is needed before session 4.',
              severity: 'hard',
              sequence: 3,
              rule: 'R4',
              mayOverride: ['clinician'],
              overridden: false,
            },
          ],
        }),
    });
    const dialog = await chooseWednesday();
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'One clear day is needed before session 4.',
    );
    expect(within(dialog).queryByRole('button', { name: 'Move session 3' })).not.toBeInTheDocument();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Choose another time' }));
    expect(await within(dialog).findByRole('listbox')).toBeInTheDocument();
  });
});
