import { describe, expect, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { MySessionsPage } from '#client/features/my-sessions/my-sessions-page.tsx';
import type { MySession } from '#server/contract/sessions.endpoints.ts';
import { aClinic, aPlan, aSession, at } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

const mine = (sequence: number, date: string, status: MySession['status'] = 'booked'): MySession => ({
  ...aSession({ sequence, status, startsAt: at(date), endsAt: at(date, '11:00') }),
  prepare: ['Arrange for somebody to take you home.'],
});

const open = (items: MySession[], change: Routes = {}, boosterWindow: unknown = null) => {
  globalThis.fetch = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /me/sessions': () => ({ items, boosterWindow }),
    'GET /me/response': () => ({
      courseId: null,
      instruments: [],
      assessments: null,
      relapseReportedAt: null,
    }),
    ...change,
  }).fetch;
  return renderPage(<MySessionsPage />, '/me');
};

describe('the patient’s page', () => {
  test('says first when to come next, how long it takes and how to prepare', async () => {
    const { container } = open([
      mine(1, '2027-02-26', 'fulfilled'),
      mine(2, '2027-03-05'),
      mine(3, '2027-03-09'),
    ]);
    const next = await screen.findByRole('region', { name: 'Your next session is' });
    expect(next).toHaveTextContent('Fri 5 Mar, 9:00');
    expect(next).toHaveTextContent(/In 3 days, until about 11:00/);
    expect(within(next).getByRole('listitem')).toHaveTextContent('Arrange for somebody to take you home.');
    expect(screen.getByRole('link', { name: 'Call +1 212 555 0100' })).toHaveAttribute(
      'href',
      'tel:+12125550100',
    );
    expect(container).not.toHaveTextContent(/ketamine|infusion|induction/i);
    expect(await axe(container)).toHaveNoViolations();
  });

  test('says the booster window in words, once it is certain', async () => {
    open([mine(1, '2027-02-26', 'fulfilled')], {}, { ...aPlan().boosterWindow, provisional: false });
    expect(
      await screen.findByText(
        'Your next booster is due around Fri 16 Apr, in 6 weeks: any day between Fri 9 Apr and Fri 23 Apr will do.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('Nothing is booked for you at the moment.')).toBeInTheDocument();
  });

  test('a missed session is not the next one, and is called missed', async () => {
    open([mine(1, '2027-03-01', 'noshow'), mine(2, '2027-03-05')]);
    expect(await screen.findByRole('region', { name: 'Your next session is' })).toHaveTextContent(
      'Fri 5 Mar, 9:00',
    );
    expect(screen.getByText('missed', { selector: 'li span' })).toBeInTheDocument();
  });

  test('the clinic’s zone is said where the reader’s clock shows another time', async () => {
    const reader = Intl.DateTimeFormat().resolvedOptions().timeZone;
    // Some say Katmandu.
    const zone = /^Asia\/Kath?mandu$/.test(reader) ? 'America/New_York' : 'Asia/Kathmandu';
    open([mine(1, '2027-03-05')], { 'GET /clinic': () => aClinic({ zone }) });
    expect(await screen.findByText(/Kathmandu time|New York time/)).toBeInTheDocument();
  });
});
