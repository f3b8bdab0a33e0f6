import { describe, expect, jest, test } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BoardPage } from '#client/features/board/board-page.tsx';
import type { Session } from '#server/contract/session.ts';
import { aClinic, aSession, at, IDS, TODAY } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

const chair = (number: number) => ({
  id: `01950000-0000-7000-8000-00000000000${number}`,
  name: `Chair ${number - 4}`,
  poolId: IDS.pool,
  poolName: 'Infusion chairs',
  position: number,
  outOfUseFrom: null,
});
const CHAIRS = [chair(5), chair(6), chair(7)];

const sitting = (
  sequence: number,
  name: string,
  chairNumber: number,
  from: string,
  change: Partial<Session> = {},
) =>
  aSession({
    sequence,
    patientName: name,
    chairId: chair(chairNumber).id,
    chairName: chair(chairNumber).name,
    startsAt: at(TODAY, from),
    endsAt: at(TODAY, `${Number(from.slice(0, 2)) + 2}${from.slice(2)}`),
    actions: ['arrive', 'no-show', 'cancel', 'move'],
    ...change,
  });

const DAY = [
  sitting(3, 'Ana Lima', 5, '09:00'),
  sitting(2, 'Ben Okafor', 5, '13:00'),
  sitting(5, 'Carla Ruiz', 7, '09:30', { status: 'pending' }),
];

function open(sessions: Session[] = DAY, change: Routes = {}, path = '/day') {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /chairs': () => ({ items: CHAIRS }),
    'GET /sessions': ({ query }) => {
      const date = query.get('from') ?? '';
      return {
        items: sessions.filter(({ startsAt }) => startsAt.startsWith(date)),
        restricted: [],
        offers: [],
        days: [{ date, opensAt: '08:00', closesAt: '18:00', closures: [], sessionCount: sessions.length }],
      };
    },
    ...change,
  });
  globalThis.fetch = server.fetch;
  return { ...renderPage(<BoardPage onChanged={() => {}} />, path, '/day/:date?'), asked: server.asked };
}

const block = (name: RegExp) => screen.findByRole('button', { name });

