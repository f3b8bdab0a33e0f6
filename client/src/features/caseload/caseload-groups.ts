import type { CaseloadCourse } from '#server/contract/response.endpoints.ts';
import { NEEDS, type NeedCode } from './caseload-words.ts';

/** Each course under the most pressing of its needs, in the order that the server has; the rest by themselves. */
export function groupsOf(courses: readonly CaseloadCourse[]): {
  groups: { code: NeedCode; courses: CaseloadCourse[] }[];
  others: CaseloadCourse[];
} {
  const groups = NEEDS.map((code) => ({
    code,
    courses: courses.filter(({ needs }) => needs[0]?.code === code),
  })).filter((group) => group.courses.length > 0);
  return { groups, others: courses.filter(({ needs }) => needs.length === 0) };
}
