import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
// Fetched later by the page itself: here from the beginning, for clocks that stand still.
import '#client/features/my-sessions/my-sessions-page.tsx';
import '#client/features/sign-in/sign-in.tsx';
import { IDS } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, type OpenApp, openApp, PEOPLE } from '#tests/support/open-app.tsx';

const ANA = PEOPLE['ana@clinic.example'] ?? null;
const NOT_GOOD = {
  type: 'wrong-credentials',
  title: 'That did not fit',
  detail: 'That code is not right, or is no longer good.',
  status: 401,
} as const;

emptyBrowser();
afterEach(() => void jest.useRealTimers());

/** Ana's code is 123456. */
function open(at = '/sign-in', routes: Routes = {}): OpenApp & { sent: unknown[] } {
  const sent: unknown[] = [];
  const app = openApp(at, null, {
    'GET /me/sessions': () => ({ items: [], boosterWindow: null }),
    'POST /auth/patient-codes': () => ({ goodForMinutes: 10, isMailed: true }),
    'POST /auth/patient-sign-ins': ({ body }) => {
      sent.push(body);
      if ((body as { code: string }).code !== '123456') return refuse(NOT_GOOD);
      app.who = ANA;
      return { status: 'signed-in', person: ANA && { id: ANA.id, name: ANA.name, role: ANA.role } };
    },
    ...routes,
  });
  return Object.assign(app, { sent });
}

const email = () => screen.findByLabelText('E-mail');
const code = () => screen.findByLabelText('Code');
const button = (name: string | RegExp) => screen.getByRole('button', { name });
const askedCodes = ({ asked }: OpenApp) => asked.filter(({ path }) => path === '/auth/patient-codes');

async function askFor(address = 'ana@clinic.example'): Promise<void> {
  await userEvent.click(await screen.findByRole('button', { name: 'I am a patient' }));
  await userEvent.type(await email(), `${address}{Enter}`);
  await code();
}

describe('a patient', () => {
  test('comes in by address and code, without a password; the sixth digit sends it', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('button', { name: 'I am a patient' }));
    expect(await email()).toHaveFocus();
    expect(await email()).toHaveAttribute('autocomplete', 'email');
    expect(screen.queryByLabelText('Password')).not.toBeInTheDocument();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.type(await email(), ' ana@clinic.example ');
    await userEvent.click(button('Mail me a code'));

    expect(await code()).toHaveFocus();
    expect(await code()).toHaveAttribute('autocomplete', 'one-time-code');
    expect(await code()).toHaveAttribute('inputmode', 'numeric');
    expect(screen.getByRole('status')).toHaveTextContent(
      'If the clinic has ana@clinic.example on file, a code is on its way there. It is good for 10 minutes.',
    );
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('12345');
    expect(app.sent).toEqual([]);
    await userEvent.keyboard('6');
    await waitFor(() => expect(app.here()).toBe('/me'));
    expect(app.sent).toEqual([{ email: 'ana@clinic.example', code: '123456' }]);
  });

  test('pastes the code as the mail has it, with whatever is around it', async () => {
    const app = open();
    await askFor();
    await userEvent.paste(' 123 456\n');
    await waitFor(() => expect(app.here()).toBe('/me'));
  });

  test('who was on their own page, or wants to go there, is not asked for a password first', async () => {
    const app = open('/me');
    await waitFor(() => expect(app.here()).toBe('/sign-in'));
    expect(await screen.findByRole('form', { name: 'Sign in as a patient' })).toBeInTheDocument();
    await userEvent.click(button('I work at the clinic'));
    expect(screen.getByLabelText('Password')).toBeInTheDocument();
    expect(await email()).toHaveFocus();
  });

  test('writes an address first, and it stays where another is chosen', async () => {
    const app = open();
    await userEvent.click(await screen.findByRole('button', { name: 'I am a patient' }));
    await userEvent.click(button('Mail me a code'));
    expect(screen.getByText('Write your e-mail address.')).toBeInTheDocument();
    expect(await email()).toHaveFocus();
    await userEvent.type(await email(), 'ana at the clinic{Enter}');
    expect(screen.getByText('Must be an e-mail address, like ana@example.com.')).toBeInTheDocument();
    expect(askedCodes(app)).toEqual([]);
    await userEvent.clear(await email());
    await userEvent.type(await email(), 'ana@clinic.example{Enter}');
    await code();
    await userEvent.click(button('Use another address'));
    expect(await email()).toHaveValue('ana@clinic.example');
    expect(await email()).toHaveFocus();
    expect(screen.getByRole('status')).toBeEmptyDOMElement();
  });

  test('is told where a mail is that never leaves', async () => {
    open('/sign-in', { 'POST /auth/patient-codes': () => ({ goodForMinutes: 10, isMailed: false }) });
    await askFor();
    expect(screen.getByRole('status')).toHaveTextContent('This server sends no mail');
  });

  test('who has asked too often hears how to go on', async () => {
    open('/sign-in', {
      'POST /auth/patient-codes': () =>
        refuse({ type: 'too-many-guesses', title: 'Too many tries', detail: 'Wait a while.', status: 429 }),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'I am a patient' }));
    await userEvent.type(await email(), 'ana@clinic.example{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent('Wait a while.');
    expect(await email()).toHaveValue('ana@clinic.example');
  });
});

