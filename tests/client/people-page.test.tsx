import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { StaffMember } from '#server/contract/staff.endpoints.ts';
import type { Invitation } from '#server/contract/staff-access.endpoints.ts';
import { aMe, at, IDS } from '#tests/support/contract-data.ts';
import { type Routes, refuse } from '#tests/support/fake-server.ts';
import { emptyBrowser, openApp } from '#tests/support/open-app.tsx';

const GRACE = aMe({ id: IDS.ana, name: 'Grace Moreau', role: 'admin', secondFactor: 'set' });

const aMember = (change: Partial<StaffMember>): StaffMember => ({
  id: IDS.dana,
  name: 'Dana Whitlock',
  email: 'dana@clinic.example',
  role: 'front-desk',
  trained: false,
  access: 'open',
  secondFactor: 'not-needed',
  lastSignedInAt: at('2027-03-02', '08:05'),
  ...change,
});
const grace = aMember({ ...GRACE, role: 'admin', email: 'grace@clinic.example', secondFactor: 'set' });
const helen = aMember({
  id: IDS.course,
  name: 'Dr. Helen Adeyemi',
  email: 'helen@clinic.example',
  role: 'clinician',
  trained: true,
  secondFactor: 'set',
});
const anInvitation = (change: Partial<Invitation> = {}): Invitation => ({
  id: IDS.otherAna,
  name: 'Mia Berg',
  email: 'mia@example.com',
  role: 'nurse',
  trained: true,
  invitedAt: at('2027-03-01', '16:00'),
  expiresAt: at('2027-03-08', '16:00'),
  status: 'open',
  ...change,
});

let staff: StaffMember[];
let invitations: Invitation[];
beforeEach(() => {
  staff = [aMember({}), helen, grace];
  invitations = [];
});
emptyBrowser();

const open = (routes: Routes = {}) =>
  openApp('/people', GRACE, {
    'GET /staff': () => ({ items: staff }),
    'GET /invitations': () => ({ items: invitations }),
    'POST /invitations': ({ body }) => {
      const made = anInvitation(body as Partial<Invitation>);
      invitations = [made];
      return made;
    },
    'DELETE /invitations/*': () => {
      invitations = [];
      return {};
    },
    'DELETE /staff/*/access': () => {
      staff = staff.map((member) => (member.id === helen.id ? { ...member, access: 'ended' } : member));
      return {};
    },
    'DELETE /staff/*/second-factor': () => {
      staff = staff.map((member) =>
        member.id === helen.id ? { ...member, secondFactor: 'missing' } : member,
      );
      return { wasSet: true };
    },
    ...routes,
  });

const table = () => screen.findByRole('table', { name: 'Who works here' });
const rowOf = async (name: string) => {
  const row = within(await table())
    .getAllByRole('row')
    .find(({ textContent }) => textContent?.includes(name));
  if (!row) throw new Error(`${name} is in no row.`);
  return row;
};
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

describe('who works here', () => {
  test('is told with role, app and last sign-in', async () => {
    staff = [...staff, aMember({ id: IDS.pool, name: 'Noor Aziz', access: 'none', lastSignedInAt: null })];
    open();
    expect(await rowOf('Dana')).toHaveTextContent(
      'Dana Whitlockdana@clinic.examplefront desknot neededTue 2 Mar, 8:05',
    );
    expect(await rowOf('Helen')).toHaveTextContent('clinician, trainedset up');
    expect(await rowOf('Noor')).toHaveTextContent('has no account: invite them');
    expect(screen.getByText(/^Nobody\. Whoever is invited stands here/)).toBeInTheDocument();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  test('is the admin’s to see: a nurse is told that the page is for others', async () => {
    openApp('/people', aMe({ role: 'nurse' }));
    expect(
      await screen.findByRole('heading', { name: 'This page is for other people of the clinic' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'People' })).not.toBeInTheDocument();
  });

  test('that cannot be read is said', async () => {
    open({ 'GET /staff': () => refuse({ type: 'internal', title: 'Something went wrong', status: 500 }) });
    expect(await screen.findByRole('alert')).toHaveTextContent('Something went wrong');
  });
});

describe('ending somebody’s access', () => {
  test('is offered for everybody but oneself', async () => {
    open();
    expect(within(await rowOf('Grace')).queryAllByRole('button')).toEqual([]);
    expect(await rowOf('Grace')).toHaveTextContent('Grace Moreau (you)');
    expect(await screen.findAllByRole('button', { name: /^End the access of/ })).toHaveLength(2);
  });

  test('says first what will happen, and moves them to those who are no longer here', async () => {
    const app = open();
    await press('End the access of Dr. Helen Adeyemi');
    const dialog = await screen.findByRole('dialog', { name: 'End the access of Dr. Helen Adeyemi' });
    expect(dialog).toHaveTextContent('signed out everywhere at once, and cannot sign in any more');
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(within(dialog).getByRole('button', { name: 'End the access' }));
    const gone = await screen.findByRole('list', { name: 'No longer here' });
    expect(gone).toHaveTextContent('Dr. Helen Adeyemi, clinician');
    expect(await table()).not.toHaveTextContent('Helen');
    expect(app.asked.find(({ method }) => method === 'DELETE')?.path).toBe(`/staff/${helen.id}/access`);
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Who works here' })).toHaveFocus());
  });

  test('does nothing when one leaves it', async () => {
    const app = open();
    await press('End the access of Dana Whitlock');
    await press('Leave it as it is');
    expect(app.asked.some(({ method }) => method === 'DELETE')).toBe(false);
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'End the access of Dana Whitlock' })).toHaveFocus(),
    );
    expect(await rowOf('Dana')).toBeInTheDocument();
  });

  test('that is refused stays open and says why', async () => {
    open({
      'DELETE /staff/*/access': () =>
        refuse({
          type: 'not-found',
          title: 'There is nothing here',
          detail: 'There is nobody of this id on the staff.',
          status: 404,
        }),
    });
    await press('End the access of Dana Whitlock');
    await press('End the access');
    expect(await screen.findByRole('alert')).toHaveTextContent('There is nobody of this id on the staff.');
  });
});

