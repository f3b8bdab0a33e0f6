import type { Role } from '#client/lib/role-words.ts';

/** Where each role's day begins. */
export const HOMES: Record<Role, string> = {
  'front-desk': '/',
  nurse: '/',
  admin: '/',
  clinician: '/courses',
  patient: '/me',
};

export const STAFF: readonly Role[] = ['front-desk', 'nurse', 'clinician', 'admin'];
export const BOOKERS: readonly Role[] = ['front-desk', 'clinician', 'admin'];

type Place = { to: string; label: string; short?: string };

const DAY = { to: '/', label: 'Day' };
const DAY_ASIDE = { to: '/day', label: 'Day' };
const BOOK = { to: '/book', label: 'Book a course', short: 'Book' };
const PATIENTS = { to: '/patients', label: 'Patients' };
const DUE = { to: '/due', label: 'Due boosters', short: 'Due' };
const FREED = { to: '/freed-chairs', label: 'Freed chairs', short: 'Freed' };
const GATES = { to: '/open-gates', label: 'Open gates', short: 'Gates' };
const PEOPLE = { to: '/people', label: 'People' };
const AUDIT = { to: '/audit', label: 'Audit' };
const COURSES = { to: '/courses', label: 'Courses' };

/** What each role finds in the header, the most used first. */
export const PLACES: Record<Role, readonly Place[]> = {
  'front-desk': [DAY, BOOK, PATIENTS, DUE, FREED, GATES, COURSES],
  nurse: [DAY, PATIENTS, GATES, DUE, COURSES],
  clinician: [COURSES, DUE, GATES, DAY_ASIDE, PATIENTS, BOOK],
  admin: [DAY, BOOK, PATIENTS, DUE, COURSES, PEOPLE, AUDIT],
  patient: [],
};
