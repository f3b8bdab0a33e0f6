import type { Course } from '#server/contract/course.ts';

/** Where another induction after this course is booked, with what is known of it; null where it cannot be, or by somebody else. */
export function anotherAddress({ id, patientId, protocol, actions }: Course): string | null {
  if (!actions.includes('book-reinduction')) return null;
  return `/book?${new URLSearchParams({ patient: patientId, protocol: protocol.id, after: id })}`;
}
