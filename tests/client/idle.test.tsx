import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { act, fireEvent, screen } from '@testing-library/react';
import { axe } from 'jest-axe';
// Parts of the page that are fetched later are here from the beginning: they come from the disk, and no clock that
// stands still would wait for it.
import '#client/app/idle-warning.tsx';
import '#client/features/my-sessions/my-sessions-page.tsx';
import '#client/features/patients/patient-page.tsx';
import '#client/features/patients/patients-page.tsx';
import '#client/features/sign-in/sign-in.tsx';
import { idleAt } from '#client/lib/idle.ts';
import { aPatient, IDS, listed } from '#tests/support/contract-data.ts';
import type { Routes } from '#tests/support/fake-server.ts';
import {
  emptyBrowser,
  type Me,
  type OpenApp,
  openApp,
  otherTabSays,
  PASSWORD,
  PEOPLE,
} from '#tests/support/open-app.tsx';

const DANA = PEOPLE['dana@clinic.example'] as Me;
const ANA = PEOPLE['ana@clinic.example'] as Me;

const clinic: Routes = {
  'GET /patients/*/courses': () => ({ items: [] }),
  'GET /patients/*': () => aPatient(),
  'GET /patients': () => ({ items: [listed(aPatient())] }),
  'GET /me/sessions': () => ({ items: [], boosterWindow: null }),
};

const MINUTE = 60_000;

const aMoment = setTimeout;

/** A dialog takes as long to come or go. */
const MOTION = 150;

/** Lets time go by, and all that is waiting for it happen; parts that are fetched come at their own pace. */
async function pass(ms: number): Promise<void> {
  await act(() => jest.advanceTimersByTimeAsync(Math.max(0, ms - MOTION)));
  await act(() => new Promise((resolve) => void aMoment(resolve, 5)));
  await act(() => jest.advanceTimersByTimeAsync(Math.min(ms, MOTION)));
}

async function open(at = '/patients', me: Me = DANA): Promise<OpenApp> {
  const app = openApp(at, me, clinic);
  for (let i = 0; i < 20; i += 1) await pass(1);
  return app;
}

const askedMe = ({ asked }: OpenApp) => asked.filter(({ path }) => path === '/auth/me');
const touchKey = () => fireEvent.keyDown(document.body, { key: 'ArrowDown' });
const warning = () => screen.queryByRole('dialog', { name: 'Are you still there?' });

async function signInAs(address: string): Promise<void> {
  fireEvent.change(screen.getByLabelText('E-mail'), { target: { value: address } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: PASSWORD } });
  fireEvent.submit(screen.getByRole('form', { name: 'Sign in' }));
  for (let i = 0; i < 20; i += 1) await pass(1);
}

emptyBrowser();
// Tuesday 2 March 2027, 8:30 in New York, and a day later for each test: the page remembers when there was input.
let now = Date.parse('2027-03-02T08:30:00-05:00');
beforeEach(() => {
  jest.useFakeTimers({ now });
  now += 24 * 60 * MINUTE;
});
afterEach(() => {
  jest.useRealTimers();
});

describe('ten minutes', () => {
  const at = (seconds: number) => idleAt(seconds * 1000, 0, 10);

  test('are 5 seconds less: by then the server has surely not ended them', () => {
    expect(at(0).left).toBe(10 * MINUTE - 5_000);
    expect(at(594).left).toBeGreaterThan(0);
    expect(at(595).left).toBe(0);
  });

  test('are said to end a minute before', () => {
    expect(at(534).isEnding).toBe(false);
    expect(at(535).isEnding).toBe(true);
  });

  test('are over where the clock was put back by more', () => {
    expect(idleAt(0, 11 * MINUTE, 10).left).toBeLessThanOrEqual(0);
  });

  test('need to hear of a reader only every half minute', () => {
    expect(at(29).isQuiet).toBe(false);
    expect(at(30).isQuiet).toBe(true);
  });

  test('where there is one minute only, half of it is left to say so', () => {
    expect(idleAt(27_000, 0, 1).isEnding).toBe(false);
    expect(idleAt(28_000, 0, 1).isEnding).toBe(true);
    expect(idleAt(14_000, 0, 1).isQuiet).toBe(true);
  });
});

describe('what keeps a session alive', () => {
  const isBackground = ({ headers }: { headers: Headers }) => headers.get('x-evenkeel-background') === '1';

  test('opening the page does; what the page asks for by itself does not, and says so', async () => {
    const app = await open();
    expect(askedMe(app).map(isBackground)).toEqual([false]);
    await pass(2 * MINUTE);
    const clinics = app.asked.filter(({ path }) => path === '/clinic');
    expect(clinics.length).toBeGreaterThan(1);
    expect(clinics.every(isBackground)).toBe(true);
  });

  test('what follows from a key or a press does', async () => {
    const app = await open();
    await pass(10_000);
    touchKey();
    fireEvent.change(screen.getByLabelText('Find'), { target: { value: 'ruiz' } });
    await pass(500);
    const found = app.asked.find(({ query }) => query.get('q') === 'ruiz');
    expect(found && isBackground(found)).toBe(false);
  });

  test('reading a page does: the server hears of it every half minute, and no oftener', async () => {
    const app = await open();
    await pass(29_000);
    touchKey();
    expect(askedMe(app)).toHaveLength(1);
    await pass(2_000);
    touchKey();
    touchKey();
    await pass(10);
    expect(askedMe(app).map(isBackground)).toEqual([false, false]);
    touchKey();
    await pass(20_000);
    touchKey();
    expect(askedMe(app)).toHaveLength(2);
    await pass(8 * MINUTE + 30_000);
    expect(warning()).not.toBeInTheDocument();
  });

  test('a mouse that lies still on a page that changes does not', async () => {
    const app = await open();
    const lie = () => fireEvent(window, new MouseEvent('pointermove', { screenX: 7, screenY: 7 }));
    lie();
    await pass(MINUTE);
    lie();
    expect(askedMe(app)).toHaveLength(1);
    fireEvent(window, new MouseEvent('pointermove', { screenX: 9, screenY: 7 }));
    expect(askedMe(app)).toHaveLength(2);
  });

  test('what is done in another tab does', async () => {
    await open();
    await pass(8 * MINUTE);
    localStorage.setItem('evenkeel.seen', String(Date.now()));
    await pass(8 * MINUTE);
    expect(warning()).not.toBeInTheDocument();
    await pass(MINUTE);
    expect(warning()).toBeInTheDocument();
  });
});

