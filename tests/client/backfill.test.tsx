import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { leftWords, waitlistWords } from '#client/features/backfill/backfill-words.ts';
import { FreedChairsPage } from '#client/features/backfill/freed-chairs-page.tsx';
import { WaitlistSection } from '#client/features/backfill/waitlist-section.tsx';
import type { Role } from '#client/lib/role-words.ts';
import { dropToasts } from '#client/ui/toast.tsx';
import type { BackfillCandidate, ChairOffer, FreedChair, WaitlistEntry } from '#server/contract/backfill.ts';
import { aClinic, aCourse, aMe, aSession, at, IDS, TODAY, ZONE } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);
beforeEach(() => act(() => dropToasts()));

const DANA = { id: IDS.dana, name: 'Dana Whitlock' };
const WEDNESDAY = '2027-03-03';
const CHAIR_ID = IDS.pool;

const anOffer = (change: Partial<ChairOffer> = {}): ChairOffer => ({
  id: IDS.protocol,
  freedChairId: CHAIR_ID,
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  courseId: IDS.course,
  kind: 'move',
  sessionId: aSession({ sequence: 4 }).id,
  startsAt: at(WEDNESDAY, '10:00'),
  endsAt: at(WEDNESDAY, '11:40'),
  chairId: IDS.pool,
  chairName: 'Chair 2',
  madeAt: at(TODAY, '09:00'),
  madeBy: DANA,
  state: 'open',
  heldUntil: at(TODAY, '09:15'),
  ...change,
});

const aChair = (change: Partial<FreedChair> = {}): FreedChair => ({
  id: CHAIR_ID,
  poolId: IDS.pool,
  poolName: 'Infusion chairs',
  startsAt: at(WEDNESDAY, '10:00'),
  endsAt: at(WEDNESDAY, '11:40'),
  freedAt: at(TODAY, '08:58'),
  freedBy: 'cancelled',
  helps: 2,
  isHeld: false,
  offer: null,
  ...change,
});

const someone = (change: Partial<BackfillCandidate> = {}): BackfillCandidate => ({
  patientId: IDS.ana,
  patientName: 'Ana Ruiz',
  phone: '+1 212 555 0110',
  courseId: IDS.course,
  protocolName: 'IV induction',
  kind: 'move',
  session: {
    id: aSession({ sequence: 4 }).id,
    sequence: 4,
    phase: 'induction',
    startsAt: at('2027-03-12', '09:00'),
  },
  startsAt: at(WEDNESDAY, '10:00'),
  endsAt: at(WEDNESDAY, '11:40'),
  reasons: [{ code: 'asked', words: 'Asked for an earlier time.', gainDays: 9 }],
  warnings: [],
  lastOffer: null,
  ...change,
});

const BO = someone({
  patientId: IDS.dana,
  patientName: 'Bo Hara',
  phone: null,
  courseId: IDS.dana,
  kind: 'booster',
  session: null,
  reasons: [{ code: 'booster-due', words: 'The booster is 3 days overdue.', gainDays: 3 }],
  lastOffer: { state: 'declined', at: at(TODAY, '08:59') },
});

