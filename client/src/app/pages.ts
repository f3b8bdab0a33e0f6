import { matchRoutes, type RouteObject } from 'react-router';
import type { Role } from '#client/lib/role-words.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { BOOKERS, STAFF } from './roles.ts';

/** What the layout knows of a page before it is loaded. */
export type PageHandle = {
  /** Routes of one name are one page to the reader: going from one to the other leaves the focus where it is. */
  page: string;
  title: string;
  roles: readonly Role[];
};

/** Every page is loaded when it is first asked for, so that the first one carries only itself. */
const page = (handle: PageHandle, path: string | undefined, lazy: NonNullable<RouteObject['lazy']>) =>
  path === undefined ? { index: true as const, handle, lazy } : { path, handle, lazy };

const board: PageHandle = { page: 'board', title: 'Day', roles: STAFF };
const loadBoard = async () => ({ Component: (await import('./routes/board-route.tsx')).BoardRoute });

/** Every page of somebody who is signed in. */
export const PAGES: RouteObject[] = [
  page({ ...board, roles: [...STAFF, 'patient'] }, undefined, loadBoard),
  page(board, 'day/:date?', loadBoard),
  page({ page: 'courses', title: 'Courses', roles: STAFF }, 'courses', async () => ({
    Component: (await import('#client/features/caseload/courses-page.tsx')).CoursesPage,
  })),
  page({ page: 'course', title: 'Course', roles: STAFF }, 'courses/:id', async () => ({
    Component: (await import('./routes/course-route.tsx')).CourseRoute,
  })),
  page({ page: 'due', title: 'Due boosters', roles: STAFF }, 'due', async () => ({
    Component: (await import('#client/features/caseload/due-boosters-page.tsx')).DueBoostersPage,
  })),
  page({ page: 'open-gates', title: 'Open gates', roles: STAFF }, 'open-gates', async () => ({
    Component: (await import('#client/features/gates/open-gates-page.tsx')).OpenGatesPage,
  })),
  page({ page: 'freed-chairs', title: 'Freed chairs', roles: STAFF }, 'freed-chairs', async () => ({
    Component: (await import('#client/features/backfill/freed-chairs-page.tsx')).FreedChairsPage,
  })),
  page({ page: 'book', title: 'Book a course', roles: BOOKERS }, 'book', async () => ({
    Component: (await import('#client/features/booking/book-course-page.tsx')).BookCoursePage,
  })),
  page({ page: 'closures', title: 'Closures', roles: BOOKERS }, 'closures', async () => ({
    Component: (await import('#client/features/closures/closures-page.tsx')).ClosuresPage,
  })),
  page({ page: 'hours', title: 'Hours', roles: ['admin'] }, 'hours', async () => ({
    Component: (await import('#client/features/closures/hours-page.tsx')).HoursPage,
  })),
  page({ page: 'patients', title: 'Patients', roles: STAFF }, 'patients', async () => ({
    Component: (await import('#client/features/patients/patients-page.tsx')).PatientsPage,
  })),
  page({ page: 'patient', title: 'Patient', roles: STAFF }, 'patients/:id', async () => ({
    Component: (await import('./routes/patient-route.tsx')).PatientRoute,
  })),
  page(
    { page: 'access-history', title: 'Access history', roles: ['admin'] },
    'patients/:id/access',
    async () => ({
      Component: (await import('#client/features/audit/access-history-page.tsx')).AccessHistoryPage,
    }),
  ),
  page({ page: 'audit', title: 'Audit', roles: ['admin'] }, 'audit', async () => ({
    Component: (await import('#client/features/audit/audit-page.tsx')).AuditPage,
  })),
  page({ page: 'me', title: 'My sessions', roles: ['patient'] }, 'me', async () => ({
    Component: (await import('#client/features/my-sessions/my-sessions-page.tsx')).MySessionsPage,
  })),
  page({ page: 'people', title: 'People', roles: ['admin'] }, 'people', async () => ({
    Component: (await import('#client/features/people/people-page.tsx')).PeoplePage,
  })),
  page({ page: 'account', title: 'My account', roles: STAFF }, 'account', async () => ({
    Component: (await import('#client/features/account/account-page.tsx')).AccountPage,
  })),
  { path: '*', Component: NotFoundPage },
];

/** Whether there is a page at this address, and this role may see it. */
export function mayOpen(address: string, role: Role): boolean {
  const [path = ''] = address.split(/[?#]/);
  const handle = matchRoutes(PAGES, path)?.at(-1)?.route.handle as PageHandle | undefined;
  return handle?.roles.includes(role) ?? false;
}
