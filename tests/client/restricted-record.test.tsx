import { describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { CourseRoute } from '#client/app/routes/course-route.tsx';
import { PatientRoute } from '#client/app/routes/patient-route.tsx';
import type { Problem } from '#server/contract/problem.ts';
import type { EmergencyAccess, Restriction } from '#server/contract/restriction.endpoints.ts';
import { aClinic, aCourse, aMe, aPatient, at, IDS, TODAY } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

const HELEN = { id: IDS.course, name: 'Dr. Helen Adeyemi', role: 'clinician' as const };
const DANA = { id: IDS.dana, name: 'Dana Whitlock', role: 'front-desk' as const };
const CLINICIAN = aMe({ id: HELEN.id, name: HELEN.name, role: 'clinician' });

const aRestriction = (change: Partial<Restriction> = {}): Restriction => ({
  isRestricted: false,
  careTeam: [],
  emergencyAccesses: [],
  mayChange: true,
  staff: [DANA, HELEN],
  ...change,
});

const anAccess = (change: Partial<EmergencyAccess> = {}): EmergencyAccess => ({
  id: IDS.pool,
  openedBy: { id: HELEN.id, name: HELEN.name },
  openedAt: at(TODAY, '13:32'),
  until: at(TODAY, '14:32'),
  isOwn: true,
  ...change,
});

const refused = (mayOpen: boolean): Problem => ({
  type: 'record-restricted',
  title: 'This record is restricted to its care team',
  status: 403,
  mayOpen,
  ...(mayOpen && { patientId: IDS.ana }),
});

function serve(answers: Routes) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /patients/*/courses': () => ({ items: [aCourse()] }),
    'GET /patients/*/restriction': () => aRestriction(),
    'GET /patients/*': () => aPatient(),
    'GET /courses/*': () => aCourse(),
    'GET /courses/*/booster-orders': () => ({ items: [] }),
    ...answers,
  });
  globalThis.fetch = server.fetch;
  return server;
}

const openPatient = (me = CLINICIAN) =>
  renderPage(<PatientRoute />, `/patients/${IDS.ana}`, '/patients/:id', me);
const openCourse = (me = CLINICIAN) =>
  renderPage(<CourseRoute />, `/courses/${IDS.course}`, '/courses/:id', me);

