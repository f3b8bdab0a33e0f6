import { describe, expect, jest, test } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { DueBoostersPage } from '#client/features/caseload/due-boosters-page.tsx';
import type { DueBooster } from '#client/features/caseload/due-words.ts';
import { aClinic, aMe, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

/** Every four weeks from Tue 2 Feb: due today, Tue 2 Mar. */
const due = (number: number, patientName: string, change: Partial<DueBooster> = {}): DueBooster => ({
  id: IDS.course.replace(/..$/, String(10 + number)),
  patientId: IDS.ana,
  patientName,
  protocolName: 'IV induction',
  route: 'iv',
  state: 'maintenance',
  plannedCount: 6,
  fulfilledCount: 6,
  lastFulfilledAt: at('2027-02-02'),
  nextSessionAt: null,
  boosterWindow: {
    dueOn: '2027-03-02',
    earliestOn: '2027-02-23',
    latestOn: '2027-03-09',
    interval: 'P4W',
    asNeeded: false,
    source: 'order',
    anchorOn: '2027-02-02',
    provisional: false,
  },
  dueInDays: 0,
  orderExpiresOn: null,
  notes: [],
  ...change,
});

const window = (change = {}) => ({ ...due(0, '').boosterWindow, ...change }) as DueBooster['boosterWindow'];
const asNeeded = window({ dueOn: null, interval: null, asNeeded: true, latestOn: '2027-03-09' });

const ALL = [
  due(1, 'Lena Late', {
    dueInDays: -9,
    notes: ['overdue', 'window-passed'],
    boosterWindow: window({ dueOn: '2027-02-21', earliestOn: '2027-02-14', latestOn: '2027-02-28' }),
  }),
  due(2, 'Otto Over', {
    dueInDays: -3,
    notes: ['overdue'],
    boosterWindow: window({ dueOn: '2027-02-27' }),
  }),
  due(3, 'Tina Today', { notes: ['order-expiring'], orderExpiresOn: '2027-03-09' }),
  due(4, 'Nora New', { notes: ['no-order'], boosterWindow: window({ source: 'protocol' }) }),
  due(5, 'Ed Ended', {
    dueInDays: null,
    notes: ['order-expired'],
    orderExpiresOn: '2027-03-01',
    boosterWindow: asNeeded,
  }),
  due(6, 'Ina Ending', {
    dueInDays: null,
    notes: ['order-expiring'],
    orderExpiresOn: '2027-03-09',
    boosterWindow: asNeeded,
  }),
  due(7, 'Sam Series', {
    dueInDays: null,
    notes: ['series-used'],
    boosterWindow: window({ interval: null, seriesLeft: 0 }),
  }),
];

function open(role: 'front-desk' | 'nurse' | 'clinician', routes: Routes = {}) {
  const server = fakeServer({
    'GET /clinic': () => aClinic(),
    'GET /worklists/due-boosters': () => ({ items: ALL }),
    ...routes,
  });
  globalThis.fetch = server.fetch;
  return { ...renderPage(<DueBoostersPage />, '/due', '/due', aMe({ role })), asked: server.asked };
}

const part = (name: RegExp) => screen.findByRole('region', { name });
const row = (name: string) => screen.getByRole('row', { name: new RegExp(name) });
const namesIn = (section: HTMLElement) =>
  within(section)
    .getAllByRole('rowheader')
    .map(({ textContent }) => textContent);

describe('the boosters that are due', () => {
  test('are to the desk those it can book first, then those that a clinician decides', async () => {
    const { container } = open('front-desk');
    expect(namesIn(await part(/^To call and book/))).toEqual(['Otto Over', 'Tina Today']);
    expect(namesIn(await part(/^A clinician decides first/))).toEqual([
      'Lena Late',
      'Nora New',
      'Ed Ended',
      'Ina Ending',
      'Sam Series',
    ]);
    expect(screen.getAllByRole('region').map(({ textContent }) => textContent?.slice(0, 2))).toEqual([
      'To',
      'A ',
    ]);
    expect(screen.getAllByRole('link', { name: /^Book/ })).toHaveLength(2);
    expect(within(row('Lena Late')).getByText('a clinician decides')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('are to a clinician what needs them first, each with what they can do', async () => {
    open('clinician');
    await part(/^Needs you first/);
    expect(screen.getAllByRole('region')[0]).toHaveTextContent(/^Needs you first/);
    const id = (number: number) => IDS.course.replace(/..$/, String(10 + number));
    const actions = screen.getAllByRole('link').filter((link) => link.getAttribute('href')?.includes('?'));
    expect(actions.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')])).toEqual([
      ['Book late: Lena Late', `/courses/${id(1)}?book=booster`],
      ['Set the interval: Nora New', `/courses/${id(4)}?order=look`],
      ['Set the interval: Ed Ended', `/courses/${id(5)}?order=look`],
      ['Set the interval: Ina Ending', `/courses/${id(6)}?order=look`],
      ['Set the interval: Sam Series', `/courses/${id(7)}?order=look`],
      ['Book: Otto Over', `/courses/${id(2)}?book=booster`],
      ['Book: Tina Today', `/courses/${id(3)}?book=booster`],
    ]);
  });

  test('say how late each is, until when it may be booked, and when its order ends', async () => {
    open('front-desk');
    await part(/^To call/);
    expect(row('Lena Late')).toHaveTextContent('Sun 21 Feb 9 days overdue');
    expect(row('Lena Late')).toHaveTextContent('Sun 14 Feb to Sun 28 Feb, passed');
    expect(row('Tina Today')).toHaveTextContent('Tue 2 Mar today');
    expect(row('Tina Today')).toHaveTextContent('every 4 weeks, ends Tue 9 Mar');
    expect(row('Nora New')).toHaveTextContent('every 4 weeks by the protocol, not ordered yet');
    expect(row('Ed Ended')).toHaveTextContent('as needed, ended Mon 1 Mar');
    expect(row('Ina Ending')).toHaveTextContent('as needed, ends Tue 9 Mar');
    expect(row('Sam Series')).toHaveTextContent('a series, all of it booked or over');
  });

  test('are only read by a nurse', async () => {
    open('nurse');
    await part(/^To call/);
    expect(screen.queryByRole('link', { name: /^(Book|Set)/ })).not.toBeInTheDocument();
    expect(screen.queryByText('a clinician decides')).not.toBeInTheDocument();
  });

  test('come in pages', async () => {
    open('front-desk', {
      'GET /worklists/due-boosters': ({ query }) =>
        query.get('cursor') ? { items: [ALL[1]] } : { items: [ALL[2]], nextCursor: 'next' },
    });
    await part(/^To call/);
    await userEvent.click(screen.getByRole('button', { name: 'Show more due boosters' }));
    expect(await screen.findByRole('link', { name: 'Otto Over' })).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Show more due boosters' })).not.toBeInTheDocument();
  });

  test('an empty list says how it fills', async () => {
    open('front-desk', { 'GET /worklists/due-boosters': () => ({ items: [] }) });
    expect(await screen.findByText('No booster is due.')).toBeInTheDocument();
  });

  test('a list that did not come can be asked for again', async () => {
    let isDown = true;
    open('front-desk', {
      'GET /worklists/due-boosters': () =>
        isDown ? refuse({ type: 'unavailable', status: 503, title: 'Not just now' }) : { items: ALL },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('Not just now');
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await part(/^To call/)).toBeInTheDocument();
  });
});