describe('the warning', () => {
  test('comes a minute before the end, counts down, and says so aloud now and then', async () => {
    await open();
    await pass(8 * MINUTE + 50_000);
    expect(warning()).not.toBeInTheDocument();
    await pass(6_000);
    expect(warning()).toBeInTheDocument();
    expect(screen.getByRole('timer')).toHaveTextContent(/You will be signed out in 5\d seconds/);
    expect(screen.getByText('You will be signed out in 60 seconds.')).toHaveAttribute('role', 'status');
    await pass(10_000);
    expect(screen.getByText('You will be signed out in 60 seconds.')).toBeInTheDocument();
    await pass(20_000);
    expect(screen.getByText('You will be signed out in 30 seconds.')).toBeInTheDocument();
    jest.useRealTimers();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('goes when the person stays, and the ten minutes begin again', async () => {
    const app = await open();
    await pass(9 * MINUTE);
    fireEvent.click(screen.getByRole('button', { name: 'Stay signed in' }));
    await pass(1_000);
    expect(warning()).not.toBeInTheDocument();
    expect(askedMe(app)).toHaveLength(2);
    await pass(8 * MINUTE);
    expect(warning()).not.toBeInTheDocument();
    expect(app.who).toEqual(DANA);
  });

  test('Escape is an answer too', async () => {
    await open();
    await pass(9 * MINUTE);
    fireEvent.keyDown(screen.getByRole('button', { name: 'Stay signed in' }), { key: 'Escape' });
    await pass(1_000);
    expect(warning()).not.toBeInTheDocument();
  });

  test('does not go because somebody bumps into the desk', async () => {
    const app = await open();
    await pass(9 * MINUTE);
    touchKey();
    await pass(5_000);
    expect(warning()).toBeInTheDocument();
    expect(askedMe(app)).toHaveLength(1);
  });

  test('offers to sign out at once', async () => {
    const app = await open();
    await pass(9 * MINUTE);
    fireEvent.click(screen.getByRole('button', { name: 'Sign out now' }));
    for (let i = 0; i < 20; i += 1) await pass(1);
    expect(app.here()).toBe('/sign-in');
    expect(app.who).toBeNull();
  });

  test('says so where the session is over already', async () => {
    const app = await open();
    await pass(9 * MINUTE);
    app.who = null;
    fireEvent.click(screen.getByRole('button', { name: 'Stay signed in' }));
    await pass(1_000);
    expect(screen.getByText('You were signed out. What you were doing is kept.')).toBeInTheDocument();
  });

  test('patients have 15 minutes', async () => {
    await open('/me', ANA);
    await pass(13 * MINUTE + 50_000);
    expect(warning()).not.toBeInTheDocument();
    await pass(6_000);
    expect(warning()).toBeInTheDocument();
    await pass(MINUTE);
    expect(screen.getByText(/You were signed out after 15 minutes\./)).toBeInTheDocument();
  });
});

describe('the end', () => {
  /** At the correction of a telephone number, and away. */
  async function leaveWhileTyping() {
    const app = await open(`/patients/${IDS.ana}`);
    fireEvent.click(screen.getByRole('button', { name: 'Correct' }));
    fireEvent.change(screen.getByLabelText('Telephone'), { target: { value: '+1 212 555 0199' } });
    await pass(10 * MINUTE);
    return app;
  }

  test('shows the way in over the same page, and nothing of anybody', async () => {
    const app = await leaveWhileTyping();
    expect(
      screen.getByText('You were signed out after 10 minutes. What you were doing is kept.'),
    ).toBeInTheDocument();
    expect(app.here()).toBe(`/patients/${IDS.ana}`);
    expect(app.who).toBeNull();
    expect(document.body.innerHTML).not.toMatch(/Ruiz|Whitlock|Harbour|0199/);
    expect(document.title).toBe('Sign in · Evenkeel');
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    const before = app.asked.length;
    await pass(5 * MINUTE);
    expect(app.asked).toHaveLength(before);
  });

  test('the same person finds what they were typing', async () => {
    await leaveWhileTyping();
    await signInAs('dana@clinic.example');
    expect(screen.getByLabelText('Telephone')).toHaveValue('+1 212 555 0199');
  });

  test('is the end in every tab, where each keeps what was being done in it', async () => {
    const app = await open();
    sessionStorage.setItem('evenkeel.booking', '{}');
    app.who = null;
    otherTabSays('idle');
    await pass(10);
    expect(screen.getByText(/You were signed out after 10 minutes\./)).toBeInTheDocument();
    expect(sessionStorage.getItem('evenkeel.booking')).toBe('{}');
  });

  test('a machine that slept for an hour shows nothing when it wakes', async () => {
    const app = await open();
    jest.setSystemTime(Date.now() + 60 * MINUTE);
    fireEvent(document, new Event('visibilitychange'));
    await pass(10);
    expect(screen.getByText(/You were signed out after 10 minutes\./)).toBeInTheDocument();
    expect(app.who).toBeNull();
  });
});
