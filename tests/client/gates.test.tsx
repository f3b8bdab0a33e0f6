import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { ExposureSection } from '#client/features/gates/exposure-section.tsx';
import { whyWords } from '#client/features/gates/gate-words.ts';
import { GatesSection } from '#client/features/gates/gates-section.tsx';
import { OpenGatesPage } from '#client/features/gates/open-gates-page.tsx';
import type { Role } from '#client/lib/role-words.ts';
import { dropToasts } from '#client/ui/toast.tsx';
import type { CourseGates, Exposure, Gate, GatedCourse } from '#server/contract/gates.endpoints.ts';
import { aClinic, aCourse, aMe, at, IDS, TODAY, TUE_FRI, ZONE } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

beforeEach(() => dropToasts());

const session = (sequence: number) => {
  const { id, startsAt } = aCourse().sessions[sequence - 1] ?? { id: '', startsAt: '' };
  return { id, sequence, startsAt };
};
const IVO = { id: IDS.dana, name: 'Ivo Brandt' };

const aGate = (change: Partial<Gate> = {}): Gate => ({
  kind: 'consent',
  name: 'Consent',
  scope: 'course',
  strength: 'hard',
  isFlag: false,
  state: 'open',
  record: null,
  waivers: [],
  session: null,
  firstOpen: session(1),
  dueOn: TODAY,
  validFor: 'P12M',
  actions: ['mark'],
  ...change,
});

/** Good until the day before session 6. */
const ENDING: Gate['record'] = {
  id: IDS.pool,
  doneOn: '2026-03-18',
  expiresOn: '2027-03-18',
  doneBy: IVO,
  recordedAt: at(TODAY),
};

const someGates = (waiting: readonly number[], items: readonly Gate[]): CourseGates => ({
  courseId: IDS.course,
  courseVersion: 2,
  light: waiting.length > 0 ? 'red' : 'green',
  sessions: TUE_FRI.map((_, i) => ({
    ...session(i + 1),
    light: waiting.includes(i + 1) ? ('red' as const) : ('green' as const),
  })),
  items: [...items],
});

/** Ana's course, with these sessions waiting. */
const course = (waiting: readonly number[]) =>
  aCourse({
    sessions: aCourse().sessions.map((one) =>
      waiting.includes(one.sequence) ? { ...one, status: 'pending', gateLight: 'red' } : one,
    ),
  });

function open(role: Role, routes: Routes, waiting: readonly number[] = [1, 2, 3, 4, 5, 6]) {
  const server = fakeServer(routes);
  globalThis.fetch = server.fetch;
  const page = <GatesSection course={course(waiting)} clinic={aClinic()} />;
  return { ...renderPage(page, '/', '/', aMe({ role })), asked: server.asked };
}

const row = async (name: string) => {
  const header = await screen.findByRole('rowheader', { name });
  return within(header.closest('tr') as HTMLElement);
};

