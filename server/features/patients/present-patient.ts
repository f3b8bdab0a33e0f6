import type { Patient, PatientListItem } from '#server/contract/patients.endpoints.ts';
import type { PatientInList, PatientRecord } from '#server/repositories/patients.ts';
import { formatInstant } from '#server/scheduling/time/clinic-time.ts';

export const presentPatient = (patient: PatientRecord, zone: string): Patient => ({
  id: patient.id,
  givenName: patient.givenName,
  familyName: patient.familyName,
  dateOfBirth: patient.dateOfBirth,
  phone: patient.phone,
  email: patient.email,
  createdAt: formatInstant(patient.createdAt, zone),
  isRestricted: patient.isRestricted,
});

export const presentPatientInList = (patient: PatientInList, zone: string): PatientListItem => ({
  ...presentPatient(patient, zone),
  currentCourse: patient.currentCourse,
});
