import { describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { PatientPage } from '#client/features/patients/patient-page.tsx';
import { PatientsPage } from '#client/features/patients/patients-page.tsx';
import { aClinic, aCourse, aMe, aPatient, IDS, listed } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

function serve(answers: Routes) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /patients/*/courses': () => ({ items: [aCourse()] }),
    'GET /patients/*': () => aPatient(),
    ...answers,
  });
  globalThis.fetch = server.fetch;
  return server;
}

const openPatient = (me = aMe()) => renderPage(<PatientPage />, `/patients/${IDS.ana}`, '/patients/:id', me);

describe('the register', () => {
  test('answers while one types, and Enter opens the first who fits', async () => {
    const { asked } = serve({ 'GET /patients': () => ({ items: [listed(aPatient())] }) });
    const { here, container } = renderPage(<PatientsPage />, '/patients');
    await screen.findByRole('link', { name: 'Ruiz, Ana' });
    await userEvent.type(screen.getByLabelText('Find'), 'ruiz');
    await waitFor(() => expect(asked.at(-1)?.query.get('q')).toBe('ruiz'));
    await waitFor(() => expect(here()).toBe('/patients?q=ruiz'));
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(here()).toBe(`/patients/${IDS.ana}`));
  });

  test('says how to find somebody, where nobody fits', async () => {
    serve({ 'GET /patients': () => ({ items: [] }) });
    renderPage(<PatientsPage />, '/patients?q=zzz');
    expect(await screen.findByText('Nobody found for “zzz”')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Add a patient' })).toHaveAttribute('href', '/book?new=zzz');
  });
});

describe('one patient', () => {
  test('shows every course with its ribbon, and leads to booking another', async () => {
    serve({});
    const { container } = openPatient();
    expect(await screen.findByRole('table', { name: 'Sessions of IV induction' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Book a course' })).toHaveAttribute(
      'href',
      `/book?patient=${IDS.ana}`,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  test('a nurse reads the register, and neither corrects nor books', async () => {
    serve({});
    openPatient(aMe({ name: 'Nia', role: 'nurse' }));
    expect(await screen.findByRole('heading', { name: 'Ana Ruiz' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Correct' })).not.toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Book a course' })).not.toBeInTheDocument();
  });

  test('says of a patient without an address that they cannot sign in', async () => {
    serve({});
    openPatient();
    expect(await screen.findByText('not known: without one the patient cannot sign in')).toBeInTheDocument();
  });

  test('says before an address is changed that it signs the patient out', async () => {
    serve({ 'GET /patients/*': () => aPatient({ email: 'Ana@example.com' }) });
    const { container } = openPatient();
    await userEvent.click(await screen.findByRole('button', { name: 'Correct' }));
    const email = screen.getByLabelText('E-mail');
    await userEvent.clear(email);
    expect(screen.getByText(/^Saving this signs the patient out\. Without an address/)).toBeInTheDocument();
    await userEvent.type(email, 'ana@example.com');
    expect(screen.queryByText(/signs the patient out/)).not.toBeInTheDocument();
    await userEvent.type(email, '.mx');
    expect(
      screen.getByText(/^Saving this signs the patient out\. They sign in by the new/),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('what was typed stays when the server refuses it', async () => {
    serve({
      'PATCH /patients/*': () => refuse({ type: 'busy', title: 'The clinic is busy', status: 503 }),
    });
    openPatient();
    await userEvent.click(await screen.findByRole('button', { name: 'Correct' }));
    const phone = screen.getByLabelText('Telephone');
    await userEvent.clear(phone);
    await userEvent.type(phone, '+1 212 555 0199');
    await userEvent.click(screen.getByRole('button', { name: 'Save the corrections' }));
    expect(await screen.findByText('The clinic is busy')).toBeInTheDocument();
    expect(screen.getByLabelText('Telephone')).toHaveValue('+1 212 555 0199');
  });
});