describe('a lost authenticator app', () => {
  test('is reset after it is said who is mailed; it is missing then', async () => {
    open();
    expect(
      within(await rowOf('Dana')).queryByRole('button', { name: /^Reset the authenticator app/ }),
    ).toBeNull();
    await press('Reset the authenticator app of Dr. Helen Adeyemi');
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('A mail to helen@clinic.example tells them so');
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Reset the app' }));
    await waitFor(async () =>
      expect(await rowOf('Helen')).toHaveTextContent('missing: asked for at the next sign-in'),
    );
    expect(
      await screen.findByText('The authenticator app of Dr. Helen Adeyemi is reset.'),
    ).toBeInTheDocument();
  });
});

describe('an invitation', () => {
  const field = (label: string) => screen.getByLabelText(label);
  async function fill(): Promise<void> {
    await press('Invite somebody');
    await screen.findByRole('dialog', { name: 'Invite somebody to work here' });
    await userEvent.type(field('Name'), 'Mia Berg');
    await userEvent.type(field('E-mail'), 'mia@example.com');
    await userEvent.selectOptions(field('Role'), 'nurse');
  }
  const send = () => press('Send the invitation');

  test('says what is sent to whom, and stands among those who are awaited', async () => {
    const app = open();
    await fill();
    await userEvent.click(screen.getByLabelText('Trained'));
    expect(screen.getByText(/^A mail to mia@example\.com brings a link/)).toBeInTheDocument();
    expect(await axe(document.body)).toHaveNoViolations();
    await send();
    const awaited = await screen.findByRole('table', { name: 'Invited, not here yet' });
    expect(awaited).toHaveTextContent(
      'Mia Bergmia@example.comnurse, trainedMon 1 Mar, 16:00good until Mon 8 Mar, 16:00',
    );
    expect(app.asked.find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'Mia Berg',
      email: 'mia@example.com',
      role: 'nurse',
      trained: true,
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    await waitFor(() => expect(screen.getByRole('button', { name: 'Invite somebody' })).toHaveFocus());
  });

  test('lacks nothing when it is sent: what is missing is said beside it', async () => {
    const app = open();
    await press('Invite somebody');
    await screen.findByRole('dialog');
    await send();
    for (const words of [
      'Write their name.',
      'Write their e-mail address.',
      'Choose what they will do here.',
    ]) {
      expect(await screen.findByText(words)).toBeInTheDocument();
    }
    await waitFor(() => expect(field('Name')).toHaveFocus());
    expect(await axe(document.body)).toHaveNoViolations();
    await userEvent.type(field('E-mail'), 'mia at example');
    await send();
    expect(await screen.findByText('Must be an e-mail address, like ana@example.com.')).toBeInTheDocument();
    expect(app.asked.some(({ method }) => method === 'POST')).toBe(false);
  });

  test('of somebody who has an account is refused, and what was typed stays', async () => {
    open({
      'POST /invitations': () =>
        refuse({
          type: 'account-exists',
          title: 'There is an account of this address already',
          status: 409,
        }),
    });
    await fill();
    await send();
    expect(await screen.findByRole('alert')).toHaveTextContent('There is an account of this address already');
    expect(field('Name')).toHaveValue('Mia Berg');
  });

  test('that was used is not awaited; one that is too old is sent again with what it said', async () => {
    invitations = [
      anInvitation({ id: IDS.pool, name: 'Noor Aziz', status: 'accepted' }),
      anInvitation({ status: 'expired' }),
    ];
    open();
    const awaited = await screen.findByRole('table', { name: 'Invited, not here yet' });
    expect(awaited).not.toHaveTextContent('Noor');
    expect(awaited).toHaveTextContent('too old since Mon 8 Mar, 16:00');
    await press('Send the invitation of Mia Berg again');
    await screen.findByRole('dialog');
    expect(field('Name')).toHaveValue('Mia Berg');
    expect(field('Role')).toHaveValue('nurse');
    await send();
    await waitFor(() => expect(awaited).toHaveTextContent('good until Mon 8 Mar, 16:00'));
  });

  test('is withdrawn', async () => {
    invitations = [anInvitation()];
    open();
    await press('Withdraw the invitation of Mia Berg');
    expect(await screen.findByText(/^The invitation of Mia Berg is withdrawn\./)).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.queryByRole('table', { name: 'Invited, not here yet' })).not.toBeInTheDocument(),
    );
    await waitFor(() => expect(screen.getByRole('heading', { name: 'Invited, not here yet' })).toHaveFocus());
  });

  test('that was used a moment ago cannot be withdrawn, and it is said', async () => {
    invitations = [anInvitation()];
    open({
      'DELETE /invitations/*': () => {
        invitations = [];
        return refuse({ type: 'not-found', title: 'There is nothing here', status: 404 });
      },
    });
    await press('Withdraw the invitation of Mia Berg');
    expect(await screen.findByText('That invitation is no longer open')).toBeInTheDocument();
  });
});
