import { describe, expect, jest, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ChangeHistory } from '#client/features/change/change-history.tsx';
import { ChangePanel } from '#client/features/change/change-panel.tsx';
import { CoursePage } from '#client/features/course/course-page.tsx';
import type { BentRule, ChangePreview, ChangeRequest, CourseChange } from '#server/contract/change.ts';
import type { Course } from '#server/contract/course.ts';
import { aClinic, aCourse, aMe, aSession, at, IDS, TUE_FRI } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

const SESSIONS = TUE_FRI.map((day, i) =>
  aSession({ sequence: i + 1, startsAt: at(day), endsAt: at(day, '11:00'), actions: ['cancel', 'move'] }),
);
const DESK_CHANGES: Course['changes'] = ['move', 'shift', 'replan', 'omit', 'stop'];
const CLINICIAN_CHANGES: Course['changes'] = ['move', 'shift', 'replan', 'hold', 'stop', 'extend', 'restart'];
const course = (change: Partial<Course> = {}) =>
  aCourse({ sessions: SESSIONS, changes: DESK_CHANGES, ...change });

/** Session 3 goes from Tue 9 to Wed 10 March. */
const WEDNESDAY = at('2027-03-10');
const third = SESSIONS[2]?.id ?? '';
const MOVES: Record<string, readonly number[]> = { move: [3], shift: [3, 4, 5, 6], replan: [3, 4] };

const moved = (sequences: readonly number[]) =>
  SESSIONS.map((session) => {
    if (!sequences.includes(session.sequence)) return session;
    const day = session.startsAt.slice(0, 10).replace(/\d\d$/, (date) => `${Number(date) + 1}`);
    return { ...session, startsAt: at(day), endsAt: at(day, '11:00') };
  });

function preview(mode: ChangeRequest['mode'], change: Partial<ChangePreview> = {}): ChangePreview {
  const sequences = MOVES[mode] ?? [];
  const shape = { state: 'induction' as const, plannedCount: 6 };
  return {
    mode,
    courseId: IDS.course,
    courseVersion: 1,
    before: { ...shape, sessions: SESSIONS },
    after: { ...shape, sessions: moved(sequences) },
    movedSessionIds: SESSIONS.filter(({ sequence }) => sequences.includes(sequence)).map(({ id }) => id),
    removedSessionIds: [],
    added: [],
    newCourse: null,
    violations: [],
    token: `to ${mode}`,
    expiresAt: at('2027-03-02', '08:45'),
    ...change,
  };
}

const tooClose: BentRule = {
  code: 'too-close',
  detail: 'One clear day is needed before session 4.',
  severity: 'hard',
  sequence: 3,
  rule: 'R4',
  mayOverride: ['clinician'],
  overridden: false,
};

type Opened = { at?: string; course?: Partial<Course>; role?: 'front-desk' | 'clinician'; routes?: Routes };