function open({
  chair = aChair(),
  items = [someone(), BO],
  role = 'front-desk',
  routes = {},
}: {
  chair?: FreedChair | null;
  items?: readonly BackfillCandidate[];
  role?: Role;
  routes?: Routes;
} = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic({ now: at(TODAY, '09:01') }),
    'GET /worklists/freed-chairs': () => ({ items: chair ? [chair] : [] }),
    'GET /freed-chairs/*/candidates': () => ({ chair, items }),
    'GET /waitlist': () => ({ items: [] }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  return {
    ...renderPage(<FreedChairsPage />, '/freed-chairs', '/freed-chairs', aMe({ role })),
    posts: () => server.asked.filter(({ method }) => method === 'POST'),
  };
}

describe('a freed chair', () => {
  test('says whom it would help, why, and how to reach them', async () => {
    const { container } = open();
    const people = await screen.findByRole('list', { name: 'Whom it would help' });
    const [ana, bo] = within(people).getAllByRole('link', { name: /Ana Ruiz|Bo Hara/ });
    expect([ana, bo].map((link) => link?.getAttribute('href'))).toEqual([
      `/courses/${IDS.course}`,
      `/courses/${IDS.dana}`,
    ]);
    expect(within(people).getByText(/Session 4, now Fri 12 Mar, 9:00/)).toBeVisible();
    expect(within(people).getByText('Asked for an earlier time.')).toBeVisible();
    expect(within(people).getByRole('link', { name: '+1 212 555 0110' })).toHaveAttribute(
      'href',
      'tel:+12125550110',
    );
    expect(within(people).getByText('no telephone number')).toBeVisible();
    expect(within(people).getByText('Did not want it, 8:59.')).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is offered to one, and the others wait for their answer', async () => {
    let isOffered = false;
    const held = () => (isOffered ? aChair({ isHeld: true, offer: anOffer() }) : aChair());
    const { posts, container } = open({
      routes: {
        'GET /worklists/freed-chairs': () => ({ items: [held()] }),
        'GET /freed-chairs/*/candidates': () => ({ chair: held(), items: [someone(), BO] }),
        'POST /freed-chairs/*/offers': () => {
          isOffered = true;
          return anOffer();
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Offer to Ana Ruiz, and hold the chair' }),
    );
    expect(await screen.findByText(/until 9:15/)).toHaveTextContent(
      'Held for Ana Ruiz until 9:15, 14 minutes left. Chair 2, offered by Dana Whitlock',
    );
    expect(posts()).toMatchObject([
      {
        path: `/freed-chairs/${CHAIR_ID}/offers`,
        body: { courseId: IDS.course, kind: 'move', sessionId: aSession({ sequence: 4 }).id },
      },
    ]);
    expect(screen.getByRole('button', { name: /^Offer to Bo Hara/ })).toBeDisabled();
    expect(screen.getAllByText('waits for the answer of Ana Ruiz')).toHaveLength(2);
    expect(await axe(container)).toHaveNoViolations();
  });

  test.each([
    ['Took it: move the session', 'accept'],
    ['Did not want it', 'decline'],
    ['Not asked after all', 'withdraw'],
  ])('takes the answer “%s”', async (name, path) => {
    const { posts } = open({
      chair: aChair({ isHeld: true, offer: anOffer() }),
      routes: {
        'POST /offers/*/accept': () => aCourse(),
        'POST /offers/*/decline': () => anOffer({ state: 'declined' }),
        'POST /offers/*/withdraw': () => anOffer({ state: 'withdrawn' }),
      },
    });
    await userEvent.click(await screen.findByRole('button', { name }));
    await waitFor(() => expect(posts()).toMatchObject([{ path: `/offers/${IDS.protocol}/${path}` }]));
  });

  test('that somebody else was quicker with says so, and nothing is lost', async () => {
    open({
      routes: {
        'POST /freed-chairs/*/offers': () =>
          refuse({
            type: 'already-offered',
            title: 'This chair is being offered already',
            status: 409,
            detail: 'It is held until 9:12.',
          }),
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Offer to Ana Ruiz/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent('It is held until 9:12.');
  });

  test('is read by a nurse, who offers it to nobody', async () => {
    open({ role: 'nurse' });
    expect(await screen.findByText('Asked for an earlier time.')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Offer/ })).toBeNull();
  });

  test('that helps nobody, and none at all, say how that changes', async () => {
    open({ items: [] });
    expect(await screen.findByText('It helps nobody as things stand.')).toBeVisible();
  });

  test('there is none of says how one would come there', async () => {
    const { container } = open({ chair: null });
    expect(await screen.findByText('No chair has become free.')).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });

  test.each([
    ['09:00', '15 minutes left'],
    ['09:13', '2 minutes left'],
    ['09:14', 'less than a minute left'],
    ['09:15', 'its time is over'],
  ])('at %s is said to have %s', (time, words) => {
    expect(leftWords(at(TODAY, '09:15'), at(TODAY, time))).toBe(words);
  });
});

describe('the waitlist', () => {
  const anEntry = (change: Partial<WaitlistEntry> = {}): WaitlistEntry => ({
    id: IDS.protocol,
    patientId: IDS.ana,
    patientName: 'Ana Ruiz',
    courseId: IDS.course,
    protocolName: 'IV induction',
    session: {
      id: aSession({ sequence: 4 }).id,
      sequence: 4,
      phase: 'induction',
      status: 'booked',
      startsAt: at('2027-03-12', '09:00'),
    },
    onlyEarlier: true,
    weekdays: [1, 3],
    timeOfDay: { from: '09:00', to: '12:00' },
    until: '2027-03-12',
    askedAt: at(TODAY),
    askedBy: DANA,
    ...change,
  });

  function openCourse(entries: readonly WaitlistEntry[], routes: Routes = {}, role: Role = 'front-desk') {
    const server = fakeServer({
      'GET /waitlist': () => ({ items: entries }),
      'POST /waitlist': () => anEntry(),
      'POST /waitlist/*/withdraw': () => anEntry(),
      ...routes,
    });
    globalThis.fetch = server.fetch;
    const course = aCourse({
      sessions: aCourse().sessions.map((one) => (one.sequence > 3 ? { ...one, actions: ['move'] } : one)),
    });
    const view = renderPage(<WaitlistSection course={course} clinic={aClinic()} />, '/', '/', aMe({ role }));
    return { ...view, posts: () => server.asked.filter(({ method }) => method === 'POST') };
  }

  test('says in one line what would suit', () => {
    expect(waitlistWords(anEntry(), ZONE)).toBe(
      'Session 4, now Fri 12 Mar, 9:00: earlier, on Mon or Wed, from 9:00 to 12:00, until 12 Mar 2027',
    );
    expect(waitlistWords(anEntry({ session: null, weekdays: [], timeOfDay: null }), ZONE)).toBe(
      'The next booster: until 12 Mar 2027',
    );
  });

  test('is joined for a session with days and times that suit; half a time is asked for whole', async () => {
    const { posts } = openCourse([]);
    await userEvent.click(await screen.findByRole('button', { name: 'Put on the waitlist' }));
    const dialog = await screen.findByRole('dialog', { name: 'Another time for Ana Ruiz' });
    const form = within(dialog);
    await userEvent.click(form.getByRole('checkbox', { name: 'Wed' }));
    await userEvent.type(form.getByLabelText('Starts from (empty: any)'), '09:00');
    await userEvent.click(form.getByRole('button', { name: 'Put on the waitlist' }));
    expect(form.getByText('Give both times, or none.')).toBeVisible();
    expect(posts()).toEqual([]);
    await userEvent.type(form.getByLabelText('Starts at the latest'), '12:00');
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.click(form.getByRole('button', { name: 'Put on the waitlist' }));
    await waitFor(() =>
      expect(posts()[0]?.body).toEqual({
        courseId: IDS.course,
        sessionId: aSession({ sequence: 4 }).id,
        onlyEarlier: true,
        weekdays: [3],
        timeOfDay: { from: '09:00', to: '12:00' },
        until: '2027-03-12',
      }),
    );
  });

  test('is left again', async () => {
    const { posts, container } = openCourse([anEntry()]);
    await userEvent.click(await screen.findByRole('button', { name: 'Take Ana Ruiz off the waitlist' }));
    await waitFor(() => expect(posts()).toMatchObject([{ path: `/waitlist/${IDS.protocol}/withdraw` }]));
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is read by a nurse, who puts nobody on it', async () => {
    openCourse([anEntry()], {}, 'nurse');
    expect(await screen.findByText(/earlier, on Mon or Wed/)).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
