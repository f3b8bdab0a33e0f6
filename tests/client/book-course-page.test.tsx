import { beforeEach, describe, expect, test } from '@jest/globals';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BookCoursePage } from '#client/features/booking/book-course-page.tsx';
import {
  aClinic,
  aCourse,
  aPatient,
  aPlan,
  aProtocol,
  at,
  IDS,
  listed,
  someStartTimes,
  TUE_FRI,
} from '#tests/support/contract-data.ts';
import { type Asked, fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

const nines = TUE_FRI.map((day) => at(day));
const replaced = nines.map((start, i) => (i === 1 ? at('2027-03-05', '10:30') : start));

const clinic: Routes = {
  'GET /clinic': () => aClinic(),
  'GET /protocols': () => ({ items: [aProtocol()] }),
  'GET /patients': () => ({ items: [listed(aPatient())] }),
  'GET /patients/*/courses': () => ({ items: [] }),
  'GET /patients/*': () => aPatient(),
  'POST /course-plans/start-times': () => someStartTimes(),
  'POST /course-plans': ({ body }) => ({
    plans:
      (body as { fixed?: unknown }).fixed === undefined
        ? [aPlan(), aPlan(TUE_FRI.map((day) => at(day, '13:00')))]
        : [aPlan(nines, { cost: 4 })],
    whyNot: [],
  }),
  'POST /courses': () => aCourse(),
};

function open(routes: Routes = {}, address = `/book?patient=${IDS.ana}`) {
  const server = fakeServer({ ...clinic, ...routes });
  globalThis.fetch = server.fetch;
  const page = renderPage(<BookCoursePage />, address);
  const bookings = () => server.asked.filter(({ method, path }) => method === 'POST' && path === '/courses');
  return { ...page, asked: server.asked, bookings };
}

const bookAll = () => screen.findByRole('button', { name: 'Book all six' });
const keyOf = (booking: Asked | undefined) => booking?.headers.get('idempotency-key');
const startsOf = (booking: Asked | undefined): string[] => {
  const body = booking?.body as { sessions: { startsAt: string }[] } | undefined;
  return body?.sessions.map(({ startsAt }) => startsAt) ?? [];
};

/** The first try loses session 2; the next ones are as given. */
function losingSession2(then: () => unknown = () => aCourse()) {
  let tries = 0;
  return () => {
    tries += 1;
    if (tries > 1) return then();
    return refuse({
      type: 'slot-taken',
      title: 'Somebody else was quicker',
      status: 409,
      lost: [2],
      alternatives: [aPlan(replaced)],
    });
  };
}

beforeEach(() => sessionStorage.clear());

describe('booking with the telephone at the ear', () => {
  test('a name and three Enters book the whole course', async () => {
    const { bookings, here } = open({}, '/book');
    const search = await screen.findByRole('combobox', { name: 'Patient' });
    await waitFor(() => expect(search).toHaveFocus());
    await userEvent.keyboard('ana');
    await screen.findByRole('option', { name: /Ana Ruiz/ });
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByRole('radio', { name: /Tue and Fri at 9:00/ })).toHaveFocus());
    await userEvent.keyboard('{Enter}');
    expect(await bookAll()).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.course}`));
    expect(startsOf(bookings()[0])).toEqual(nines);
    expect(keyOf(bookings()[0])).toMatch(/^[\x21-\x7e]{8,200}$/);
  });

  test('a number key chooses a plan', async () => {
    const { bookings } = open();
    await bookAll();
    screen.getByRole('radio', { name: /at 9:00/ }).focus();
    await userEvent.keyboard('2');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(startsOf(bookings()[0])[0]).toBe(at('2027-03-02', '13:00')));
  });

  test('the page has no accessibility violations', async () => {
    const { container } = open();
    await bookAll();
    expect(await axe(container)).toHaveNoViolations();
  });

  test('what the patient would like goes into the address and to the planner', async () => {
    const { asked, here } = open();
    await bookAll();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Wed' }));
    await userEvent.click(screen.getByRole('radio', { name: 'Morning' }));
    await waitFor(() => expect(here()).toContain('days=3&time=morning'));
    await waitFor(() =>
      expect(asked.at(-1)?.body).toMatchObject({
        from: '2027-03-02',
        preferences: { weekdays: [3], timeOfDay: { from: '00:00', to: '11:59' } },
      }),
    );
  });

  test('a date is asked for once it is whole, and none before today', async () => {
    const { here } = open();
    const from = await screen.findByLabelText('Start on or after');
    fireEvent.change(from, { target: { value: '0002-03-09' } });
    expect(from).toHaveValue('0002-03-09');
    expect(here()).not.toContain('from=');
    fireEvent.change(from, { target: { value: '2027-03-09' } });
    await waitFor(() => expect(here()).toContain('from=2027-03-09'));
    expect(from).toHaveAccessibleDescription('Tue 9 Mar, in 7 days');
  });

  test('a course that the patient is in already is said, before another is booked', async () => {
    open({ 'GET /patients/*/courses': () => ({ items: [aCourse()] }) });
    expect(await screen.findByRole('link', { name: 'IV induction, induction' })).toHaveAttribute(
      'href',
      `/courses/${IDS.course}`,
    );
  });

  test('where no whole course fits, the reasons are said and what to try', async () => {
    const { here } = open({
      'POST /course-plans': () => ({
        plans: [],
        whyNot: [{ code: 'chair-full', detail: 'Every chair is taken until Fri 19 Mar.', severity: 'hard' }],
      }),
    });
    expect(await screen.findByText('Every chair is taken until Fri 19 Mar.')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Start a week later' }));
    await waitFor(() => expect(here()).toContain('from=2027-03-09'));
  });
});

describe('when somebody else was quicker', () => {
  test('the lost session is shown with its replacement, and one press books that', async () => {
    const { bookings, here, container } = open({ 'POST /courses': losingSession2() });
    await userEvent.click(await bookAll());
    expect(await screen.findByRole('heading', { name: 'Session 2 was taken a moment ago' })).toHaveFocus();
    expect(screen.getByText(/The other five are still free/)).toBeInTheDocument();
    const before = screen.getByRole('table', { name: 'Before: what was chosen' });
    expect(within(before).getByRole('row', { name: /^2 Fri 5 Mar, 9:00 taken/ })).toBeInTheDocument();
    const after = screen.getByRole('table', { name: 'After: with the replacement' });
    expect(within(after).getByRole('row', { name: '2 Fri 5 Mar, 10:30 moved' })).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(screen.getByRole('button', { name: 'Book with the replacement' }));
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.course}`));
    expect(startsOf(bookings()[1])).toEqual(replaced);
    expect(keyOf(bookings()[1])).not.toBe(keyOf(bookings()[0]));
  });

  test('nothing that was asked for is lost, and all that is free now can be seen', async () => {
    const address = `/book?patient=${IDS.ana}&days=2,5&time=morning`;
    const { here } = open({ 'POST /courses': losingSession2() }, address);
    await userEvent.click(await bookAll());
    await userEvent.click(await screen.findByRole('button', { name: 'See all plans free now' }));
    expect(await screen.findByRole('radio', { name: /mostly at 9:00/ })).toBeChecked();
    expect(here()).toContain('days=2,5&time=morning');
    expect(screen.getByRole('checkbox', { name: 'Fri' })).toBeChecked();
  });

  test('a replacement that is refused too stays on the page, with the reason at its session', async () => {
    open({
      'POST /courses': losingSession2(() =>
        refuse({
          type: 'plan-breaks-rules',
          title: 'This plan breaks a rule of the clinic',
          status: 422,
          violations: [
            { code: 'too-close', detail: 'Too close to session 2.', severity: 'hard', sequence: 3 },
          ],
        }),
      ),
    });
    await userEvent.click(await bookAll());
    await userEvent.click(await screen.findByRole('button', { name: 'Book with the replacement' }));
    expect(await screen.findByText('Too close to session 2.')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Session 2 Fri 5 Mar, 10:30/ })).toBeInTheDocument();
  });
});

