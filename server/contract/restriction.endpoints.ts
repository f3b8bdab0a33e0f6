import { z } from 'zod';
import { Person } from './accounts.endpoints.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, Instant, line } from './primitives.ts';

/** More would be everybody. */
const MAX_CARE_TEAM = 50;

/** A reason that says something. */
const Reason = line(500).refine((text) => text.length >= 10, 'Must be at least 10 characters: say why.');

/** A restricted record that is open for a while to somebody outside its care team. */
export const EmergencyAccess = z
  .object({
    id: Id,
    openedBy: z.object({ id: Id, name: z.string() }),
    openedAt: Instant,
    until: Instant,
    /** Of whoever asks: they can close it. */
    isOwn: z.boolean(),
  })
  .meta({ id: 'EmergencyAccess' });
export type EmergencyAccess = z.infer<typeof EmergencyAccess>;

export const Restriction = z
  .object({
    isRestricted: z.boolean(),
    /** By name. Empty while the record is not restricted. */
    careTeam: z.array(Person),
    /** Those that are open now, the newest first. */
    emergencyAccesses: z.array(EmergencyAccess),
    /** May whoever asks restrict the record, lift that, or change the team? */
    mayChange: z.boolean(),
    /** For whom `mayChange`: who could be on the team. */
    staff: z.array(Person),
  })
  .meta({ id: 'Restriction' });
export type Restriction = z.infer<typeof Restriction>;

export const getRestriction = defineEndpoint({
  id: 'getRestriction',
  method: 'GET',
  path: '/patients/:id/restriction',
  tag: 'patients',
  summary: 'Whether a record is restricted to its care team, who is on it, and who opened it in an emergency',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: Restriction,
  problems: ['not-found', 'record-restricted'],
});

export const setRestriction = defineEndpoint({
  id: 'setRestriction',
  method: 'PUT',
  path: '/patients/:id/restriction',
  tag: 'patients',
  summary: 'Restrict a record to a care team, which whoever restricts it is on; change the team; or lift it',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z
    .strictObject({
      isRestricted: z.boolean(),
      reason: line(500),
      /** The whole team. Left out, it stays as it is. */
      careTeam: z.array(Id).max(MAX_CARE_TEAM).optional(),
    })
    .refine(({ isRestricted, careTeam }) => isRestricted || careTeam === undefined, {
      path: ['careTeam'],
      message: 'Only a restricted record has a care team.',
    }),
  status: 200,
  response: z.object({ isRestricted: z.boolean(), careTeam: z.array(Person) }),
  problems: ['not-found', 'record-restricted', 'care-team-without-lead'],
});

export const openInEmergency = defineEndpoint({
  id: 'openInEmergency',
  method: 'POST',
  path: '/patients/:id/emergency-access',
  tag: 'patients',
  summary: 'Open a restricted record for a while, from outside its care team. Every admin is told',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({ reason: Reason }),
  status: 201,
  response: EmergencyAccess,
  problems: ['not-found', 'record-open'],
});

export const closeEmergencyAccess = defineEndpoint({
  id: 'closeEmergencyAccess',
  method: 'DELETE',
  path: '/patients/:id/emergency-access',
  tag: 'patients',
  summary: 'Close what one has opened in an emergency before its time',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  status: 200,
  response: z.object({}),
  problems: ['not-found', 'record-restricted'],
});
