import { beforeEach, describe, expect, test } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { BookCoursePage } from '#client/features/booking/book-course-page.tsx';
import { CoursePage } from '#client/features/course/course-page.tsx';
import type { Course } from '#server/contract/course.ts';
import {
  aClinic,
  aCourse,
  aPatient,
  aPlan,
  aProtocol,
  aSession,
  at,
  IDS,
} from '#tests/support/contract-data.ts';
import { fakeServer, type Routes, refuse } from '#tests/support/fake-server.ts';
import { renderPage } from '#tests/support/render-page.tsx';

/** Another induction after a relapse: from the course that it follows to the booking that ends it. */

const BOOSTER = aSession({
  sequence: 7,
  phase: 'maintenance',
  startsAt: at('2027-04-16'),
  endsAt: at('2027-04-16', '11:00'),
});
/** Ana's course from 2 March on: in maintenance, and a booster booked. */
const MAINTAINED = aCourse({
  state: 'maintenance',
  sessions: [...aCourse().sessions.map((one) => ({ ...one, status: 'fulfilled' as const })), BOOSTER],
  bookedBoosterId: BOOSTER.id,
  actions: ['book-reinduction'],
});

const routes = (course: Course, more: Routes): Routes => ({
  'GET /clinic': () => aClinic(),
  'GET /protocols': () => ({ items: [aProtocol()] }),
  'GET /courses/*': () => course,
  'GET /patients/*/courses': () => ({ items: [course] }),
  'GET /patients/*': () => aPatient(),
  'POST /course-plans': () => ({ plans: [aPlan()], whyNot: [] }),
  'POST /courses': () => aCourse({ id: IDS.otherAna }),
  ...more,
});

function openCourse(course: Course = MAINTAINED) {
  globalThis.fetch = fakeServer(routes(course, {})).fetch;
  const page = <CoursePage id={course.id} onChanged={() => {}} />;
  return renderPage(page, `/courses/${course.id}`);
}

function openBooking(course: Course = MAINTAINED, more: Routes = {}) {
  const server = fakeServer(routes(course, more));
  globalThis.fetch = server.fetch;
  const page = renderPage(<BookCoursePage />, `/book?patient=${IDS.ana}&after=${IDS.course}`);
  const booked = () =>
    server.asked
      .filter(({ method, path }) => `${method} ${path}` === 'POST /courses')
      .map(({ body }) => body);
  return { ...page, booked };
}

beforeEach(() => sessionStorage.clear());

describe('the page of a course', () => {
  test('leads a clinician to the booking of another induction, with what is known filled in', async () => {
    const { container } = openCourse();
    const link = await screen.findByRole('link', { name: 'Book another induction' });
    expect(link).toHaveAttribute(
      'href',
      `/book?patient=${IDS.ana}&protocol=${IDS.protocol}&after=${IDS.course}`,
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  test('offers it to nobody whom the server does not let', async () => {
    openCourse({ ...MAINTAINED, actions: [] });
    await screen.findByRole('heading', { level: 1, name: 'Ana Ruiz' });
    expect(screen.queryByRole('link', { name: 'Book another induction' })).not.toBeInTheDocument();
  });

  test('says which course it follows, and which follows it', async () => {
    openCourse({
      ...MAINTAINED,
      follows: { id: IDS.dana, startedOn: '2026-09-01' },
      followedBy: { id: IDS.otherAna, startedOn: '2027-05-04' },
    });
    expect(await screen.findByRole('link', { name: 'course of 1 Sep 2026' })).toHaveAttribute(
      'href',
      `/courses/${IDS.dana}`,
    );
    expect(screen.getByText(/followed by the/)).toHaveTextContent('followed by the course of 4 May 2027');
  });
});

describe('the booking of another induction', () => {
  const bookAll = () => screen.findByRole('button', { name: 'Book all six' });

  test('says what ends with it before it is pressed, and is sent with the course that it follows', async () => {
    const { container, booked, here } = openBooking();
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Book another induction');
    expect(await screen.findByText(/Follows the/)).toHaveTextContent(
      'Follows the course of 2 Mar 2027. That one ends with this booking: its booster of Fri 16 Apr, 9:00 is cancelled, and it asks for no more boosters.',
    );
    expect(screen.queryByText(/Already has a course/)).not.toBeInTheDocument();
    await bookAll();
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(await bookAll());
    await waitFor(() => expect(here()).toBe(`/courses/${IDS.otherAna}`));
    expect(booked()).toMatchObject([{ patientId: IDS.ana, reinductionOf: IDS.course }]);
  });

  test('can be made a course of its own instead', async () => {
    const { booked, here } = openBooking();
    await userEvent.click(await screen.findByRole('button', { name: 'Book it on its own' }));
    expect(here()).not.toMatch(/after/);
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Book a course');
    expect(await screen.findByText(/Already has a course/)).toBeInTheDocument();
    await userEvent.click(await bookAll());
    await waitFor(() => expect(booked()).toHaveLength(1));
    expect(booked()[0]).not.toHaveProperty('reinductionOf');
  });

  test('follows nothing of whoever is chosen instead', async () => {
    const { here } = openBooking();
    await screen.findByText(/Follows the/);
    await userEvent.click(screen.getByRole('button', { name: 'Change' }));
    await waitFor(() => expect(here()).not.toMatch(/after|patient/));
  });

  test('says so where nothing can follow, and what the server refuses', async () => {
    openBooking(
      { ...MAINTAINED, actions: [] },
      {
        'POST /courses': () =>
          refuse({
            type: 'course-not-bookable',
            status: 409,
            title: 'Nothing more can be booked in this course now',
            detail: 'Another course follows it already.',
          }),
      },
    );
    expect(await screen.findByText(/Nothing can follow it now/)).toBeInTheDocument();
    await userEvent.click(await bookAll());
    expect(await screen.findByText('Another course follows it already.')).toBeInTheDocument();
  });
});