describe('a record that is not open to whoever asks', () => {
  test.each([
    ['the patient', openPatient],
    ['a course', openCourse],
  ])('is opened in an emergency from the page of %s, with a reason that says something', async (_, open) => {
    let isOpen = false;
    const { asked } = serve({
      'GET /patients/*': () => (isOpen ? aPatient({ isRestricted: true }) : refuse(refused(true))),
      'GET /courses/*': () => (isOpen ? aCourse() : refuse(refused(true))),
      'GET /patients/*/restriction': () =>
        aRestriction({ isRestricted: true, mayChange: false, staff: [], emergencyAccesses: [anAccess()] }),
      'POST /patients/*/emergency-access': () => {
        isOpen = true;
        return anAccess();
      },
    });
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: 'This record is restricted to its care team' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
    const reason = screen.getByRole('textbox', { name: 'Why it cannot wait' });
    await userEvent.type(reason, 'Urgent{Tab}');
    await userEvent.click(screen.getByRole('button', { name: 'Open in an emergency' }));
    expect(reason).toBeInvalid();
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);

    await userEvent.type(reason, ', fainted at home');
    await userEvent.click(screen.getByRole('button', { name: 'Open in an emergency' }));
    const banner = await screen.findByRole('region', { name: 'Opened in an emergency' });
    expect(banner).toHaveTextContent('Opened in an emergency by you, until 14:32. Every look is on record.');
    expect(await screen.findByRole('heading', { level: 1, name: 'Ana Ruiz' })).toBeInTheDocument();
    expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
      path: `/patients/${IDS.ana}/emergency-access`,
      body: { reason: 'Urgent, fainted at home' },
    });
    expect(await axe(container)).toHaveNoViolations();
  });

  test('says to the front desk whom to ask, and has no form', async () => {
    serve({ 'GET /patients/*': () => refuse(refused(false)) });
    const { container } = openPatient(aMe());
    expect(await screen.findByText(/ask a clinician or an admin/)).toBeInTheDocument();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('the banner', () => {
  test('closes the record early, and then the page is shut', async () => {
    let isOpen = true;
    const { asked } = serve({
      'GET /patients/*': () => (isOpen ? aPatient({ isRestricted: true }) : refuse(refused(true))),
      'GET /patients/*/restriction': () =>
        aRestriction({ isRestricted: true, mayChange: false, emergencyAccesses: [anAccess()] }),
      'DELETE /patients/*/emergency-access': () => {
        isOpen = false;
        return {};
      },
    });
    openPatient();
    await userEvent.click(await screen.findByRole('button', { name: 'Close it now' }));
    await screen.findByRole('heading', { name: 'This record is restricted to its care team' });
    expect(screen.queryByText(/Ruiz/)).toBeNull();
    expect(asked.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  test('tells the care team who it was, and is not theirs to close', async () => {
    serve({
      'GET /patients/*/restriction': () =>
        aRestriction({
          isRestricted: true,
          careTeam: [DANA],
          emergencyAccesses: [anAccess({ isOwn: false })],
        }),
    });
    openCourse(aMe());
    const banner = await screen.findByRole('region', { name: 'Opened in an emergency' });
    expect(banner).toHaveTextContent(`by ${HELEN.name}, until 14:32`);
    expect(within(banner).queryByRole('button')).toBeNull();
  });

  test('is not there while nobody has it open', async () => {
    serve({});
    openPatient();
    await screen.findByText('Everybody on the staff.');
    expect(screen.queryByRole('region', { name: 'Opened in an emergency' })).toBeNull();
  });
});

describe('who sees a record', () => {
  test('is changed to a care team, which whoever does it is on', async () => {
    const { asked } = serve({
      'PUT /patients/*/restriction': () => ({ isRestricted: true, careTeam: [DANA, HELEN] }),
    });
    openPatient();
    await userEvent.click(await screen.findByRole('button', { name: 'Restrict to a care team' }));
    const dialog = await screen.findByRole('dialog', { name: 'Restrict this record' });
    expect(within(dialog).getByRole('checkbox', { name: `${HELEN.name}, clinician (you)` })).toBeChecked();
    await userEvent.click(within(dialog).getByRole('checkbox', { name: 'Dana Whitlock, front desk' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Restrict it to this team' }));
    expect(within(dialog).getByRole('textbox', { name: 'Why' })).toBeInvalid();
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'A colleague');
    await userEvent.keyboard('{Tab}{Tab}{Enter}');
    await waitFor(() =>
      expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({
        isRestricted: true,
        reason: 'A colleague',
        careTeam: [HELEN.id, DANA.id],
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('is shown to the care team, and lifted with a reason by those who may', async () => {
    const { asked } = serve({
      'GET /patients/*/restriction': () => aRestriction({ isRestricted: true, careTeam: [DANA, HELEN] }),
      'PUT /patients/*/restriction': () => ({ isRestricted: false, careTeam: [] }),
    });
    openPatient();
    const team = await screen.findByRole('list', { name: 'Care team' });
    expect(
      within(team)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['Dana Whitlock front desk', 'Dr. Helen Adeyemi clinician']);
    await userEvent.click(screen.getByRole('button', { name: 'Lift the restriction' }));
    const dialog = await screen.findByRole('dialog', { name: 'Lift the restriction' });
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Why' }), 'She asked for it');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Lift the restriction' }));
    await waitFor(() =>
      expect(asked.find(({ method }) => method === 'PUT')?.body).toEqual({
        isRestricted: false,
        reason: 'She asked for it',
      }),
    );
  });

  test('is no matter of a page whose reader may neither see nor change it', async () => {
    serve({ 'GET /patients/*/restriction': () => aRestriction({ mayChange: false, staff: [] }) });
    openPatient(aMe());
    await screen.findByRole('heading', { name: 'Ana Ruiz' });
    await screen.findByRole('table', { name: 'Sessions of IV induction' });
    expect(screen.queryByRole('heading', { name: 'Who sees this record' })).toBeNull();
  });
});
