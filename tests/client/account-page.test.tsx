import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { OwnSession } from '#server/contract/own-sessions.endpoints.ts';
import { aClinic, aMe, at } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp, PASSWORD } from '#tests/support/open-app.tsx';

const HELEN = aMe({ name: 'Dr. Helen Adeyemi', role: 'clinician', secondFactor: 'set' });
const NEXT = 'marzipan walrus teapot';
const CODES = ['abcde-fghij', 'klmno-pqrst'];

const here: OwnSession = {
  id: 'here',
  isThis: true,
  startedAt: at('2027-03-02', '08:05'),
  lastSeenAt: at('2027-03-02', '08:30'),
  device: 'Firefox on Windows',
  address: '192.0.2.7',
};
const onThePhone: OwnSession = {
  ...here,
  id: 'phone',
  isThis: false,
  device: 'Safari on iPhone',
  lastSeenAt: at('2027-03-02', '08:10'),
};
let sessions: OwnSession[];
beforeEach(() => {
  sessions = [here, onThePhone];
});
emptyBrowser();

const NOT_SIGNED_IN = { type: 'not-signed-in', title: 'Nobody is signed in', status: 401 } as const;
const wrong = (detail: string) =>
  refuse({ type: 'wrong-credentials', title: 'That did not fit', detail, status: 401 });

const open = (me = HELEN, routes: Routes = {}) => {
  const app = openApp('/account', me, {
    'GET /auth/account': () => ({ name: me.name, email: 'helen@clinic.example', role: me.role }),
    'GET /auth/sessions': () => (app.who ? { items: sessions } : refuse(NOT_SIGNED_IN)),
    'DELETE /auth/sessions/*': ({ path }) => {
      sessions = sessions.filter(({ id }) => !path.endsWith(id));
      return {};
    },
    'POST /auth/sign-out-everywhere': () => {
      app.who = null;
      return {};
    },
    'POST /auth/password': ({ body }) => {
      const { current, next } = body as { current: string; next: string };
      if (current !== PASSWORD) return wrong('That is not your present password.');
      if (next.startsWith('helen')) {
        return refuse({
          type: 'invalid-request',
          title: 'Something in the request is not right',
          status: 400,
          errors: [{ pointer: '/body/next', detail: 'Must not be your name.' }],
        });
      }
      sessions = [here];
      return {};
    },
    'POST /auth/second-factor/recovery-codes': ({ body }) =>
      (body as { password: string }).password === PASSWORD
        ? { recoveryCodes: CODES }
        : wrong('That is not your password.'),
    ...routes,
  });
  return app;
};

const list = () => screen.findByRole('list', { name: 'Where you are signed in' });
const change = async (current: string, next: string) => {
  const [presentField, nextField] = [
    await screen.findByLabelText('Present password'),
    screen.getByLabelText('New password'),
  ];
  await userEvent.clear(presentField);
  await userEvent.type(presentField, current);
  await userEvent.clear(nextField);
  await userEvent.type(nextField, `${next}{Enter}`);
};

