import { describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useState } from 'react';
import { SessionPanel } from '#client/features/board/session-panel.tsx';
import type { Session } from '#server/contract/session.ts';
import type { SessionTicks } from '#server/contract/tick.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';
import { aMe, aSession, at, IDS, TODAY, ZONE } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

const treating: Session['prompts'][number]['mayOverride'] = ['nurse', 'clinician'];
const asked = (code: 'baseline' | 'vitals' | 'escort-here', words: string): Session['prompts'][number] => ({
  action: 'complete',
  code,
  words,
  strength: 'hard',
  mayOverride: treating,
  tick: code === 'escort-here' ? 'escort-here' : 'ready-to-leave',
});

/** Ana's third session, begun at a quarter past nine. */
const UNDER_WAY = aSession({
  sequence: 3,
  status: 'checked-in',
  checkedInAt: at(TODAY, '09:00'),
  startedAt: at(TODAY, '09:15'),
  actions: ['complete'],
  prompts: [
    asked('baseline', 'Is the patient as they came?'),
    asked('vitals', 'Are the vital signs acceptable?'),
    asked('escort-here', 'Is their escort here?'),
  ],
});

type Tick = SessionTicks['ticks'][number];
const noted = (code: Tick['code'], answer = true): Tick => ({
  code,
  answer,
  notedAt: at(TODAY, '10:40'),
  notedBy: { id: IDS.dana, name: 'Nia Okafor' },
});

function open(
  {
    role = 'nurse',
    session = UNDER_WAY,
    ticks = [],
  }: { role?: Role; session?: Session; ticks?: Tick[] } = {},
  change: Routes = {},
) {
  let held = ticks;
  const answer = () => ({
    sessionId: session.id,
    ticks: held,
    mayTick: role !== 'front-desk',
  });
  const server = fakeServer({
    'GET /sessions/*/ticks': answer,
    'PUT /sessions/*/ticks': ({ body }) => {
      const given = Object.entries((body as { ticks: Record<Tick['code'], boolean> }).ticks);
      const news = given.map(([code, yes]) => noted(code as Tick['code'], yes));
      held = [...held.filter(({ code }) => !news.some((one) => one.code === code)), ...news];
      return answer();
    },
    'POST /sessions/*/complete': () => ({
      ...session,
      status: 'fulfilled',
      completedAt: at(TODAY, '10:45'),
      actions: [],
      prompts: [],
    }),
    ...change,
  });
  globalThis.fetch = server.fetch;
  const panel = (
    <SessionPanel
      session={session}
      zone={ZONE}
      isPhone={false}
      over={null}
      onChanged={() => {}}
      onClose={() => {}}
    />
  );
  const view = renderPage(panel, '/day', '/day', aMe({ role }));
  const sent = (method: string) =>
    server.asked.filter((one) => one.method === method).map(({ body }) => body);
  return { ...view, sent };
}

const box = (name: RegExp) => screen.findByRole('checkbox', { name });
const done = () => screen.getByRole('button', { name: 'Mark done' });