test('pressing again after a broken connection sends the same key, so nothing is booked twice', async () => {
  let tries = 0;
  const { bookings } = open({
    'POST /courses': () => {
      tries += 1;
      if (tries === 1) throw new TypeError('network');
      return aCourse();
    },
  });
  await userEvent.click(await bookAll());
  await screen.findByText('The clinic’s server cannot be reached');
  await userEvent.click(await bookAll());
  await waitFor(() => expect(bookings()).toHaveLength(2));
  expect(keyOf(bookings()[1])).toBe(keyOf(bookings()[0]));
});

describe('changing one session by hand', () => {
  const moveSession2 = async () => {
    await userEvent.click(await screen.findByRole('button', { name: /Session 2 Fri 5 Mar, 9:00/ }));
    await userEvent.click(await screen.findByRole('tab', { name: /Fri 5 Mar/ }));
    await userEvent.click(screen.getByRole('option', { name: '9:15' }));
  };

  test('moves it in place, judges the plan again and books it so', async () => {
    const { asked, bookings } = open();
    await moveSession2();
    expect(await screen.findByRole('button', { name: /Session 2 Fri 5 Mar, 9:15/ })).toHaveFocus();
    await screen.findByText('Best fit, 4 points');
    const judged = asked.filter(({ path }) => path === '/course-plans').at(-1)?.body;
    expect(judged).toMatchObject({
      fixed: expect.arrayContaining([{ sequence: 2, startsAt: at('2027-03-05', '09:15') }]),
    });
    await userEvent.click(await bookAll());
    await waitFor(() => expect(startsOf(bookings()[0])[1]).toBe(at('2027-03-05', '09:15')));
  });

  test('survives a reload', async () => {
    const { unmount } = open();
    await moveSession2();
    await screen.findByRole('button', { name: /Session 2 Fri 5 Mar, 9:15/ });
    unmount();
    open();
    expect(await screen.findByRole('button', { name: /Session 2 Fri 5 Mar, 9:15/ })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Put the plan back as it was' }));
    expect(await screen.findByRole('button', { name: /Session 2 Fri 5 Mar, 9:00/ })).toBeInTheDocument();
  });

  test('cannot be booked while it breaks a rule, and says which', async () => {
    open({
      'POST /course-plans': ({ body }) =>
        (body as { fixed?: unknown }).fixed === undefined
          ? { plans: [aPlan()], whyNot: [] }
          : {
              plans: [],
              whyNot: [
                { code: 'too-close', detail: 'Too close to session 1.', severity: 'hard', sequence: 2 },
              ],
            },
    });
    await moveSession2();
    expect(await screen.findByText('Too close to session 1.')).toBeInTheDocument();
    expect(await bookAll()).toBeDisabled();
  });
});

describe('a patient who is not in the register', () => {
  const addJo = async () => {
    await userEvent.type(await screen.findByRole('combobox', { name: 'Patient' }), 'ana ruiz');
    await userEvent.click(await screen.findByRole('button', { name: 'Add “ana ruiz” as a new patient' }));
    await userEvent.type(screen.getByLabelText('Date of birth'), '1984-02-03');
    await userEvent.click(screen.getByRole('button', { name: 'Add the patient' }));
  };
  const twin = refuse({
    type: 'patient-exists',
    title: 'Already in the register',
    status: 409,
    patientId: IDS.ana,
  });
  const onlyTwice: Routes = {
    'POST /patients': ({ body }) =>
      (body as { allowDuplicate: boolean }).allowDuplicate ? aPatient({ id: IDS.otherAna }) : twin,
  };

  test('who is there after all is offered instead', async () => {
    const { here } = open(onlyTwice, '/book');
    await addJo();
    await userEvent.click(await screen.findByRole('button', { name: 'Use this patient' }));
    await waitFor(() => expect(here()).toBe(`/book?patient=${IDS.ana}`));
  });

  test('can be added all the same, as another person', async () => {
    const { here } = open(onlyTwice, '/book');
    await addJo();
    await userEvent.click(await screen.findByRole('button', { name: 'Add anyway' }));
    await waitFor(() => expect(here()).toBe(`/book?patient=${IDS.otherAna}`));
  });

  test('what is missing is said at its field, before anything is sent', async () => {
    const { asked } = open(onlyTwice, '/book?new=');
    await userEvent.click(await screen.findByRole('button', { name: 'Add the patient' }));
    expect(screen.getByLabelText('Family name')).toHaveAccessibleDescription('Write the family name.');
    expect(asked.some(({ method }) => method === 'POST')).toBe(false);
  });
});