function open({ at: address, course: change, role = 'front-desk', routes = {} }: Opened = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /courses/*': () => course(change),
    'GET /courses/*/changes': () => ({ items: [] }),
    'GET /sessions/*/start-times': () => ({
      days: [
        {
          date: '2027-03-10',
          freeCount: 1,
          starts: [{ startsAt: WEDNESDAY, poolId: IDS.pool, refusals: [] }],
        },
      ],
    }),
    'POST /courses/*/change-previews': ({ body }) => preview((body as ChangeRequest).mode),
    'POST /courses/*/changes': () => course({ ...change, version: 2 }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  const page = (
    <>
      <CoursePage id={IDS.course} onChanged={() => {}}>
        {(shown, clinic) => <ChangeHistory course={shown} clinic={clinic} />}
      </CoursePage>
      <ChangePanel />
    </>
  );
  const path = `/courses/${IDS.course}`;
  return {
    ...renderPage(page, `${path}${address ?? ''}`, path, aMe({ role })),
    asked: server.asked,
    sent: (end: string) =>
      server.asked
        .filter(({ method, path: to }) => method === 'POST' && to.endsWith(end))
        .map(({ body }) => body),
  };
}

const panel = () => screen.findByRole('dialog', { name: 'Change the course of Ana Ruiz' });
const asking = `?change=${IDS.course}`;
const wednesday = `${asking}&session=${third}&at=${encodeURIComponent(WEDNESDAY)}`;
const way = async (name: RegExp) => within(await panel()).findByRole('radio', { name });

describe('another time for one session', () => {
  test('is chosen first; then each way of going on says what it does to the rest', async () => {
    const { container, sent } = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Move session 3' }));
    await userEvent.click(await within(await panel()).findByRole('option', { name: '9:00' }));
    expect(await way(/^Move session 3 alone/)).toHaveAccessibleDescription(/1 session moves by 1 day\./);
    expect(await way(/^Shift session 3 and the rest/)).toHaveAccessibleDescription(
      /4 sessions move by 1 day\. The last is on Sat 20 Mar, not Fri 19 Mar\./,
    );
    expect(await way(/plan the rest again/)).toHaveAccessibleDescription(/2 sessions move by 1 day\./);
    expect(sent('/changes')).toEqual([]);
    expect(await axe(container)).toHaveNoViolations();
    expect(await axe(await panel())).toHaveNoViolations();
  });

  test('is made by the way that is chosen, and by no other', async () => {
    const { sent, here } = open({ at: wednesday });
    await userEvent.click(await way(/^Shift session 3/));
    expect(
      within(await panel()).getByText('Session 6 moves from Fri 19 Mar, 9:00 to Sat 20 Mar, 9:00.'),
    ).toBeVisible();
    await userEvent.click(within(await panel()).getByRole('button', { name: 'Shift the remaining four' }));
    await waitFor(() => expect(sent('/changes')).toEqual([{ token: 'to shift' }]));
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.course}`));
  });

  test('is offered once where planning the rest again moves nothing else', async () => {
    open({ at: wednesday, routes: { 'POST /courses/*/change-previews': () => preview('move') } });
    expect(await way(/^Move session 3 alone/)).toBeInTheDocument();
    await waitFor(async () =>
      expect(within(await panel()).queryByRole('radio', { name: /plan the rest again/ })).toBeNull(),
    );
  });

  test('of a course that has changed meanwhile is shown afresh, and takes the new token', async () => {
    const tokens: unknown[] = [];
    open({
      at: wednesday,
      routes: {
        'POST /courses/*/changes': ({ body }) => {
          tokens.push((body as { token: string }).token);
          return tokens.length === 1
            ? refuse({
                type: 'preview-stale',
                status: 409,
                title: 'The course has changed',
                preview: preview('move', { token: 'second', courseVersion: 2, violations: [tooSoon] }),
              })
            : course({ version: 3 });
        },
      },
    });
    const button = await within(await panel()).findByRole('button', { name: 'Move session 3' });
    await userEvent.click(button);
    const note = await within(await panel()).findByRole('alert');
    expect(note).toHaveTextContent('Nothing was changed.');
    expect(note).toHaveTextContent('New: Less than two days ahead.');
    await userEvent.click(within(await panel()).getByRole('button', { name: 'Move session 3' }));
    await waitFor(() => expect(tokens).toEqual(['to move', 'second']));
  });

  test('that a hard rule refuses says whose it is to let be, and has no button', async () => {
    open({
      at: wednesday,
      routes: {
        'POST /courses/*/change-previews': ({ body }) =>
          preview((body as ChangeRequest).mode, { token: null, violations: [tooClose] }),
      },
    });
    expect(await way(/^Move session 3 alone/)).toHaveAccessibleDescription(
      /One clear day is needed before session 4\. A clinician may let this be\./,
    );
    await userEvent.click(await way(/^Move session 3 alone/));
    expect(within(await panel()).queryByRole('button', { name: 'Move session 3' })).not.toBeInTheDocument();
    await userEvent.click(within(await panel()).getByRole('button', { name: 'Choose another time' }));
    expect(await within(await panel()).findByRole('listbox')).toBeInTheDocument();
  });

  test('that a rule of the reader’s own refuses asks for a reason, and sends it', async () => {
    const { sent } = open({
      at: wednesday,
      role: 'clinician',
      course: { changes: CLINICIAN_CHANGES },
      routes: {
        'POST /courses/*/change-previews': ({ body }) => {
          const { mode, overrides } = body as ChangeRequest;
          const given = (overrides ?? []).length > 0;
          return preview(mode, {
            token: given ? 'with a reason' : null,
            violations: [{ ...tooClose, overridden: given }],
          });
        },
      },
    });
    await userEvent.click(await way(/^Move session 3 alone/));
    const press = () => within(screen.getByRole('dialog')).getByRole('button', { name: 'Move session 3' });
    await userEvent.click(press());
    expect(await within(await panel()).findByText('Say why first.')).toBeVisible();
    expect(sent('/changes')).toEqual([]);
    await userEvent.type(within(await panel()).getByLabelText('Why it may be so'), 'She travels on Friday');
    await userEvent.click(press());
    await waitFor(() => expect(sent('/changes')).toEqual([{ token: 'with a reason' }]));
    expect(sent('/change-previews').at(-1)).toMatchObject({
      overrides: [{ code: 'too-close', sequence: 3, reason: 'She travels on Friday' }],
    });
  });
});

const tooSoon: BentRule = {
  code: 'short-notice',
  detail: 'Less than two days ahead.',
  severity: 'soft',
  sequence: 3,
  rule: 'R51',
  mayOverride: [],
  overridden: false,
};

describe('a course as a whole', () => {
  test('is put on hold with a reason, and by nobody without one', async () => {
    const { sent } = open({ at: asking, role: 'clinician', course: { changes: CLINICIAN_CHANGES } });
    await userEvent.click(await way(/^Put the course on hold/));
    const press = async () =>
      userEvent.click(await within(await panel()).findByRole('button', { name: 'Put it on hold' }));
    await press();
    expect(await within(await panel()).findByText('Say why first.')).toBeVisible();
    await userEvent.type(within(await panel()).getByLabelText('Why'), 'Blood pressure to be settled');
    await press();
    await waitFor(() => expect(sent('/changes')).toEqual([{ token: 'to hold' }]));
    expect(sent('/change-previews').at(-1)).toMatchObject({
      mode: 'hold',
      reason: 'Blood pressure to be settled',
    });
  });

  test('says above everything that it is on hold, and why to those who treat the patient', async () => {
    open({
      course: {
        state: 'on-hold',
        changes: ['resume'],
        hold: { kind: 'clinician', reason: 'Blood pressure to be settled' },
      },
      role: 'clinician',
    });
    const standing = await screen.findByRole('status', { name: 'On hold' });
    expect(standing).toHaveTextContent('Blood pressure to be settled.');
    await userEvent.click(within(standing).getByRole('button', { name: 'Resume, or decide otherwise' }));
    expect(await way(/^Resume the course/)).toBeChecked();
  });

  test('that is interrupted favours none of the three ways on', async () => {
    open({
      course: {
        changes: ['replan', 'extend', 'restart'],
        interruption: {
          afterSequence: 3,
          nextSequence: 4,
          gapDays: 16,
          choices: ['replan', 'extend', 'restart'],
        },
      },
      role: 'clinician',
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Decide how it goes on' }));
    expect(
      await within(await panel()).findByText('16 days after session 3: how does it go on?'),
    ).toBeVisible();
    const ways = within(await panel()).getAllByRole('radio');
    expect(ways).toHaveLength(3);
    for (const one of ways) expect(one).not.toBeChecked();
  });

  test('of which a session is lacking says so to whoever may plan it again', async () => {
    open({ course: { lackingCount: 1 } });
    expect(await screen.findByRole('status', { name: 'One session is lacking' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Plan the rest again' }));
    expect(await way(/with 1 session that the course lacks/)).toBeChecked();
  });
});

describe('what was done to a course', () => {
  const change: CourseChange = {
    id: IDS.course,
    courseId: IDS.course,
    mode: 'shift',
    courseVersion: 2,
    madeAt: at('2027-03-02', '08:30'),
    madeBy: { id: IDS.ana, name: 'Dana Desk' },
    undoes: null,
    undoneBy: null,
    overrides: [{ code: 'too-close', sequence: 3, reason: 'She travels on Friday' }],
    before: { state: 'induction', plannedCount: 6, sessions: SESSIONS.slice(2) },
    after: { state: 'induction', plannedCount: 6, sessions: moved([3, 4, 5, 6]).slice(2) },
    canUndo: true,
  };

  test('reads like a story, and the last of it is taken back', async () => {
    const { sent, container } = open({
      routes: {
        'GET /courses/*/changes': () => ({ items: [change] }),
        'POST /courses/*/undo': () => course({ version: 3 }),
      },
    });
    const story = await screen.findByRole('region', { name: 'What was done to the course' });
    expect(await within(story).findByText('Dana Desk')).toBeInTheDocument();
    expect(story).toHaveTextContent('Dana Desk shifted 4 sessions by 1 day.');
    expect(story).toHaveTextContent(
      'Let be: close to another session (session 3). Why: She travels on Friday',
    );
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(within(story).getByRole('button', { name: /^Undo: shifted 4 sessions/ }));
    await waitFor(() => expect(sent('/undo')).toEqual([{ changeId: change.id }]));
  });
});
