import { z } from 'zod';
import { AUDIT_KINDS, ROLES } from '#server/scheduling/vocabulary.ts';
import { Person } from './accounts.endpoints.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, LocalDate, page, pageQuery } from './primitives.ts';

/** One line of the audit trail: who did what, or looked at whom. */
export const AuditEvent = z
  .object({
    id: Id,
    at: Instant,
    /** Null where nobody had signed in. */
    actor: z.object({ id: Id, name: z.string().nullable(), role: z.enum(ROLES) }).nullable(),
    kind: z.enum(AUDIT_KINDS),
    patient: z.object({ id: Id, name: z.string().nullable() }).nullable(),
    /** Ids, by what they are of: `courseId`, `sessionId`. */
    subjects: z.record(z.string(), z.string()),
    /** Codes and moments, before and after. */
    detail: z.record(z.string(), z.unknown()),
    /** What it says of a person, by name. Null: erased since. */
    values: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
    requestId: z.string(),
    address: z.string().nullable(),
    /** Its place in the chain. Null for the few seconds in which it awaits its seal. */
    sequence: z.int().nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEvent = z.infer<typeof AuditEvent>;

const filters = {
  /** Days of the clinic, both ends included. */
  from: LocalDate.optional(),
  to: LocalDate.optional(),
  actor: Id.optional(),
  patient: Id.optional(),
  kind: z.enum(AUDIT_KINDS).optional(),
};

export const listAuditEvents = defineEndpoint({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit-events',
  tag: 'audit',
  summary: 'The audit trail, newest first, and the staff it can be filtered by',
  access: 'signed-in',
  query: z.strictObject({ ...filters, ...pageQuery }),
  status: 200,
  response: page(AuditEvent).extend({ staff: z.array(Person) }),
});

export const getAccessHistory = defineEndpoint({
  id: 'getAccessHistory',
  method: 'GET',
  path: '/patients/:id/access-history',
  tag: 'audit',
  summary: 'Everything that was done with a patient’s data, looks included, newest first',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  query: z.strictObject(pageQuery),
  status: 200,
  response: page(AuditEvent),
});

export const exportAuditEvents = defineEndpoint({
  id: 'exportAuditEvents',
  method: 'GET',
  path: '/audit-events.csv',
  tag: 'audit',
  summary: 'The same as a table for a spreadsheet: the newest 20,000 lines of what was asked for',
  access: 'signed-in',
  query: z.strictObject(filters),
  status: 200,
  mediaType: 'text/csv',
  response: z.string(),
});

export const AuditFinding = z.object({
  code: z.enum([
    'event-altered',
    'event-missing',
    'seal-missing',
    'never-sealed',
    'value-altered',
    'anchor-differs',
    'tail-cut',
    'no-anchors',
  ]),
  /** The place in the chain; null outside it. */
  sequence: z.int().nullable(),
  eventId: Id.nullable(),
});
export type AuditFinding = z.infer<typeof AuditFinding>;

export const AuditVerification = z
  .object({
    isIntact: z.boolean(),
    /** Links of the chain that were recomputed. */
    sealed: z.int(),
    /** Lines that await their seal. */
    waiting: z.int(),
    /** Heads of the chain that are kept outside the database, and were compared with it. */
    anchors: z.int(),
    /** Personal values that were erased. That breaks nothing. */
    erased: z.int(),
    /** The first fifty. */
    findings: z.array(AuditFinding),
    findingCount: z.int(),
  })
  .meta({ id: 'AuditVerification' });
export type AuditVerification = z.infer<typeof AuditVerification>;

export const verifyAudit = defineEndpoint({
  id: 'verifyAudit',
  method: 'POST',
  path: '/audit-verifications',
  tag: 'audit',
  summary:
    'Recompute the chain over the audit trail and compare it with its anchors: what is wrong, and where',
  access: 'signed-in',
  body: z.strictObject({}),
  status: 200,
  response: AuditVerification,
});
