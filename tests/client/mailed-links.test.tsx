import { describe, expect, test } from '@jest/globals';
import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aMe } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp, otherTabSays } from '#tests/support/open-app.tsx';

const TOKEN = 'a-token-that-was-mailed';
const GOOD = 'marzipan walrus teapot';
const MIA = aMe({ name: 'Mia Berg', role: 'nurse' });

const EXPIRED = refuse({
  type: 'link-expired',
  title: 'This link is no longer good',
  detail: 'It has been used, or is too old. Ask for a new one.',
  status: 410,
});
const WEAK = refuse({
  type: 'invalid-request',
  title: 'Something in the request is not right',
  detail: 'Mend what `errors` names, and send it again.',
  status: 400,
  errors: [{ pointer: '/body/password', detail: 'Is among the passwords that are tried first.' }],
});

emptyBrowser();

const field = () => screen.findByLabelText('New password');

/** The token is in no address: not in the one that the browser shows, and in none that was asked for. */
function expectNoTokenInAnyAddress(app: ReturnType<typeof openApp>): void {
  expect(location.href).not.toContain(TOKEN);
  for (const { path, query } of app.asked) expect(`${path}?${query}`).not.toContain(TOKEN);
}

describe('the link of an invitation', () => {
  const open = (routes: Routes = {}, at = `/invitation#${TOKEN}`) => {
    const app = openApp(at, null, {
      'POST /auth/invitations/read': () => ({
        name: 'Mia Berg',
        email: 'mia@example.com',
        role: 'nurse',
        clinicName: 'Harbour Clinic',
      }),
      'POST /auth/invitations/accept': ({ body }) => {
        const { password } = body as { password: string };
        if (password === 'sunshine123456') return WEAK;
        app.who = MIA;
        return { status: 'signed-in', person: MIA };
      },
      'GET /sessions': () => ({ items: [] }),
      ...routes,
    });
    return app;
  };

  test('says who is asked to work where and as what, and lets them in by the password they choose', async () => {
    const app = open();
    expect(await screen.findByText(/asks you to work/)).toHaveTextContent(
      'Mia Berg, Harbour Clinic asks you to work with Evenkeel, its calendar, in the role of nurse. You sign in by mia@example.com',
    );
    expect(document.title).toBe('Your invitation · Evenkeel');
    expect(await field()).toHaveFocus();
    expect(await field()).toHaveAttribute('autocomplete', 'new-password');
    expect(await axe(document.body)).toHaveNoViolations();
    await waitFor(() => expect(location.hash).toBe(''));
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    await screen.findByRole('button', { name: 'Mia Berg nurse' });
    expect(app.here()).toBe('/');
    expect(app.asked.find(({ path }) => path.endsWith('/accept'))?.body).toEqual({
      token: TOKEN,
      password: GOOD,
    });
    expectNoTokenInAnyAddress(app);
    expect(app.remembered()).not.toContain(TOKEN);
  });

  test('prepares whoever needs an authenticator app for it', async () => {
    open({
      'POST /auth/invitations/read': () => ({
        name: 'Dr. Ida Moss',
        email: 'ida@example.com',
        role: 'clinician',
        clinicName: 'Harbour Clinic',
      }),
    });
    expect(await screen.findByText(/have your telephone at hand/)).toBeInTheDocument();
  });

  test('leads whoever comes back with an authenticator app to its code', async () => {
    const app = open({
      'POST /auth/invitations/accept': () => ({ status: 'second-factor' }),
      'POST /auth/second-factor': () => {
        app.who = MIA;
        return { status: 'signed-in', person: MIA };
      },
    });
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    await userEvent.type(await screen.findByLabelText('Code'), '123456');
    await screen.findByRole('button', { name: 'Mia Berg nurse' });
    expect(app.here()).toBe('/');
  });

  test('a password that others would guess is refused at its field, and is not lost', async () => {
    open();
    await userEvent.type(await field(), 'sunshine123456{Enter}');
    expect(await screen.findByText('Is among the passwords that are tried first.')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(await field()).toHaveValue('sunshine123456');
    expect(await field()).toHaveAttribute('aria-invalid', 'true');
    expect(await field()).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('a password that is missing or too short is not sent', async () => {
    const app = open();
    await userEvent.type(await field(), '{Enter}');
    expect(screen.getByText('Write a password.')).toBeInTheDocument();
    await userEvent.type(await field(), 'short{Enter}');
    expect(screen.getByText('Must be at least 12 characters.')).toBeInTheDocument();
    expect(app.asked.some(({ path }) => path.endsWith('/accept'))).toBe(false);
  });

  test.each([
    ['is read', { 'POST /auth/invitations/read': () => EXPIRED }, false],
    ['is accepted', { 'POST /auth/invitations/accept': () => EXPIRED }, true],
  ] as const)('that is no longer good when it %s says what to do', async (_, routes, isTyped) => {
    open(routes);
    if (isTyped) await userEvent.type(await field(), `${GOOD}{Enter}`);
    expect(await screen.findByRole('alert')).toHaveTextContent('ask whoever invited you for another');
    expect(screen.getByRole('link', { name: 'Go to the sign-in page' })).toHaveAttribute('href', '/sign-in');
    expect(screen.queryByLabelText('New password')).not.toBeInTheDocument();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('of an address that has an account leads to the sign-in page', async () => {
    open({
      'POST /auth/invitations/accept': () =>
        refuse({
          type: 'account-exists',
          title: 'There is an account of this address already',
          detail: 'Sign in by it, or use another address.',
          status: 409,
        }),
    });
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    expect(await screen.findByRole('alert')).toHaveTextContent('There is an account of this address already');
    expect(screen.getByRole('link', { name: 'Go to the sign-in page' })).toBeInTheDocument();
  });

  test('is to be opened once more where the page was loaded again without it', async () => {
    const app = open({}, '/invitation');
    expect(await screen.findByText(/Open the mail once more/)).toBeInTheDocument();
    expect(app.asked.some(({ path }) => path.includes('invitations'))).toBe(false);
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('a second link opened over the first counts', async () => {
    const app = open();
    await field();
    act(() => {
      window.location.hash = '#another-token';
    });
    await waitFor(() => {
      const read = app.asked.filter(({ path }) => path.endsWith('/read'));
      expect(read.at(-1)?.body).toEqual({ token: 'another-token' });
    });
    await waitFor(() => expect(location.hash).toBe(''));
  });
});

describe('a forgotten password', () => {
  const forgotten = async () =>
    userEvent.click(await screen.findByRole('button', { name: 'Forgot your password?' }));
  const open = (routes: Routes = {}) =>
    openApp('/sign-in', null, { 'POST /auth/password-reset-requests': () => ({}), ...routes });

  test('is asked for by the address that was typed already', async () => {
    const app = open();
    await userEvent.type(await screen.findByLabelText('E-mail'), 'dana@clinic.example');
    await forgotten();
    expect(screen.getByLabelText('E-mail')).toHaveValue('dana@clinic.example');
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'Look at your mail' })).toHaveFocus();
    expect(screen.getByText(/^If dana@clinic\.example is the address of an account/)).toBeInTheDocument();
    expect(app.asked.at(-1)?.body).toEqual({ email: 'dana@clinic.example' });
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(screen.getByRole('button', { name: 'Back to the password' }));
    expect(screen.getByLabelText('Password')).toBeInTheDocument();
  });

  test('is not asked for without an address', async () => {
    const app = open();
    await forgotten();
    await userEvent.keyboard('{Enter}');
    expect(screen.getByText('Write your e-mail address.')).toBeInTheDocument();
    expect(screen.getByLabelText('E-mail')).toHaveFocus();
    expect(app.asked.some(({ path }) => path.includes('reset'))).toBe(false);
  });

  test('asked for too often is held up', async () => {
    open({
      'POST /auth/password-reset-requests': () =>
        refuse({ type: 'too-many-guesses', title: 'Too many tries', detail: 'Wait a while.', status: 429 }),
    });
    await forgotten();
    await userEvent.keyboard('dana@clinic.example{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many tries');
  });
});

describe('the link by which a new password is set', () => {
  const open = (routes: Routes = {}, me: typeof MIA | null = null) => {
    const app = openApp(`/new-password#${TOKEN}`, me, {
      'POST /auth/password-resets': ({ body }) => {
        if ((body as { password: string }).password === 'sunshine123456') return WEAK;
        app.who = null;
        return {};
      },
      'POST /auth/password-reset-requests': () => ({}),
      ...routes,
    });
    return app;
  };

  test('sets it, and leads to the sign-in page', async () => {
    const app = open();
    expect(await field()).toHaveFocus();
    expect(document.title).toBe('Choose a new password · Evenkeel');
    expect(await axe(document.body)).toHaveNoViolations();
    await waitFor(() => expect(location.hash).toBe(''));
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    expect(await screen.findByRole('heading', { name: 'Your new password is set' })).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.tab();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByLabelText('Password')).toBeInTheDocument();
    expect(app.asked.find(({ path }) => path.endsWith('-resets'))?.body).toEqual({
      token: TOKEN,
      password: GOOD,
    });
    expectNoTokenInAnyAddress(app);
    expect(app.remembered()).not.toContain(TOKEN);
  });

  test('signs out whoever was signed in here by the old one', async () => {
    const app = open({}, MIA);
    await field();
    otherTabSays('signed-in');
    await waitFor(() => expect(app.remembered()).toContain('Mia Berg'));
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    await userEvent.click(await screen.findByRole('link', { name: 'Go to the sign-in page' }));
    expect(await screen.findByLabelText('Password')).toBeInTheDocument();
    expect(app.here()).toBe('/sign-in');
  });

  test('a password that others would guess is refused at its field; the link is good for another', async () => {
    open();
    await userEvent.type(await field(), 'sunshine123456{Enter}');
    expect(await screen.findByText('Is among the passwords that are tried first.')).toBeInTheDocument();
    await userEvent.clear(await field());
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    expect(await screen.findByText('Your new password is set')).toBeInTheDocument();
  });

  test('that is no longer good gives way to asking for another', async () => {
    const app = open({ 'POST /auth/password-resets': () => EXPIRED });
    await userEvent.type(await field(), `${GOOD}{Enter}`);
    expect(await screen.findByRole('alert')).toHaveTextContent('Ask for another.');
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.type(screen.getByLabelText('E-mail'), 'dana@clinic.example{Enter}');
    expect(await screen.findByRole('heading', { name: 'Look at your mail' })).toBeInTheDocument();
    expect(app.asked.at(-1)?.body).toEqual({ email: 'dana@clinic.example' });
  });
});
