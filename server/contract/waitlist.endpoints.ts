import { z } from 'zod';
import { WaitlistEntry } from './backfill.ts';
import { defineEndpoint } from './endpoint.ts';
import { Id, LocalTime, SentLocalDate, Weekday } from './primitives.ts';

/** Who would like another time than the one that is booked. */

export const listWaitlist = defineEndpoint({
  id: 'listWaitlist',
  method: 'GET',
  path: '/waitlist',
  tag: 'waitlist',
  summary: 'Who would like another time, who has waited longest first',
  access: 'signed-in',
  status: 200,
  response: z.object({ items: z.array(WaitlistEntry) }),
});

export const joinWaitlist = defineEndpoint({
  id: 'joinWaitlist',
  method: 'POST',
  path: '/waitlist',
  tag: 'waitlist',
  summary: 'A patient would like another time than the one that is booked, or a booster',
  access: 'signed-in',
  body: z.strictObject({
    courseId: Id,
    /** A session to come; null: the next booster. */
    sessionId: Id.nullable(),
    /** Only a time before the one that is booked. */
    onlyEarlier: z.boolean().default(true),
    /** Empty: any. */
    weekdays: z.array(Weekday).max(7).default([]),
    /** Starts that would suit: from, and at the latest. */
    timeOfDay: z
      .strictObject({ from: LocalTime, to: LocalTime })
      .refine((time) => time.from <= time.to, { path: ['to'], message: 'Must not be before `from`.' })
      .nullable()
      .default(null),
    /** The last day that would suit. */
    until: SentLocalDate,
  }),
  status: 201,
  response: WaitlistEntry,
  problems: ['session-not-movable', 'no-booster-order', 'course-not-bookable', 'not-found'],
});

export const leaveWaitlist = defineEndpoint({
  id: 'leaveWaitlist',
  method: 'POST',
  path: '/waitlist/:id/withdraw',
  tag: 'waitlist',
  summary: 'They no longer wait for another time',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: z.strictObject({}),
  status: 200,
  response: WaitlistEntry,
  problems: ['not-found'],
});