describe('a code', () => {
  test('that is wrong is said, and the next is typed over it', async () => {
    const app = open();
    await askFor();
    await userEvent.keyboard('111111');
    expect(await screen.findByRole('alert')).toHaveTextContent('not right, or is no longer good');
    expect(await code()).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.keyboard('123456');
    await waitFor(() => expect(app.here()).toBe('/me'));
  });

  test('that is not whole is not sent', async () => {
    const app = open();
    await askFor();
    await userEvent.keyboard('123{Enter}');
    expect(await screen.findByText('Write all six digits.')).toBeInTheDocument();
    expect(await code()).toHaveFocus();
    expect(app.sent).toEqual([]);
  });

  test('mistyped five times is over: another is asked for at once, and begins anew', async () => {
    const app = open();
    await askFor();
    for (let tries = 0; tries < 5; tries += 1) {
      await userEvent.keyboard('111111');
      await waitFor(() => expect(app.sent).toHaveLength(tries + 1));
      await waitFor(async () => expect(await code()).toHaveFocus());
    }
    expect(await screen.findByText(/^It was mistyped 5 times\./)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Sign in' })).not.toBeInTheDocument();
    await userEvent.click(button('Mail me another code'));
    await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
    expect(screen.getByRole('status')).toHaveTextContent('another code is on its way there');
    expect(screen.getByRole('status')).toHaveTextContent('The one before is no longer good.');
    expect(await code()).toHaveValue('');
    expect(await code()).toHaveFocus();
  });
});

describe('as time goes by', () => {
  const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
  const settle = async () => {
    for (let i = 0; i < 20; i += 1) await pass(1);
  };

  async function askAt(now: string): Promise<OpenApp & { sent: unknown[] }> {
    jest.useFakeTimers({ now: Date.parse(now) });
    const app = open();
    await settle();
    fireEvent.click(button('I am a patient'));
    fireEvent.change(screen.getByLabelText('E-mail'), { target: { value: 'ana@clinic.example' } });
    fireEvent.submit(screen.getByRole('form', { name: 'Sign in as a patient' }));
    await settle();
    return app;
  }

  test('another code can be asked for after a minute, and the seconds are shown', async () => {
    // Tuesday 2 March 2027, 8:30 in New York
    const app = await askAt('2027-03-02T08:30:00-05:00');
    await pass(15_000);
    const again = button(/^Mail me another code/);
    expect(again).toBeDisabled();
    expect(again).toHaveTextContent(/^Mail me another code \(in 4[45] s\)$/);
    await pass(45_000);
    expect(again).toBeEnabled();
    expect(again).toHaveTextContent(/^Mail me another code$/);
    fireEvent.click(again);
    await settle();
    expect(askedCodes(app)).toHaveLength(2);
    expect(button(/^Mail me another code/)).toBeDisabled();
  });

  test('a code that is refused after ten minutes was too old, and the page says so', async () => {
    await askAt('2027-03-03T08:30:00-05:00');
    await pass(10 * 60_000 + 1000);
    fireEvent.change(screen.getByLabelText('Code'), { target: { value: '111111' } });
    await settle();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'It is older than 10 minutes. Have another one mailed.',
    );
    expect(button('Mail me another code')).toBeEnabled();
  });
});

describe('an address of several patients', () => {
  const patients = [
    { id: IDS.ana, name: 'Ana Ruiz', clinicName: 'Harbour Clinic' },
    { id: IDS.ana.replace(/.$/, '9'), name: 'Kim Ruiz', clinicName: 'Harbour Clinic' },
  ];

  function openFamily() {
    const sent: { patientId?: string }[] = [];
    const app = open('/sign-in', {
      'POST /auth/patient-sign-ins': ({ body }) => {
        sent.push(body as { patientId?: string });
        if (sent.length === 1) return { status: 'choose', patients };
        if (sent.length === 2) return refuse(NOT_GOOD);
        app.who = ANA;
        return { status: 'signed-in', person: ANA && { id: ANA.id, name: ANA.name, role: ANA.role } };
      },
    });
    return { app, sent };
  }

  test('asks whose sessions are to be seen, and says what went wrong', async () => {
    const { app, sent } = openFamily();
    await askFor();
    await userEvent.keyboard('123456');
    expect(await screen.findByRole('heading', { name: 'Whose sessions do you want to see?' })).toHaveFocus();
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(button('Kim Ruiz, Harbour Clinic'));
    expect(await screen.findByRole('alert')).toHaveTextContent('no longer good');
    await userEvent.click(button('Kim Ruiz, Harbour Clinic'));
    await waitFor(() => expect(app.here()).toBe('/me'));
    expect(sent.map(({ patientId }) => patientId)).toEqual([undefined, patients[1]?.id, patients[1]?.id]);
  });

  test('leads back to the code', async () => {
    openFamily();
    await askFor();
    await userEvent.keyboard('123456');
    await userEvent.click(await screen.findByRole('button', { name: 'Back to the code' }));
    expect(await code()).toHaveFocus();
    expect(await code()).toHaveValue('');
  });
});