describe('the day board', () => {
  test('says of every session who, which, when, where and in what state', async () => {
    const { container } = open();
    expect(await block(/^Ana Lima, session 3 of 6, 9:00 to 11:00, Chair 1, booked$/)).toBeInTheDocument();
    expect(await block(/^Carla Ruiz, session 5 of 6, 9:30 to 11:30, Chair 3, pending$/)).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Tuesday 2 March 2027');
    expect(screen.getAllByRole('row')).toHaveLength(3);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('says of a session that waits what it waits for', async () => {
    open([
      sitting(3, 'Ana Lima', 5, '09:00', { status: 'pending', gateLight: 'red' }),
      sitting(5, 'Carla Ruiz', 7, '09:30', { status: 'pending', gateLight: null }),
    ]);
    await userEvent.click(await block(/^Ana Lima/));
    expect(await screen.findByText(/something must be done before it/)).toBeVisible();
    await userEvent.click(await block(/^Carla Ruiz/));
    expect(await screen.findByText(/its course is on hold/)).toBeVisible();
  });

  test('shows a chair that is held for somebody it was offered to, and leads to their answer', async () => {
    const offer = {
      id: IDS.dana,
      freedChairId: IDS.protocol,
      patientId: IDS.ana,
      patientName: 'Dora Lind',
      courseId: IDS.course,
      kind: 'move' as const,
      sessionId: null,
      startsAt: at(TODAY, '15:00'),
      endsAt: at(TODAY, '17:00'),
      chairId: chair(6).id,
      chairName: chair(6).name,
      madeAt: at(TODAY, '08:50'),
      madeBy: { id: IDS.dana, name: 'Dana Whitlock' },
      state: 'open' as const,
      heldUntil: at(TODAY, '09:05'),
    };
    const { container } = open(DAY, {
      'GET /sessions': ({ query }) => ({
        items: DAY,
        restricted: [],
        offers: [offer],
        days: [
          { date: query.get('from'), opensAt: '08:00', closesAt: '18:00', closures: [], sessionCount: 3 },
        ],
      }),
    });
    expect(
      await screen.findByRole('link', {
        name: 'Held for Dora Lind, 15:00 to 17:00, Chair 2: waits for an answer',
      }),
    ).toHaveAttribute('href', `/freed-chairs?chair=${IDS.protocol}`);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('opens on the next day the clinic is open', async () => {
    open([], { 'GET /clinic': () => aClinic({ nextOpenOn: '2027-03-04' }) });
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Thursday 4 March 2027');
  });

  test('is one stop for Tab; the arrow keys go by chair and time', async () => {
    open();
    const ana = await block(/Ana Lima/);
    const stops = screen.getAllByRole('gridcell').map((cell) => within(cell).getByRole('button').tabIndex);
    expect(stops.filter((stop) => stop === 0)).toHaveLength(1);
    act(() => ana.focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(await block(/Carla Ruiz/)).toHaveFocus();
    await userEvent.keyboard('{ArrowLeft}{ArrowDown}');
    expect(await block(/Ben Okafor/)).toHaveFocus();
  });

  test('Page Down shows the next day, T goes back to today', async () => {
    const page = open();
    const ana = await block(/Ana Lima/);
    act(() => ana.focus());
    await userEvent.keyboard('{PageDown}');
    expect(page.here()).toBe('/day/2027-03-03');
  });

  test('Enter opens the session, Escape closes it and gives the focus back', async () => {
    const { container } = open();
    const ana = await block(/Ana Lima/);
    act(() => ana.focus());
    await userEvent.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: 'Ana Lima, session 3 of 6' });
    expect(within(panel).getByText(/Tue 2 Mar, 9:00–11:00/)).toBeInTheDocument();
    expect(within(panel).getByRole('link', { name: 'Move' })).toHaveAttribute(
      'href',
      `/day?change=${IDS.course}&session=${DAY[0]?.id}`,
    );
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).not.toBeInTheDocument();
    expect(await block(/Ana Lima/)).toHaveFocus();
  });

  test('what is to be asked before the next step stands above its button, and a held session says who decides', async () => {
    const prompt = {
      action: 'check-in' as const,
      code: 'escort' as const,
      words: 'Is somebody taking the patient home?',
      strength: 'hard' as const,
      mayOverride: ['clinician' as const],
      tick: null,
    };
    const arrived = { status: 'arrived' as const, arrivedAt: at(TODAY, '08:50') };
    open([
      sitting(3, 'Ana Lima', 5, '09:00', { ...arrived, actions: ['check-in', 'hold'], prompts: [prompt] }),
      sitting(2, 'Ben Okafor', 6, '09:00', { ...arrived, actions: ['release'], heldAt: at(TODAY, '09:05') }),
    ]);
    await userEvent.click(await block(/Ana Lima/));
    const ana = await screen.findByRole('complementary', { name: /Ana Lima/ });
    expect(within(ana).getByText('Is somebody taking the patient home?')).toBeInTheDocument();
    expect(within(ana).getByRole('button', { name: 'Hold for a clinician' })).toBeInTheDocument();
    await userEvent.click(await block(/Ben Okafor/));
    const ben = await screen.findByRole('complementary', { name: /Ben Okafor/ });
    expect(
      within(ben).getByText('Held on the day: a clinician decides whether it begins.'),
    ).toBeInTheDocument();
    expect(within(ben).getByText('9:05')).toBeInTheDocument();
    expect(within(ben).getByRole('button', { name: 'Release' })).toBeInTheDocument();
  });

  test('a step leaves the focus on the button of the next one', async () => {
    const arrived = sitting(3, 'Ana Lima', 5, '09:00', {
      status: 'arrived',
      arrivedAt: at(TODAY, '08:50'),
      actions: ['check-in', 'cancel'],
    });
    let now = DAY;
    const { asked } = open(DAY, {
      'POST /sessions/*/arrive': () => {
        now = [arrived, ...DAY.slice(1)];
        return arrived;
      },
      'GET /sessions': ({ query }) => ({
        items: now,
        restricted: [],
        offers: [],
        days: [
          {
            date: query.get('from') ?? '',
            opensAt: '08:00',
            closesAt: '18:00',
            closures: [],
            sessionCount: 3,
          },
        ],
      }),
    });
    await userEvent.click(await block(/Ana Lima/));
    await userEvent.click(screen.getByRole('button', { name: 'Mark arrived' }));
    const next = await screen.findByRole('button', { name: 'Check in to the chair' });
    expect(next).toHaveFocus();
    expect(await block(/Ana Lima, session 3 of 6, 9:00 to 11:00, Chair 1, arrived/)).toBeInTheDocument();
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('a second press of the same button does not go two steps', async () => {
    const arrived = sitting(3, 'Ana Lima', 5, '09:00', { status: 'arrived', actions: ['check-in'] });
    let sessions = DAY;
    const { asked } = open(DAY, {
      'POST /sessions/*/arrive': () => {
        sessions = [arrived];
        return arrived;
      },
      'GET /sessions': ({ query }) => ({
        items: sessions,
        restricted: [],
        offers: [],
        days: [
          { date: query.get('from') ?? '', opensAt: null, closesAt: null, closures: [], sessionCount: 1 },
        ],
      }),
    });
    await userEvent.click(await block(/Ana Lima/));
    await userEvent.dblClick(screen.getByRole('button', { name: 'Mark arrived' }));
    await screen.findByRole('button', { name: 'Check in to the chair' });
    expect(asked.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-1))).toEqual(
      ['arrive'],
    );
  });

  test('a refused step says why where it was pressed', async () => {
    open(DAY, {
      'POST /sessions/*/arrive': () =>
        refuse({
          type: 'illegal-transition',
          status: 409,
          title: 'It is too early for that',
          detail: 'The session is tomorrow.',
        }),
    });
    await userEvent.click(await block(/Ana Lima/));
    await userEvent.click(screen.getByRole('button', { name: 'Mark arrived' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The session is tomorrow.');
  });

  test('cancelling asks for the reason first', async () => {
    const { asked } = open(DAY, {
      'POST /sessions/*/cancel': () =>
        sitting(3, 'Ana Lima', 5, '09:00', { status: 'cancelled', cancelReason: 'no-escort', actions: [] }),
    });
    await userEvent.click(await block(/Ana Lima/));
    await userEvent.click(screen.getByRole('button', { name: 'Cancel session' }));
    const dialog = await screen.findByRole('dialog', { name: 'Cancel session 3, Tue 2 Mar, 9:00' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel this session' }));
    expect(within(dialog).getByText('Choose a reason first.')).toBeInTheDocument();
    await userEvent.selectOptions(within(dialog).getByLabelText('Why'), 'no-escort');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel this session' }));
    await waitFor(() =>
      expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({ reason: 'no-escort' }),
    );
  });
});

describe('a chair that is taken by somebody whose record is restricted', () => {
  const restricted = [
    {
      status: 'booked' as const,
      startsAt: at(TODAY, '11:00'),
      endsAt: at(TODAY, '13:00'),
      chairId: chair(6).id,
      chairName: 'Chair 2',
    },
  ];
  const withRestricted: Routes = {
    'GET /sessions': ({ query }) => ({
      items: DAY,
      restricted: query.get('from') === TODAY ? restricted : [],
      offers: [],
      days: [
        { date: query.get('from') ?? '', opensAt: '08:00', closesAt: '18:00', closures: [], sessionCount: 4 },
      ],
    }),
  };

  test('stands on the board by its time and state, and there is nothing to open', async () => {
    const { container } = open(DAY, withRestricted);
    const cell = await screen.findByRole('gridcell', { name: 'Restricted, 11:00 to 13:00, Chair 2, booked' });
    expect(within(cell).queryByRole('button')).toBeNull();
    expect(within(screen.getByRole('row', { name: /Chair 2/ })).getByText('Restricted')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});
