import { AppError } from '#server/errors.ts';
import type { CourseRecord } from '#server/repositories/courses.ts';
import type { PatientRecord } from '#server/repositories/patients.ts';
import type { ProtocolRecord } from '#server/repositories/protocols.ts';

export function knownPatient(patient: PatientRecord | null): PatientRecord {
  if (!patient)
    throw new AppError('not-found', 'There is no such patient. Look them up in the register again.');
  return patient;
}

/** A protocol that is there, and still booked. */
export function bookableProtocol(protocol: ProtocolRecord | null): ProtocolRecord {
  if (!protocol) throw new AppError('not-found', 'There is no such protocol. Choose one from the list.');
  if (protocol.status === 'retired') throw new AppError('protocol-retired');
  return protocol;
}

export function knownCourse(course: CourseRecord | null): CourseRecord {
  if (!course) throw new AppError('not-found', 'There is no such course.');
  return course;
}