describe('what must be done before a session', () => {
  test('is told to the front desk as whether sessions wait, without asking for more', async () => {
    const { asked, container } = open('front-desk', {}, [6]);
    expect(screen.getByRole('region', { name: 'Before the next sessions' })).toHaveTextContent(
      'One session waits until something is done: the first is session 6, Fri 19 Mar, 9:00. The chairs are kept. Ask a nurse or a clinician: they see what it is.',
    );
    expect(asked).toEqual([]);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is no matter to the front desk where no session waits', () => {
    open('front-desk', {}, []);
    expect(screen.queryByRole('region')).toBeNull();
  });

  test('is shown to a nurse with the session that waits for it, and until when it is good', async () => {
    const gates = [
      aGate({ state: 'expiring', record: ENDING, firstOpen: session(6), dueOn: '2027-03-19' }),
      aGate({
        kind: 'bladder-check',
        name: 'Bladder check',
        strength: 'soft',
        firstOpen: session(2),
        actions: [],
      }),
      aGate({
        kind: 'contraindication',
        name: 'Contraindication',
        isFlag: true,
        state: 'clear',
        firstOpen: null,
      }),
    ];
    const { container } = open('nurse', { 'GET /courses/*/gates': () => someGates([6], gates) }, [6]);
    const consent = await row('Consent');
    expect(consent.getByText('ends too soon')).toBeVisible();
    expect(consent.getByText(/session 6, Fri 19 Mar, 9:00, waits for it/)).toBeVisible();
    expect(consent.getByText('18 Mar 2027')).toBeVisible();
    expect(consent.getByText('Ivo Brandt')).toBeVisible();
    expect((await row('Bladder check')).getByText(/before session 2, Fri 5 Mar/)).toBeVisible();
    expect((await row('Bladder check')).queryByRole('button')).toBeNull();
    expect((await row('Contraindication')).getByText('none known')).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is marked done with its day and its end, which is not after the clinic’s own', async () => {
    const done = aGate({
      state: 'done',
      firstOpen: null,
      dueOn: null,
      actions: ['mark', 'take-back'],
      record: { ...ENDING, id: IDS.protocol, doneOn: TODAY, expiresOn: '2028-03-02' },
    });
    const { asked } = open('nurse', {
      'GET /courses/*/gates': () => someGates([1, 2, 3, 4, 5, 6], [aGate()]),
      'POST /courses/*/gates': () => someGates([], [done]),
      'POST /courses/*/gates/take-back': () => someGates([1, 2, 3, 4, 5, 6], [aGate()]),
    });
    await userEvent.click((await row('Consent')).getByRole('button', { name: 'Mark as done: Consent' }));
    const dialog = await screen.findByRole('dialog', { name: 'Consent' });
    expect(dialog).toHaveTextContent('By the clinic’s rule it is good until 2 Mar 2028.');
    expect(await axe(dialog)).toHaveNoViolations();
    const sooner = within(dialog).getByLabelText('Good until, if that is sooner');
    await userEvent.type(sooner, '2028-03-03');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark as done' }));
    expect(within(dialog).getByText('Give 2 Mar 2028, or a day before it.')).toBeVisible();
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);

    await userEvent.clear(sooner);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Mark as done' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
      path: `/courses/${IDS.course}/gates`,
      body: { kind: 'consent', doneOn: TODAY },
    });
  });

  test('stays typed where the clinic refuses it, and says why beside the field', async () => {
    open('nurse', {
      'GET /courses/*/gates': () => someGates([1], [aGate()]),
      'POST /courses/*/gates': () =>
        refuse({
          type: 'invalid-request',
          title: 'The request is not as it should be',
          status: 400,
          errors: [{ pointer: '/body/doneOn', detail: 'Must be today, 2027-03-01, or earlier.' }],
        }),
    });
    await userEvent.click((await row('Consent')).getByRole('button', { name: /^Mark as done/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Mark as done' }));
    const doneOn = await screen.findByLabelText('Done on');
    await waitFor(() => expect(doneOn).toBeInvalid());
    expect(doneOn).toHaveValue(TODAY);
  });

  test('is waived by a clinician for one session, with a reason and not without', async () => {
    const { asked } = open('clinician', {
      'GET /courses/*/gates': () => someGates([6], [aGate({ firstOpen: session(6), actions: ['waive'] })]),
      'POST /courses/*/gate-waivers': () => someGates([], []),
    });
    await userEvent.click(
      (await row('Consent')).getByRole('button', { name: 'Let session 6 take place without: Consent' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Go without: Consent' });
    const go = within(dialog).getByRole('button', { name: 'Let session 6 take place' });
    await userEvent.click(go);
    expect(within(dialog).getByLabelText('Why')).toBeInvalid();
    await userEvent.type(within(dialog).getByLabelText('Why'), 'Signed on paper, at the courier');
    await userEvent.click(go);
    await waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith('/gate-waivers'))?.body).toEqual({
        kind: 'consent',
        sessionId: session(6).id,
        reason: 'Signed on paper, at the courier',
      }),
    );
  });

  test('that is waived says by whom and for which session, and a clinician takes that back', async () => {
    const waived = aGate({
      actions: [],
      waivers: [{ id: IDS.protocol, doneBy: IVO, recordedAt: at(TODAY), sessionId: session(6).id }],
    });
    const { asked } = open('clinician', {
      'GET /courses/*/gates': () => someGates([], [waived]),
      'POST /courses/*/gates/take-back': () => someGates([6], [aGate()]),
    });
    expect((await row('Consent')).getByText(/Ivo Brandt lets session 6 take place without/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Take back: session 6 without' }));
    await waitFor(() =>
      expect(asked.find(({ path }) => path.endsWith('/take-back'))?.body).toEqual({ recordId: IDS.protocol }),
    );
  });

  test('that each session has is folded away once it is done, and unfolded by one press', async () => {
    const form = (sequence: number, state: Gate['state']) =>
      aGate({
        kind: 'monitoring-form',
        name: 'Monitoring form',
        scope: 'session',
        session: session(sequence),
        state,
        record: state === 'done' ? ENDING : null,
        firstOpen: null,
        dueOn: null,
        actions: [],
      });
    open('nurse', {
      'GET /courses/*/gates': () => someGates([], [form(1, 'done'), form(2, 'done'), form(3, 'overdue')]),
    });
    expect(await screen.findAllByRole('rowheader', { name: 'Monitoring form' })).toHaveLength(1);
    expect(screen.getByText('of session 3')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show 2 more that are done' }));
    expect(screen.getAllByRole('rowheader', { name: 'Monitoring form' })).toHaveLength(3);
  });

  test('that each session has is told of that session', () => {
    const form = aGate({ scope: 'session', session: session(2), firstOpen: null, dueOn: '2027-03-12' });
    expect(whyWords(form, ZONE)).toBe('of session 2, by 12 Mar 2027');
  });
});

describe('open gates of all courses', () => {
  const aCourseOf = (change: Partial<GatedCourse> = {}): GatedCourse => ({
    courseId: IDS.course,
    patientId: IDS.ana,
    patientName: 'Ana Ruiz',
    protocolName: 'IV induction',
    light: 'red',
    firstOpen: session(6),
    dueOn: '2027-03-19',
    ...change,
  });
  function openList(role: Role, items: readonly GatedCourse[]) {
    const server = fakeServer({
      'GET /clinic': () => aClinic(),
      'GET /worklists/open-gates': () => ({ items }),
    });
    globalThis.fetch = server.fetch;
    return renderPage(<OpenGatesPage />, '/open-gates', '/open-gates', aMe({ role }));
  }

  test('say to a nurse what is open, and lead to the course', async () => {
    const { container } = openList('nurse', [aCourseOf({ gates: [aGate({ firstOpen: session(6) })] })]);
    expect(await screen.findByRole('link', { name: 'Ana Ruiz' })).toHaveAttribute(
      'href',
      `/courses/${IDS.course}`,
    );
    expect(screen.getByText('19 Mar 2027, in 17 days')).toBeVisible();
    expect(screen.getByRole('listitem')).toHaveTextContent('Consent: to be done');
    expect(await axe(container)).toHaveNoViolations();
  });

  test('say to the front desk whom to ask', async () => {
    openList('front-desk', [aCourseOf()]);
    expect(await screen.findByText('Ask a nurse or a clinician: they see what it is.')).toBeVisible();
    expect(screen.queryByText(/consent/i)).toBeNull();
  });

  test('say how one would come there while there is none', async () => {
    openList('nurse', []);
    expect(await screen.findByText('Nothing is open.')).toBeVisible();
  });
});

describe('how often somebody was treated', () => {
  const counted = (change: Partial<Exposure> = {}): Exposure => ({
    patientId: IDS.ana,
    lifetime: 31,
    lastTwelveMonths: 24,
    elsewhere: 'unknown',
    reviewAt: 24,
    needsReview: true,
    ...change,
  });

  test('is counted for a clinician, who is asked to look from so many on', async () => {
    const server = fakeServer({
      'GET /patients/*/exposure': () => counted(),
      'PUT /patients/*/exposure': () => counted({ elsewhere: 'yes' }),
    });
    globalThis.fetch = server.fetch;
    const { container } = renderPage(
      <ExposureSection patientId={IDS.ana} />,
      '/',
      '/',
      aMe({ role: 'clinician' }),
    );
    expect(await screen.findByText('31 sessions')).toBeVisible();
    expect(screen.getByText(/From 24 in twelve months on/)).toBeVisible();
    await userEvent.click(screen.getByRole('radio', { name: 'Yes' }));
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Yes' })).toBeChecked());
    expect(server.asked.at(-1)).toMatchObject({ method: 'PUT', body: { elsewhere: 'yes' } });
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is not asked for by anybody else', () => {
    const server = fakeServer({});
    globalThis.fetch = server.fetch;
    renderPage(<ExposureSection patientId={IDS.ana} />, '/', '/', aMe({ role: 'nurse' }));
    expect(server.asked).toEqual([]);
  });
});
