import { describe, expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aPatient, IDS, listed } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp, otherTabSays, PASSWORD, PEOPLE } from '#tests/support/open-app.tsx';

const DANA = PEOPLE['dana@clinic.example'] ?? null;
const NIA = PEOPLE['nia@clinic.example'] ?? null;

const clinic: Routes = { 'GET /patients': () => ({ items: [listed(aPatient())] }) };
const demo: Routes = {
  'GET /demo/people': () => ({
    items: [{ name: 'Dana Whitlock', role: 'front-desk', email: 'dana@clinic.example' }],
    password: PASSWORD,
  }),
};

const email = () => screen.findByLabelText('E-mail');
const password = () => screen.getByLabelText('Password');

async function signInAs(address: string): Promise<void> {
  await userEvent.type(await email(), address);
  await userEvent.type(password(), `${PASSWORD}{Enter}`);
}

emptyBrowser();

describe('the way in', () => {
  test('whoever is not signed in is led there, and then to where they were going', async () => {
    const app = openApp('/patients?q=ruiz', null, clinic);
    await waitFor(() => expect(app.here()).toBe('/sign-in'));
    expect(await email()).toHaveFocus();
    expect(document.title).toBe('Sign in · Evenkeel');
    await signInAs('dana@clinic.example');
    expect(await screen.findByRole('heading', { level: 1, name: 'Patients' })).toHaveFocus();
    expect(app.here()).toBe('/patients?q=ruiz');
  });

  test('asks for what a password manager knows to fill in, and has no accessibility violations', async () => {
    openApp('/sign-in', null, demo);
    expect(await email()).toHaveAttribute('autocomplete', 'username');
    expect(password()).toHaveAttribute('autocomplete', 'current-password');
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('leads to the role’s own first page where the other is not for them', async () => {
    const app = openApp('/patients', null, { ...clinic, 'GET /me/sessions': () => ({ items: [] }) });
    await signInAs('ana@clinic.example');
    await waitFor(() => expect(app.here()).toBe('/me'));
  });

  test('whoever is in already is sent on', async () => {
    const app = openApp('/sign-in', DANA);
    await waitFor(() => expect(app.here()).toBe('/'));
  });

  test('a wrong password is answered in words; what was typed stays, the password ready to be typed over', async () => {
    const app = openApp('/patients', null, clinic);
    await userEvent.type(await email(), 'dana@clinic.example');
    await userEvent.type(password(), 'not the one');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Check the e-mail address and the password, then try again.');
    expect(await email()).toHaveValue('dana@clinic.example');
    expect(password()).toHaveValue('not the one');
    expect(password()).toHaveFocus();
    await userEvent.keyboard(`${PASSWORD}{Enter}`);
    await waitFor(() => expect(app.here()).toBe('/patients'));
  });

  test('what is missing is said beside it, and nothing is sent', async () => {
    const app = openApp('/sign-in', null);
    await userEvent.type(await email(), 'dana at the clinic{Enter}');
    expect(screen.getByText('Must be an e-mail address, like ana@example.com.')).toBeInTheDocument();
    expect(screen.getByText('Write your password.')).toBeInTheDocument();
    await waitFor(async () => expect(await email()).toHaveFocus());
    expect(await axe(document.body)).toHaveNoViolations();
    expect(app.asked.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('Caps Lock is mentioned before it costs a try', async () => {
    openApp('/sign-in', null);
    await email();
    const press = (isOn: boolean) =>
      fireEvent.keyDown(password(), { key: 'A', ...(isOn && { modifierCapsLock: true }) });
    press(true);
    expect(screen.getByText('Caps Lock is on.')).toBeInTheDocument();
    press(false);
    expect(screen.queryByText('Caps Lock is on.')).not.toBeInTheDocument();
  });

  test('a browser that keeps no cookies is told so', async () => {
    openApp('/sign-in', null, {
      'POST /auth/sign-in': () => ({ status: 'signed-in', person: DANA }),
    });
    await signInAs('dana@clinic.example');
    expect(await screen.findByRole('alert')).toHaveTextContent('Allow cookies for this site');
    expect(await email()).toHaveValue('dana@clinic.example');
  });

  test('a server that cannot be reached leaves what was typed', async () => {
    openApp('/sign-in', null, {
      'POST /auth/sign-in': () => {
        throw new TypeError('Failed to fetch');
      },
    });
    await signInAs('dana@clinic.example');
    expect(await screen.findByRole('alert')).toHaveTextContent('What you typed is still here.');
    expect(password()).toHaveValue(PASSWORD);
  });
});

describe('the demo', () => {
  test('signs in as any of its people by one press', async () => {
    const app = openApp('/patients', null, { ...clinic, ...demo });
    const panel = await screen.findByRole('region', { name: 'This is a demo. Sign in as' });
    await userEvent.click(within(panel).getByRole('button', { name: 'Dana Whitlock, front desk' }));
    await waitFor(() => expect(app.here()).toBe('/patients'));
    expect(await screen.findByRole('button', { name: 'Dana Whitlock front desk' })).toBeInTheDocument();
  });

  test('is not mentioned where there is none', async () => {
    const app = openApp('/sign-in', null);
    await email();
    await waitFor(() => expect(app.asked.some(({ path }) => path === '/demo/people')).toBe(true));
    expect(screen.queryByText(/demo/)).not.toBeInTheDocument();
  });
});

describe('the second step', () => {
  const WRONG_CODE = {
    type: 'wrong-credentials',
    title: 'That did not fit',
    detail: 'That code is not right. Type the one that is shown now.',
    status: 401,
  } as const;

  /** Dana has an authenticator app that shows 123456, and one recovery code. */
  function openWithFactor() {
    const sent: unknown[] = [];
    const app = openApp('/patients', null, {
      ...clinic,
      'POST /auth/sign-in': () => ({ status: 'second-factor' }),
      'POST /auth/second-factor': ({ body }) => {
        sent.push(body);
        const { code, recoveryCode } = body as { code?: string; recoveryCode?: string };
        if (code === '999999') return refuse({ ...WRONG_CODE, type: 'not-signed-in' });
        if (code !== '123456' && recoveryCode !== 'abcde-fghij') return refuse(WRONG_CODE);
        app.who = DANA;
        return { status: 'signed-in', person: DANA };
      },
    });
    return { app, sent };
  }

  test('the sixth digit sends the code by itself', async () => {
    const { app, sent } = openWithFactor();
    await signInAs('dana@clinic.example');
    const code = await screen.findByLabelText('Code');
    expect(code).toHaveFocus();
    expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    expect(code).toHaveAttribute('inputmode', 'numeric');
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('123 45');
    expect(sent).toEqual([]);
    await userEvent.keyboard('6');
    await waitFor(() => expect(app.here()).toBe('/patients'));
    expect(sent).toEqual([{ code: '123456' }]);
  });

  test('a wrong code is said, and the next is typed over it', async () => {
    const { app, sent } = openWithFactor();
    await signInAs('dana@clinic.example');
    await screen.findByLabelText('Code');
    await userEvent.keyboard('111111');
    expect(await screen.findByRole('alert')).toHaveTextContent('Type the one that is shown now.');
    await userEvent.keyboard('123456');
    await waitFor(() => expect(app.here()).toBe('/patients'));
    expect(sent).toEqual([{ code: '111111' }, { code: '123456' }]);
  });

  test('a recovery code does instead', async () => {
    const { app, sent } = openWithFactor();
    await signInAs('dana@clinic.example');
    await userEvent.click(await screen.findByRole('button', { name: 'Use a recovery code instead' }));
    await waitFor(() => expect(screen.getByLabelText('Recovery code')).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText('Write one of your recovery codes.')).toBeInTheDocument();
    await userEvent.keyboard('abcde-fghij{Enter}');
    await waitFor(() => expect(app.here()).toBe('/patients'));
    expect(sent).toEqual([{ recoveryCode: 'abcde-fghij' }]);
  });

  test('after too long it begins again with the password, and the address is still there', async () => {
    openWithFactor();
    await signInAs('dana@clinic.example');
    await screen.findByLabelText('Code');
    await userEvent.keyboard('999999');
    await userEvent.click(await screen.findByRole('button', { name: 'Begin again' }));
    expect(await email()).toHaveValue('dana@clinic.example');
    expect(password()).toHaveValue('');
  });
});

describe('the way out', () => {
  const signOut = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Dana Whitlock front desk' }));
    await userEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  };

  test('ends the session and leaves nothing behind: not on the screen, not in the browser, not in memory', async () => {
    const app = openApp('/patients', DANA, clinic);
    await screen.findByRole('link', { name: 'Ruiz, Ana' });
    sessionStorage.setItem('evenkeel.booking', '{"request":"patient"}');
    localStorage.setItem('mantine-color-scheme-value', 'dark');
    await signOut();
    expect(await email()).toHaveFocus();
    expect(app.here()).toBe('/sign-in');
    expect(app.who).toBeNull();
    expect(document.body).not.toHaveTextContent(/Ruiz|Whitlock|Harbour/);
    expect(app.remembered()).not.toMatch(/Ruiz|Whitlock|Harbour/);
    expect(document.title).toBe('Sign in · Evenkeel');
    expect(Object.keys(sessionStorage)).toEqual([]);
    expect(Object.keys(localStorage)).toEqual(['mantine-color-scheme-value']);

    const before = app.asked.length;
    await signInAs('nia@clinic.example');
    await screen.findByRole('button', { name: 'Nia Okafor nurse' });
    expect(app.here()).toBe('/');
    await waitFor(() =>
      expect(app.asked.slice(before).map(({ path }) => path)).toEqual(expect.arrayContaining(['/clinic'])),
    );
  });

  test('says so where the server could not be told, and asks to try again', async () => {
    let isReachable = false;
    const app = openApp('/patients', DANA, {
      ...clinic,
      'POST /auth/sign-out': () => {
        if (!isReachable) throw new TypeError('Failed to fetch');
        app.who = null;
        return {};
      },
    });
    await signOut();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Not signed out yet');
    expect(document.body).not.toHaveTextContent(/Ruiz|Whitlock/);
    isReachable = true;
    await userEvent.click(within(alert).getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
    expect(app.who).toBeNull();
  });

  test('the menu opens and closes by the keyboard', async () => {
    openApp('/patients', DANA, clinic);
    const button = await screen.findByRole('button', { name: 'Dana Whitlock front desk' });
    button.focus();
    await userEvent.keyboard('{Enter}');
    expect(button).toHaveAttribute('aria-expanded', 'true');
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.tab();
    expect(screen.getByRole('link', { name: 'My account' })).toHaveFocus();
    await userEvent.tab();
    expect(screen.getByRole('link', { name: 'Closures' })).toHaveFocus();
    await userEvent.tab();
    expect(screen.getByRole('button', { name: 'Sign out' })).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('button', { name: 'Sign out' })).not.toBeInTheDocument();
    expect(button).toHaveFocus();
  });
});

describe('several tabs', () => {
  test('signing out in one signs out all, and drops what they kept', async () => {
    const app = openApp(`/patients`, DANA, clinic);
    await screen.findByRole('link', { name: 'Ruiz, Ana' });
    sessionStorage.setItem('evenkeel.booking', '{}');
    app.who = null;
    otherTabSays('signed-out');
    await waitFor(() => expect(app.here()).toBe('/sign-in'));
    expect(await email()).toBeInTheDocument();
    expect(document.body).not.toHaveTextContent(/Ruiz|Whitlock/);
    expect(sessionStorage.getItem('evenkeel.booking')).toBeNull();
  });

  test('signing in in one signs in all', async () => {
    const app = openApp('/patients', null, clinic);
    await email();
    app.who = DANA;
    otherTabSays('signed-in');
    expect(await screen.findByRole('link', { name: 'Ruiz, Ana' })).toBeInTheDocument();
  });
});

describe('a session that has ended elsewhere', () => {
  test('gives way to the form over the same page, and the page comes back with what was being typed', async () => {
    const app = openApp(`/patients/${IDS.ana}`, DANA, {
      'GET /patients/*/courses': () => ({ items: [] }),
      'GET /patients/*': () => aPatient(),
      'PATCH /patients/*': () => refuse({ type: 'not-signed-in', title: 'Nobody is signed in', status: 401 }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Correct' }));
    await userEvent.clear(screen.getByLabelText('Telephone'));
    await userEvent.type(screen.getByLabelText('Telephone'), '+1 212 555 0199');
    app.who = null;
    await userEvent.click(screen.getByRole('button', { name: 'Save the corrections' }));

    expect(await screen.findByText('You were signed out. What you were doing is kept.')).toBeInTheDocument();
    expect(app.here()).toBe(`/patients/${IDS.ana}`);
    expect(document.body).not.toHaveTextContent(/Ruiz|Whitlock|0199/);
    await signInAs('dana@clinic.example');
    expect(await screen.findByLabelText('Telephone')).toHaveValue('+1 212 555 0199');
    expect(app.here()).toBe(`/patients/${IDS.ana}`);
  });

  test('what somebody left unsaved is not there for somebody else', async () => {
    sessionStorage.setItem('evenkeel.owner', DANA?.id ?? '');
    sessionStorage.setItem('evenkeel.booking', '{}');
    openApp('/patients', NIA, clinic);
    await screen.findByRole('button', { name: 'Nia Okafor nurse' });
    expect(sessionStorage.getItem('evenkeel.booking')).toBeNull();
  });
});
