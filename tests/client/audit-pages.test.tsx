import { describe, expect, test } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { AccessHistoryPage } from '#client/features/audit/access-history-page.tsx';
import { AuditPage } from '#client/features/audit/audit-page.tsx';
import { PatientPage } from '#client/features/patients/patient-page.tsx';
import type { AuditEvent, AuditVerification } from '#server/contract/audit.endpoints.ts';
import { aClinic, aMe, aPatient, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

const DANA = { id: IDS.course, name: 'Dana Whitlock', role: 'front-desk' as const };
const ADMIN = aMe({ name: 'Ada', role: 'admin' });

const anEvent = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  id: IDS.protocol,
  at: at('2027-03-02', '09:05'),
  actor: DANA,
  kind: 'course.book',
  patient: { id: IDS.ana, name: 'Ana Lima' },
  subjects: {},
  detail: { after: { startsAt: [at('2027-03-02'), at('2027-03-05')] } },
  values: [],
  requestId: 'a-request',
  address: '192.0.2.7',
  sequence: 12,
  ...change,
});

const INTACT: AuditVerification = {
  isIntact: true,
  sealed: 12,
  waiting: 0,
  anchors: 3,
  erased: 0,
  findings: [],
  findingCount: 0,
};

function serve(answers: Routes = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /audit-events': () => ({ items: [anEvent()], staff: [DANA] }),
    ...answers,
  });
  globalThis.fetch = server.fetch;
  return server;
}

const open = (search = '') => renderPage(<AuditPage />, `/audit${search}`, '/audit', ADMIN);

describe('the audit trail', () => {
  test('reads like a story, with what is personal below it', async () => {
    serve({
      'GET /audit-events': () => ({
        items: [
          anEvent(),
          anEvent({
            id: IDS.pool,
            kind: 'patient.update',
            detail: { fields: ['phone'] },
            values: [
              { name: 'before.phone', value: null },
              { name: 'after.phone', value: '+1 212 555 0142' },
            ],
            sequence: null,
          }),
        ],
        staff: [DANA],
      }),
    });
    const { container } = open();
    const table = await screen.findByRole('table', { name: 'Audit trail' });
    const [, first, second] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(
      'Tue 2 Mar, 9:05Dana Whitlock (front desk) booked a course for Ana Lima, 2 sessions',
    );
    expect(second).toHaveTextContent('corrected what the register says of Ana Lima: telephone');
    expect(second).toHaveTextContent('before · telephoneerasedafter · telephone+1 212 555 0142');
    expect(second).toHaveTextContent('awaits its seal');
    expect(await axe(container)).toHaveNoViolations();
  });

  test('is asked for by person, kind and day, and so is the export', async () => {
    const { asked } = serve();
    const { here } = open();
    await screen.findByRole('option', { name: 'Dana Whitlock, front desk' });
    await userEvent.selectOptions(screen.getByLabelText('Who'), DANA.id);
    await userEvent.selectOptions(screen.getByLabelText('What'), 'Booked a course');
    await userEvent.type(screen.getByLabelText('From'), '2027-03-01');
    const query = `from=2027-03-01&actor=${DANA.id}&kind=course.book`;
    await waitFor(() => {
      const last = asked.filter(({ path }) => path === '/audit-events').at(-1);
      expect(last?.query.toString()).toBe(query);
    });
    expect(here()).toContain('kind=course.book');
    expect(screen.getByRole('link', { name: 'Export as CSV' })).toHaveAttribute(
      'href',
      `/api/v1/audit-events.csv?${query}`,
    );
  });

  test('shows earlier lines where there are more', async () => {
    serve({
      'GET /audit-events': ({ query }) =>
        query.get('cursor')
          ? { items: [anEvent({ id: IDS.pool, kind: 'sign-in', patient: null })], staff: [DANA] }
          : { items: [anEvent()], staff: [DANA], nextCursor: 'earlier' },
    });
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Show earlier lines' }));
    expect(await screen.findByText(/signed in/, { selector: 'td' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show earlier lines' })).toBeNull();
  });

  test('says so where nothing was done', async () => {
    serve({ 'GET /audit-events': () => ({ items: [], staff: [] }) });
    open('?kind=audit.export');
    expect(await screen.findByText('Nothing of that kind was done in those days.')).toBeInTheDocument();
  });
});

describe('verifying the chain', () => {
  test('says that it is intact, and how much was looked at', async () => {
    serve({ 'POST /audit-verifications': () => INTACT });
    const { container } = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the chain' }));
    expect(await screen.findByText('The chain is intact')).toBeInTheDocument();
    expect(screen.getByText('12 lines in the chain, 3 anchors outside the database.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('says what is wrong and where', async () => {
    serve({
      'POST /audit-verifications': (): AuditVerification => ({
        ...INTACT,
        isIntact: false,
        findings: [
          { code: 'event-altered', sequence: 5, eventId: IDS.ana },
          { code: 'tail-cut', sequence: 12, eventId: null },
        ],
        findingCount: 4,
      }),
    });
    const { container } = open();
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the chain' }));
    expect(await screen.findByText('The audit trail was tampered with')).toBeInTheDocument();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Line 5 of the chain was altered, or hashed again by another key.',
      'Line 12 of the chain is gone: the newest lines were cut off.',
    ]);
    expect(screen.getByText('And 2 more.')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('the access history of a patient', () => {
  test('says who looked, and leads back to the patient', async () => {
    serve({
      'GET /patients/*/access-history': () => ({ items: [anEvent({ kind: 'patient.read', detail: {} })] }),
    });
    const at = `/patients/${IDS.ana}/access`;
    const { container } = renderPage(<AccessHistoryPage />, at, '/patients/:id/access', ADMIN);
    expect(await screen.findByRole('table', { name: 'Access history' })).toHaveTextContent(
      'Dana Whitlock (front desk) looked at Ana Lima',
    );
    expect(screen.getByRole('link', { name: 'Back to the patient' })).toHaveAttribute(
      'href',
      `/patients/${IDS.ana}`,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  test.each([
    ['admin', true],
    ['clinician', false],
    ['front-desk', false],
  ] as const)('is offered on the patient’s page to an admin alone: %s', async (role, isOffered) => {
    serve({ 'GET /patients/*/courses': () => ({ items: [] }), 'GET /patients/*': () => aPatient() });
    renderPage(<PatientPage />, `/patients/${IDS.ana}`, '/patients/:id', aMe({ role }));
    await screen.findByRole('link', { name: 'Book a course' });
    expect(screen.queryByRole('link', { name: 'Access history' }) !== null).toBe(isOffered);
  });
});
