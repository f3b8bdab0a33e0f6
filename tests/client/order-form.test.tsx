import { describe, expect, jest, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BoosterOrderSection } from '#client/features/booster-order/booster-order-section.tsx';
import type { BoosterOrder } from '#server/contract/course.ts';
import type { BoosterWindow } from '#server/contract/plan.ts';
import { aClinic, aCourse, aProtocol, at, IDS } from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPart } from '#tests/support/render-page.tsx';

jest.setTimeout(20_000);

const WINDOW: BoosterWindow = {
  dueOn: '2027-03-22',
  earliestOn: '2027-03-15',
  latestOn: '2027-03-29',
  interval: 'P4W',
  asNeeded: false,
  source: 'protocol',
  anchorOn: '2027-02-22',
  provisional: false,
};

const order = (change: Partial<BoosterOrder> = {}): BoosterOrder => ({
  id: '01950000-0000-7000-8000-000000000300',
  courseId: IDS.course,
  interval: 'P6W',
  asNeeded: false,
  seriesOf: null,
  flexDays: 7,
  expiresOn: null,
  reason: 'Holding well',
  evidence: null,
  setBy: { id: '01950000-0000-7000-8000-000000000400', name: 'Dr Moreau' },
  setAt: at('2027-02-23', '12:00'),
  ...change,
});

function open(
  change: Routes = {},
  actions: ('book-booster' | 'set-booster-order')[] = ['set-booster-order'],
) {
  const server = fakeServer({
    'GET /protocols': () => ({ items: [aProtocol()] }),
    'GET /courses/*/booster-orders': () => ({ items: [] }),
    'PUT /courses/*/booster-order': ({ body }) => ({
      ...order(body as Partial<BoosterOrder>),
      boosterWindow: WINDOW,
      courseVersion: 4,
    }),
    ...change,
  });
  globalThis.fetch = server.fetch;
  const course = aCourse({ version: 3, boosterWindow: WINDOW, actions });
  return { ...renderPart(<BoosterOrderSection course={course} clinic={aClinic()} />), asked: server.asked };
}

const sent = (asked: ReturnType<typeof open>['asked']) => asked.find(({ method }) => method === 'PUT');

describe('the booster interval', () => {
  test('shows where the next booster would be while it is chosen', async () => {
    const { container } = open();
    await userEvent.click(await screen.findByRole('radio', { name: 'every 6 weeks' }));
    // six weeks after Mon 22 Feb
    expect(screen.getByText('Mon 5 Apr')).toBeInTheDocument();
    expect(screen.getByText(/between Mon 29 Mar and Mon 12 Apr/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Set every 6 weeks' })).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('asks for the reason, and sends the version that was seen', async () => {
    const { asked } = open();
    await userEvent.click(await screen.findByRole('radio', { name: 'every 6 weeks' }));
    await userEvent.click(screen.getByRole('button', { name: 'Set every 6 weeks' }));
    expect(screen.getByLabelText('Why')).toHaveAccessibleDescription(/Say why/);
    await waitFor(() => expect(screen.getByLabelText('Why')).toHaveFocus());
    await userEvent.type(screen.getByLabelText('Why'), 'Holding well');
    await userEvent.click(screen.getByRole('button', { name: 'Set every 6 weeks' }));
    await waitFor(() =>
      expect(sent(asked)?.body).toEqual({ interval: 'P6W', flexDays: 7, reason: 'Holding well' }),
    );
    expect(sent(asked)?.headers.get('if-match')).toBe('"3"');
  });

  test('takes any number of days, weeks or months', async () => {
    open();
    await userEvent.click(await screen.findByRole('radio', { name: 'other interval' }));
    await userEvent.clear(screen.getByLabelText('Every'));
    await userEvent.type(screen.getByLabelText('Every'), '2');
    await userEvent.selectOptions(screen.getByLabelText('Unit'), 'months');
    expect(screen.getByText('Thu 22 Apr')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Set every 2 months' })).toBeInTheDocument();
  });

  test('boosters closer than the protocol allows are refused before they are sent', async () => {
    const { asked } = open();
    await userEvent.click(await screen.findByRole('radio', { name: 'other interval' }));
    await userEvent.clear(screen.getByLabelText('Every'));
    await userEvent.type(screen.getByLabelText('Every'), '5');
    await userEvent.selectOptions(screen.getByLabelText('Unit'), 'days');
    await userEvent.type(screen.getByLabelText('Why'), 'Closer');
    await userEvent.click(screen.getByRole('button', { name: 'Set every 5 days' }));
    expect(screen.getByText('Boosters are at least 7 days apart.')).toBeInTheDocument();
    expect(sent(asked)).toBeUndefined();
  });

  test('as needed says until when', async () => {
    const { asked } = open();
    await userEvent.click(await screen.findByRole('radio', { name: 'as needed' }));
    expect(screen.getByLabelText('Until')).toHaveValue('2027-09-02');
    await userEvent.type(screen.getByLabelText('Why'), 'Stable for a year');
    await userEvent.click(screen.getByRole('button', { name: 'Set as needed' }));
    await waitFor(() =>
      expect(sent(asked)?.body).toEqual({
        asNeeded: true,
        expiresOn: '2027-09-02',
        flexDays: 7,
        reason: 'Stable for a year',
      }),
    );
  });

  test('keeps what was typed when the course has changed meanwhile', async () => {
    open({
      'PUT /courses/*/booster-order': () =>
        refuse({ type: 'course-changed', status: 412, title: 'The course has changed' }),
    });
    await userEvent.click(await screen.findByRole('radio', { name: 'every 6 weeks' }));
    await userEvent.type(screen.getByLabelText('Why'), 'Holding well');
    await userEvent.click(screen.getByRole('button', { name: 'Set every 6 weeks' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The course was changed while you wrote');
    expect(screen.getByLabelText('Why')).toHaveValue('Holding well');
  });

  test('the history reads as what changed to what, and why', async () => {
    open(
      {
        'GET /courses/*/booster-orders': () => ({
          items: [
            order(),
            order({
              id: '01950000-0000-7000-8000-000000000301',
              interval: 'P4W',
              setAt: at('2027-01-12', '12:00'),
              reason: 'As the protocol has it',
            }),
          ],
        }),
      },
      [],
    );
    const [newest, oldest] = await screen.findAllByRole('listitem');
    expect(newest).toHaveTextContent(
      'Dr Moreau changed it from every 4 weeks to every 6 weeks, 7 days either side.',
    );
    expect(newest).toHaveTextContent('“Holding well”');
    expect(oldest).toHaveTextContent('Dr Moreau set it to every 4 weeks');
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});
