import type { PatientFields } from '#server/repositories/patients.ts';
import type { LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays } from '#server/scheduling/time/clinic-time.ts';
import { chanceOf } from './chance.ts';
import { mailOf } from './mail.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts';

/** New York and around it; with 555 and 01xx behind it, a number that nobody has. */
const AREA_CODES = [
  '212',
  '646',
  '332',
  '718',
  '347',
  '929',
  '917',
  '914',
  '516',
  '631',
  '201',
  '973',
] as const;

/** Two names that no column is made for. */
const LONG_NAMES = [
  ['Maximiliana Theodora Alexandrina', 'Featherstonehaugh-Cholmondeley von Hohenlohe-Langenburg'],
  ['Bhuvaneshwari Lakshmi Narasimhan', 'Venkataraghavan-Subramaniam Krishnamoorthy'],
] as const;

/**
 * The others of the register, who have no course: so many that one has to search. The same each time; no name twice, so
 * that none of them can be mistaken for one of the cast by name and birthday.
 */
export function registerOf(count: number, taken: readonly (readonly [string, string])[]): PatientFields[] {
  const chance = chanceOf('register');
  const seen = new Set(taken.map((name) => name.join(' ')));
  const people: PatientFields[] = [];
  const add = (name: readonly [string, string]): void => {
    if (seen.has(name.join(' '))) return;
    seen.add(name.join(' '));
    const index = people.length;
    const area = AREA_CODES[index % AREA_CODES.length];
    people.push({
      givenName: name[0],
      familyName: name[1],
      dateOfBirth: birthday(chance.between(0, 63 * 365)),
      // Some have given no number, some no address.
      phone: chance.between(1, 20) === 1 ? null : `+1 ${area} 555 01${String(index % 100).padStart(2, '0')}`,
      email: chance.between(1, 6) === 1 ? null : mailOf(name),
    });
  };
  for (const name of LONG_NAMES) add(name);
  while (people.length < count) add([chance.oneOf(GIVEN_NAMES), chance.oneOf(FAMILY_NAMES)]);
  return people;
}

const birthday = (days: number): LocalDate => addDays('1940-01-01', days);