describe('a session under way, to the nurse', () => {
  test('is ticked by one press each, and a second press puts it right', async () => {
    const { container, sent } = open();
    const nausea = await box(/Nausea/);
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(nausea);
    expect(nausea).toBeChecked();
    nausea.focus();
    await userEvent.keyboard(' ');
    expect(nausea).not.toBeChecked();
    await waitFor(() =>
      expect(sent('PUT')).toEqual([{ ticks: { nausea: true } }, { ticks: { nausea: false } }]),
    );
  });

  test('that brought nothing is ticked so by one press', async () => {
    const { sent } = open({ ticks: [noted('nausea')] });
    const none = await screen.findByRole('button', { name: 'None of these' });
    expect(none).toHaveAttribute('aria-pressed', 'false');
    await userEvent.click(none);
    expect(none).toHaveAttribute('aria-pressed', 'true');
    expect(await box(/Nausea/)).not.toBeChecked();
    await waitFor(() =>
      expect(sent('PUT')).toEqual([
        {
          ticks: {
            dizziness: false,
            nausea: false,
            'raised-pressure': false,
            dissociation: false,
            'other-effect': false,
          },
        },
      ]),
    );
  });

  test('shows a tick that could not be kept as it was, and says why', async () => {
    open(
      {},
      {
        'PUT /sessions/*/ticks': () =>
          refuse({ type: 'busy', status: 503, title: 'Too many are booking at once' }),
      },
    );
    await userEvent.click(await box(/Dizziness/));
    expect(await screen.findByText('Too many are booking at once')).toBeInTheDocument();
    expect(await box(/Dizziness/)).not.toBeChecked();
  });

  test('is not done before it is ticked that they may go: the rest is named', async () => {
    const { container, sent } = open({ ticks: [noted('ready-to-leave')] });
    await box(/Ready to leave/);
    expect(screen.queryByText(/Ask first/)).not.toBeInTheDocument();
    await userEvent.click(done());
    const note = await screen.findByRole('alert');
    expect(
      within(note)
        .getAllByRole('listitem')
        .map((one) => one.textContent),
    ).toEqual(['Is their escort here?']);
    expect(note).toHaveFocus();
    expect(await axe(container)).toHaveNoViolations();
    expect(sent('POST')).toEqual([]);
    await userEvent.click(await box(/escort is here/));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await userEvent.click(done());
    await waitFor(() =>
      expect(sent('POST')).toEqual([{ ticks: { 'ready-to-leave': true, 'escort-here': true } }]),
    );
  });

  test('is done without where a reason is chosen, and not before', async () => {
    const { sent } = open({ ticks: [noted('ready-to-leave')] });
    await box(/Ready to leave/);
    await userEvent.click(done());
    const without = await screen.findByRole('button', { name: 'Mark done without' });
    await userEvent.click(without);
    expect(screen.getByText('Choose a reason first.')).toBeInTheDocument();
    expect(sent('POST')).toEqual([]);
    await userEvent.selectOptions(screen.getByLabelText(/why they leave without/), 'approved-ride');
    await userEvent.click(without);
    await waitFor(() =>
      expect(sent('POST')).toEqual([{ ticks: { 'ready-to-leave': true }, leftWithout: 'approved-ride' }]),
    );
  });

  test('says what is missing when the server knows better', async () => {
    open(
      { ticks: [noted('ready-to-leave'), noted('escort-here')] },
      {
        'POST /sessions/*/complete': () =>
          refuse({
            type: 'not-ready-to-leave',
            status: 409,
            title: 'Something is asked before the patient leaves',
            detail: 'Not ticked: Is their escort here?',
          }),
      },
    );
    await box(/Ready to leave/);
    await userEvent.click(done());
    expect(await screen.findByText('Not ticked: Is their escort here?')).toBeInTheDocument();
  });
});

test('an admin, who is not with the patient, is offered no way around it', async () => {
  open({ role: 'admin' });
  await box(/Ready to leave/);
  await userEvent.click(done());
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Mark done without' })).not.toBeInTheDocument();
});

test('a spray asks for the blood pressure besides', async () => {
  const prompt: Session['prompts'][number] = {
    ...asked('baseline', 'Was the blood pressure taken before, after 40 minutes and at the end?'),
    code: 'pressure-noted',
    tick: 'pressure-noted',
  };
  open({ session: { ...UNDER_WAY, prompts: [...UNDER_WAY.prompts, prompt] } });
  expect(await box(/Blood pressure taken/)).toBeInTheDocument();
});

test('the front desk reads whether they may go, and ticks nothing', async () => {
  const { container } = open({ role: 'front-desk', ticks: [noted('ready-to-leave')] });
  expect(await screen.findByText('yes, 10:40')).toBeInTheDocument();
  expect(screen.getByText('not yet')).toBeInTheDocument();
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  expect(screen.queryByText(/nausea/i)).not.toBeInTheDocument();
  expect(await axe(container)).toHaveNoViolations();
});

test('a session that has not begun has nothing to tick, and is not asked about', async () => {
  const { sent } = open({ session: { ...UNDER_WAY, startedAt: null, actions: ['start'], prompts: [] } });
  await screen.findByRole('button', { name: 'Mark started' });
  expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  expect(sent('GET')).toEqual([]);
});

test('what is open for one session is not open for the next', async () => {
  const other = { ...UNDER_WAY, id: IDS.otherAna, patientName: 'Ben Okafor' };
  function Two() {
    const [session, setSession] = useState(UNDER_WAY);
    return (
      <>
        <button type="button" onClick={() => setSession(other)}>
          Ben
        </button>
        <SessionPanel
          session={session}
          zone={ZONE}
          isPhone={false}
          over={null}
          onChanged={() => {}}
          onClose={() => {}}
        />
      </>
    );
  }
  globalThis.fetch = fakeServer({
    'GET /sessions/*/ticks': () => ({ sessionId: other.id, ticks: [], mayTick: true }),
  }).fetch;
  renderPage(<Two />, '/day', '/day', aMe({ role: 'nurse' }));
  await box(/Ready to leave/);
  await userEvent.click(done());
  await screen.findByRole('alert');
  await userEvent.click(screen.getByRole('button', { name: 'Ben' }));
  await box(/Ready to leave/);
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});
