import { describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aMe, aPatient, listed } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp, otherTabSays } from '#tests/support/open-app.tsx';

const HELEN = aMe({ name: 'Dr. Helen Adeyemi', role: 'clinician', secondFactor: 'missing' });
const SECRET = 'JBSWY3DPEHPK3PXP';
const URI = `otpauth://totp/Evenkeel:helen@clinic.example?secret=${SECRET}&issuer=Evenkeel`;
const CODES = ['abcde-fghij', 'klmno-pqrst'];

emptyBrowser();

/** Her password is `right`, and her app shows 123456. */
function open(routes: Routes = {}) {
  const app = openApp('/patients?q=ruiz', HELEN, {
    'GET /patients': () => ({ items: [listed(aPatient())] }),
    'POST /auth/second-factor/set-up': ({ body }) =>
      (body as { password: string }).password === 'right'
        ? { uri: URI, secret: SECRET, recoveryCodes: CODES }
        : refuse({
            type: 'wrong-credentials',
            title: 'That did not fit',
            detail: 'That is not your password.',
            status: 401,
          }),
    'POST /auth/second-factor/confirm': ({ body }) => {
      if ((body as { code: string }).code !== '123456') {
        return refuse({
          type: 'wrong-credentials',
          title: 'That did not fit',
          detail: 'That code is not right. Type the one that is shown now.',
          status: 401,
        });
      }
      app.who = { ...HELEN, secondFactor: 'set' };
      return {};
    },
    ...routes,
  });
  return app;
}

const begin = async (password = 'right') =>
  userEvent.type(await screen.findByLabelText('Your password'), `${password}{Enter}`);
const code = () => screen.findByLabelText('Code');

describe('a clinician without a second factor', () => {
  test('sets it up, keeps the recovery codes, and goes on to where she was going', async () => {
    const app = open();
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent(
      'Set up your authenticator app',
    );
    expect(await screen.findByLabelText('Your password')).toHaveFocus();
    expect(document.title).toBe('Set up your authenticator app · Evenkeel');
    expect(await axe(document.body)).toHaveNoViolations();

    await begin();
    expect(await screen.findByRole('heading', { level: 2, name: 'Give your app its key' })).toHaveFocus();
    expect(screen.getByRole('img', { name: 'QR code for your authenticator app' })).toBeInTheDocument();
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'open it in the app' })).toHaveAttribute('href', URI);
    expect(await axe(document.body)).toHaveNoViolations();

    await userEvent.type(await code(), '123 456');
    expect(await screen.findByRole('heading', { name: 'Keep your recovery codes' })).toHaveFocus();
    const list = screen.getByRole('list', { name: 'Recovery codes' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(CODES);
    expect(await axe(document.body)).toHaveNoViolations();

    await userEvent.click(screen.getByRole('button', { name: 'I have kept them' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Patients' })).toHaveFocus();
    expect(app.here()).toBe('/patients?q=ruiz');
    expect(app.remembered()).not.toContain(CODES[0]);
  });

  test('sees nothing else before, and the server is asked for nothing else', async () => {
    const app = open();
    await screen.findByLabelText('Your password');
    expect(screen.queryByRole('navigation')).not.toBeInTheDocument();
    expect(app.asked.map(({ path }) => path)).toEqual(['/auth/me']);
  });

  test('still sees the recovery codes when the server says meanwhile that all is set up', async () => {
    open();
    await begin();
    await userEvent.type(await code(), '123456');
    await screen.findByText('abcde-fghij');
    otherTabSays('signed-in');
    await waitFor(() => expect(screen.getByText('abcde-fghij')).toBeInTheDocument());
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(screen.getByText('abcde-fghij')).toBeInTheDocument();
  });

  test('is told of a wrong password and of a wrong code at their fields', async () => {
    const app = open();
    await begin('wrong');
    const password = await screen.findByLabelText('Your password');
    expect(await screen.findByText('That is not your password.')).toBeInTheDocument();
    expect(password).toHaveAttribute('aria-invalid', 'true');
    expect(password).toHaveFocus();
    await userEvent.keyboard('right{Enter}');

    await userEvent.type(await code(), '000000');
    expect(await screen.findByText('That code is not right. Type the one that is shown now.')).toBeVisible();
    expect(await code()).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('12345{Enter}');
    expect(screen.getByText('Write all six digits.')).toBeVisible();
    await userEvent.keyboard('6');
    expect(await screen.findByText('abcde-fghij')).toBeVisible();
    expect(app.asked.filter(({ path }) => path.endsWith('/confirm'))).toHaveLength(2);
  });

  test('who has set it up in another tab goes on from here', async () => {
    const app = open({
      'POST /auth/second-factor/set-up': () => {
        app.who = { ...HELEN, secondFactor: 'set' };
        return refuse({
          type: 'second-factor-exists',
          title: 'Your second factor is set up already',
          status: 409,
        });
      },
    });
    await begin();
    await userEvent.click(await screen.findByRole('button', { name: 'Go on' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Patients' })).toBeInTheDocument();
  });

  test('may leave instead', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(app.here()).toBe('/sign-in'));
  });
});