describe('one’s own account', () => {
  test('is opened from one’s own name', async () => {
    const app = openApp('/patients', HELEN, { 'GET /patients': () => ({ items: [] }) });
    await userEvent.click(await screen.findByRole('button', { name: 'Dr. Helen Adeyemi clinician' }));
    await userEvent.click(screen.getByRole('link', { name: 'My account' }));
    await waitFor(() => expect(app.here()).toBe('/account'));
    expect(screen.queryByRole('link', { name: 'My account' })).not.toBeInTheDocument();
  });

  test('says who one is and by which address one signs in', async () => {
    open();
    expect(await screen.findByText('helen@clinic.example')).toBeInTheDocument();
    expect(screen.getByText('Dr. Helen Adeyemi, clinician')).toBeInTheDocument();
    await list();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('is for the staff: a patient has none, and is not offered one', async () => {
    const ana = aMe({ name: 'Ana Ruiz', role: 'patient' });
    open(ana);
    expect(
      await screen.findByRole('heading', { name: 'This page is for other people of the clinic' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Ana Ruiz patient' }));
    expect(screen.queryByRole('link', { name: 'My account' })).not.toBeInTheDocument();
  });
});

describe('the password', () => {
  test('is changed by whoever knows the present one, and everywhere else one is signed out', async () => {
    open();
    expect(within(await list()).getAllByRole('listitem')).toHaveLength(2);
    await change(PASSWORD, NEXT);
    expect(await screen.findByText(/Your password is changed\./)).toBeInTheDocument();
    expect(screen.getByLabelText('Present password')).toHaveValue('');
    expect(screen.getByLabelText('New password')).toHaveValue('');
    await waitFor(async () => expect(within(await list()).getAllByRole('listitem')).toHaveLength(1));
  });

  test('that is not the present one is said there', async () => {
    open();
    await change('not the one', NEXT);
    expect(await screen.findByText('That is not your present password.')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText('Present password')).toHaveFocus());
    expect(screen.getByLabelText('New password')).toHaveValue(NEXT);
  });

  test('that others would guess is refused at its field, in the words of the server', async () => {
    open();
    await change(PASSWORD, 'helen adeyemi');
    expect(await screen.findByText('Must not be your name.')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText('New password')).toHaveFocus());
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('that is too short is not sent', async () => {
    const app = open();
    await change(PASSWORD, 'short');
    expect(await screen.findByText('Must be at least 12 characters.')).toBeInTheDocument();
    expect(app.asked.some(({ path }) => path === '/auth/password')).toBe(false);
  });

  test('guessed at too often is held up, and it is said for how long', async () => {
    open(HELEN, {
      'POST /auth/password': () =>
        refuse({ type: 'too-many-guesses', title: 'Too many tries', detail: 'Wait a while.', status: 429 }),
    });
    await change('not the one', NEXT);
    expect(await screen.findByRole('alert')).toHaveTextContent('Too many triesWait a while.');
  });
});

describe('the recovery codes', () => {
  const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

  test('are made anew for whoever knows the password, and shown until they are kept', async () => {
    const user = userEvent.setup();
    open();
    await press('Make new recovery codes');
    expect(screen.getByLabelText('Your password')).toHaveFocus();
    await user.keyboard('wrong{Enter}');
    expect(await screen.findByText('That is not your password.')).toBeInTheDocument();
    await user.keyboard(`${PASSWORD}{Enter}`);
    const codes = await screen.findByRole('list', { name: 'Recovery codes' });
    expect(
      within(codes)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(CODES);
    expect(await axe(document.body)).toHaveNoViolations();
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(await screen.findByText(/^Copied\./)).toBeInTheDocument();
    expect(await navigator.clipboard.readText()).toBe(CODES.join('\n'));
    await press('I have kept them');
    expect(screen.queryByText('abcde-fghij')).not.toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Make new recovery codes' })).toHaveFocus(),
    );
  });

  test('stay as they are for whoever thinks better of it', async () => {
    const app = open();
    await press('Make new recovery codes');
    await press('Leave it as it is');
    expect(screen.queryByLabelText('Your password')).not.toBeInTheDocument();
    expect(app.asked.some(({ path }) => path.endsWith('/recovery-codes'))).toBe(false);
  });

  test('a nurse has none, and may set up an app of her own accord', async () => {
    const nia = aMe({ name: 'Nia Okafor', role: 'nurse' });
    open(nia, {
      'GET /clinic': () => aClinic({ isDemo: false }),
      'POST /auth/second-factor/set-up': () => ({
        uri: 'otpauth://totp/x',
        secret: 'JBSWY3DP',
        recoveryCodes: CODES,
      }),
    });
    expect(await screen.findByText('Your role can do without one.')).toBeInTheDocument();
    await press('Set up an authenticator app');
    await userEvent.keyboard(`${PASSWORD}{Enter}`);
    expect(await screen.findByText('JBSW Y3DP')).toBeInTheDocument();
  });

  test('the demo, in which others sign in as the same person, offers no app', async () => {
    open(aMe({ role: 'nurse' }));
    expect(await screen.findByText('The demo asks nobody for one.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Set up an authenticator app' })).not.toBeInTheDocument();
  });
});

describe('where one is signed in', () => {
  test('is told by device and time, and this browser is known', async () => {
    open();
    const [first, second] = within(await list()).getAllByRole('listitem');
    expect(first).toHaveTextContent('Firefox on Windows, heresince Tue 2 Mar, 8:05, from 192.0.2.7');
    expect(first && within(first).queryByRole('button')).toBeNull();
    expect(second).toHaveTextContent('Safari on iPhonesince Tue 2 Mar, 8:05, last used Tue 2 Mar, 8:10');
  });

  test('another place is signed out, and this one goes on', async () => {
    open();
    await userEvent.click(await screen.findByRole('button', { name: /^Sign out on Safari on iPhone/ }));
    await waitFor(async () => expect(within(await list()).getAllByRole('listitem')).toHaveLength(1));
    expect(await screen.findByText('Signed out on Safari on iPhone.')).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('heading', { name: 'Where you are signed in' })).toHaveFocus(),
    );
  });

  test('a place that has ended by itself meanwhile is no fault', async () => {
    open(HELEN, {
      'DELETE /auth/sessions/*': () => {
        sessions = [here];
        return refuse({ type: 'not-found', title: 'There is nothing here', status: 404 });
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Sign out on Safari on iPhone/ }));
    await waitFor(async () => expect(within(await list()).getAllByRole('listitem')).toHaveLength(1));
    expect(screen.queryByText('There is nothing here')).not.toBeInTheDocument();
  });

  test('signing out everywhere ends this one as well', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Sign out everywhere, here too' }));
    await waitFor(() => expect(app.here()).toBe('/sign-in'));
    expect(app.remembered()).not.toMatch(/Adeyemi|192\.0\.2\.7/);
  });
});
