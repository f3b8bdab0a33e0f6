import { z } from 'zod';
import {
  GATE_CODES,
  GATE_SCOPES,
  GATE_STATES,
  GATE_STRENGTHS,
  TREATED_ELSEWHERE,
} from '#server/scheduling/vocabulary.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, LocalDate, line, page, pageQuery, SentLocalDate } from './primitives.ts';
import { GateLight } from './session.ts';

/** What must be done before a session: done and until when it is good, never a result. */

const byCourse = z.strictObject({ id: Id });

/** A session that a gate is about. */
const GatedSession = z.object({ id: Id, sequence: z.int(), startsAt: Instant });

/** What somebody recorded, and nobody has taken back. */
export const GateRecord = z
  .object({
    id: Id,
    doneOn: LocalDate,
    /** The last day on which it is good; null for ever. */
    expiresOn: LocalDate.nullable(),
    doneBy: z.object({ id: Id, name: z.string() }),
    recordedAt: Instant,
  })
  .meta({ id: 'GateRecord' });

/** How one gate of a course stands today; of one that each session has, once a session. */
export const Gate = z
  .object({
    kind: z.enum(GATE_CODES),
    /** What the clinic calls it. */
    name: z.string(),
    scope: z.enum(GATE_SCOPES),
    /** `soft` only warns. A `hard` one keeps a session waiting unless a clinician waives it, a `hard-no` one always. */
    strength: z.enum(GATE_STRENGTHS),
    /** Recorded when something speaks against the sessions, and taken back when it does no more. */
    isFlag: z.boolean(),
    state: z.enum(GATE_STATES),
    record: GateRecord.nullable(),
    /** Sessions that a clinician lets take place without. */
    waivers: z.array(GateRecord.pick({ id: true, doneBy: true, recordedAt: true }).extend({ sessionId: Id })),
    /** The session that it is about, where each has its own. */
    session: GatedSession.nullable(),
    /** The soonest session to come that it is not good for. */
    firstOpen: GatedSession.nullable(),
    /** The day by which something is to be done. */
    dueOn: LocalDate.nullable(),
    /** How long a new record is good for, at most; null for ever. */
    validFor: z.string().nullable(),
    /** What the person who asked may do with it now. */
    actions: z.array(z.enum(['mark', 'take-back', 'waive'])),
  })
  .meta({ id: 'Gate' });
export type Gate = z.infer<typeof Gate>;

export const CourseGates = z
  .object({
    courseId: Id,
    courseVersion: z.int(),
    /** Red while a session to come cannot take place as things stand. */
    light: GateLight,
    /** Each session that is still to come. */
    sessions: z.array(
      z.object({
        id: Id,
        sequence: z.int(),
        startsAt: Instant,
        light: GateLight,
        /** What keeps it waiting. For clinicians, nurses and admins only. */
        open: z.array(z.enum(GATE_CODES)).optional(),
      }),
    ),
    /** For clinicians, nurses and admins only. */
    items: z.array(Gate).optional(),
  })
  .meta({ id: 'CourseGates' });
export type CourseGates = z.infer<typeof CourseGates>;

export const getCourseGates = defineEndpoint({
  id: 'getCourseGates',
  method: 'GET',
  path: '/courses/:id/gates',
  tag: 'gates',
  summary: 'What must be done before the sessions of a course, and which of them wait for it',
  access: 'signed-in',
  params: byCourse,
  status: 200,
  response: CourseGates,
  problems: ['not-found'],
});

export const markGate = defineEndpoint({
  id: 'markGate',
  method: 'POST',
  path: '/courses/:id/gates',
  tag: 'gates',
  summary:
    'Record that a gate is done, or that a flag is up. Sessions to come are booked, or wait, by it at once',
  access: 'signed-in',
  params: byCourse,
  body: z.strictObject({
    kind: z.enum(GATE_CODES),
    /** Where each session has its own. */
    sessionId: Id.optional(),
    doneOn: SentLocalDate,
    /** The last day on which it is good, where that is sooner than the clinic's rule says. */
    expiresOn: SentLocalDate.nullable().optional(),
  }),
  status: 201,
  response: CourseGates,
  problems: ['not-allowed', 'not-found', 'course-changed'],
});

export const waiveGate = defineEndpoint({
  id: 'waiveGate',
  method: 'POST',
  path: '/courses/:id/gate-waivers',
  tag: 'gates',
  summary: 'Let one session take place though a gate is open. The reason is kept in the audit trail',
  access: 'signed-in',
  params: byCourse,
  body: z.strictObject({ kind: z.enum(GATE_CODES), sessionId: Id, reason: line(500) }),
  status: 201,
  response: CourseGates,
  problems: ['not-allowed', 'not-found', 'course-changed'],
});

export const takeBackGate = defineEndpoint({
  id: 'takeBackGate',
  method: 'POST',
  path: '/courses/:id/gates/take-back',
  tag: 'gates',
  summary: 'Take back what was recorded of a gate; take down a flag. It stays in the history',
  access: 'signed-in',
  params: byCourse,
  body: z.strictObject({ recordId: Id }),
  status: 200,
  response: CourseGates,
  problems: ['not-allowed', 'not-found', 'course-changed'],
});

/** A course that needs somebody because of its gates. */
export const GatedCourse = z
  .object({
    courseId: Id,
    patientId: Id,
    patientName: z.string(),
    protocolName: z.string(),
    light: GateLight,
    /** The soonest session that waits. */
    firstOpen: GatedSession.nullable(),
    /** The day by which something is to be done, the soonest of all. */
    dueOn: LocalDate,
    /** What is open, expired, about to expire or overdue. For clinicians, nurses and admins only. */
    gates: z.array(Gate.omit({ actions: true })).optional(),
  })
  .meta({ id: 'GatedCourse' });
export type GatedCourse = z.infer<typeof GatedCourse>;

export const listOpenGates = defineEndpoint({
  id: 'listOpenGates',
  method: 'GET',
  path: '/worklists/open-gates',
  tag: 'gates',
  summary:
    'Courses with something to be done before a session, or overdue after one; soonest first. To the front desk, those whose sessions wait',
  access: 'signed-in',
  query: z.strictObject(pageQuery),
  status: 200,
  response: page(GatedCourse),
});

export const Exposure = z
  .object({
    patientId: Id,
    /** Sessions that took place at this clinic. */
    lifetime: z.int(),
    lastTwelveMonths: z.int(),
    elsewhere: z.enum(TREATED_ELSEWHERE),
    /** Sessions in twelve months from which a clinician looks whether it goes on so. */
    reviewAt: z.int(),
    needsReview: z.boolean(),
  })
  .meta({ id: 'Exposure' });
export type Exposure = z.infer<typeof Exposure>;

export const getExposure = defineEndpoint({
  id: 'getExposure',
  method: 'GET',
  path: '/patients/:id/exposure',
  tag: 'gates',
  summary:
    'How often a patient was treated here, in all and in the last twelve months, and whether elsewhere',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: Exposure,
  problems: ['not-found'],
});

export const setTreatedElsewhere = defineEndpoint({
  id: 'setTreatedElsewhere',
  method: 'PUT',
  path: '/patients/:id/exposure',
  tag: 'gates',
  summary: 'Say whether a patient was treated elsewhere before',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ elsewhere: z.enum(TREATED_ELSEWHERE) }),
  status: 200,
  response: Exposure,
  problems: ['not-found'],
});
