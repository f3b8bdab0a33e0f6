import { z } from 'zod';
import { COURSE_STATES } from '#server/scheduling/vocabulary.ts';
import { Course } from './course.ts';
import { defineEndpoint } from './endpoint.ts';
import { Erasure, ErasureReason } from './erasure.ts';
import { Id, Instant, LocalDate, line, page, pageQuery, SentLocalDate } from './primitives.ts';

const Phone = z
  .string()
  .trim()
  .max(40)
  .regex(
    /^\+?[\d\s().-]{5,}(\s*(x|ext\.?)\s*\d{1,6})?$/i,
    'Must be a telephone number, like +1 212 555 0142.',
  );
const Email = z.email('Must be an e-mail address, like ana@example.com.').max(254);

export const Patient = z
  .object({
    id: Id,
    givenName: z.string(),
    familyName: z.string(),
    dateOfBirth: LocalDate,
    phone: z.string().nullable(),
    email: z.string().nullable(),
    createdAt: Instant,
    /** Only the care team sees the record, and whoever opened it in an emergency. */
    isRestricted: z.boolean(),
  })
  .meta({ id: 'Patient' });
export type Patient = z.infer<typeof Patient>;

export const PatientListItem = Patient.extend({
  /** The newest course that has not stopped. */
  currentCourse: z.object({ id: Id, protocolName: z.string(), state: z.enum(COURSE_STATES) }).nullable(),
}).meta({ id: 'PatientListItem' });
export type PatientListItem = z.infer<typeof PatientListItem>;

const fields = {
  givenName: line(80),
  familyName: line(80),
  dateOfBirth: SentLocalDate,
  phone: Phone.nullable().optional(),
  email: Email.nullable().optional(),
};

export const listPatients = defineEndpoint({
  id: 'listPatients',
  method: 'GET',
  path: '/patients',
  tag: 'patients',
  summary: 'Find patients by name, date of birth or telephone; without q, all by family name',
  access: 'signed-in',
  query: z.strictObject({ q: z.string().trim().max(120).optional(), ...pageQuery }),
  status: 200,
  response: page(PatientListItem),
});

export const addPatient = defineEndpoint({
  id: 'addPatient',
  method: 'POST',
  path: '/patients',
  tag: 'patients',
  summary: 'Add a patient to the register',
  access: 'signed-in',
  body: z.strictObject({
    ...fields,
    /** Somebody of the same name and date of birth is there already, and this is another person. */
    allowDuplicate: z.boolean().default(false),
  }),
  status: 201,
  response: Patient,
  problems: ['patient-exists'],
});

export const getPatient = defineEndpoint({
  id: 'getPatient',
  method: 'GET',
  path: '/patients/:id',
  tag: 'patients',
  summary: 'One patient',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: Patient,
});

export const updatePatient = defineEndpoint({
  id: 'updatePatient',
  method: 'PATCH',
  path: '/patients/:id',
  tag: 'patients',
  summary: 'Correct what the register says of a patient',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({
    givenName: fields.givenName.optional(),
    familyName: fields.familyName.optional(),
    dateOfBirth: fields.dateOfBirth.optional(),
    phone: fields.phone,
    email: fields.email,
  }),
  status: 200,
  response: Patient,
});

export const listPatientCourses = defineEndpoint({
  id: 'listPatientCourses',
  method: 'GET',
  path: '/patients/:id/courses',
  tag: 'patients',
  summary: 'The courses of a patient, newest first',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: z.object({ items: z.array(Course) }),
});

export const forgetPatient = defineEndpoint({
  id: 'forgetPatient',
  method: 'POST',
  path: '/patients/:id/erasure',
  tag: 'patients',
  summary:
    'Forget a patient who never had a course: out of the register, with their account and with what the audit trail keeps of them in words. Of whoever had one, records are kept',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ reason: ErasureReason }),
  status: 200,
  response: Erasure,
  problems: ['not-found', 'record-kept'],
});
