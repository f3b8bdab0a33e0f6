import { z } from 'zod';
import {
  CANCEL_REASONS,
  LEFT_WITHOUT_REASONS,
  PHASES,
  SESSION_STATUSES,
} from '#server/scheduling/vocabulary.ts';
import { ChairOffer } from './backfill.ts';
import { defineEndpoint } from './endpoint.ts';
import { BoosterWindow, StartTimes } from './plan.ts';
import { ClosingTime, Id, Instant, LocalDate, LocalTime, SentLocalDate } from './primitives.ts';
import { Session } from './session.ts';
import { TickAnswers } from './tick.ts';

/** Longest stretch of days the board answers at once. */
export const MAX_BOARD_DAYS = 42;

export const BoardDay = z
  .object({
    date: LocalDate,
    /** Null where the clinic is closed all day. */
    opensAt: LocalTime.nullable(),
    closesAt: ClosingTime.nullable(),
    closures: z.array(
      z.object({ startsAt: Instant, endsAt: Instant, reason: z.string(), chairId: Id.nullable() }),
    ),
    /** Sessions of the day that hold a chair. */
    sessionCount: z.int(),
  })
  .meta({ id: 'BoardDay' });
export type BoardDay = z.infer<typeof BoardDay>;

/** A chair that is taken, of a record that is not open to whoever asks: nobody's name, and no id but the chair's. */
export const RestrictedSession = z
  .object({
    status: z.enum(SESSION_STATUSES),
    startsAt: Instant,
    /** When the chair is free. */
    endsAt: Instant,
    chairId: Id,
    chairName: z.string(),
  })
  .meta({ id: 'RestrictedSession' });
export type RestrictedSession = z.infer<typeof RestrictedSession>;

export const listSessions = defineEndpoint({
  id: 'listSessions',
  method: 'GET',
  path: '/sessions',
  tag: 'sessions',
  summary: 'The board: the sessions of some days, both ends included, and the hours of each day',
  access: 'signed-in',
  query: z
    .strictObject({ from: SentLocalDate, to: SentLocalDate.optional() })
    .refine((range) => isBoardRange(range.from, range.to ?? range.from), {
      path: ['to'],
      message: `Must be on or after \`from\`, and at most ${MAX_BOARD_DAYS} days on.`,
    }),
  status: 200,
  response: z.object({
    items: z.array(Session),
    /** Besides: those that hold a chair, and are not for the eyes of whoever asks. */
    restricted: z.array(RestrictedSession),
    /** Chairs that are held for somebody they were offered to. Where their record is not open, `restricted` has it, as proposed. */
    offers: z.array(ChairOffer),
    days: z.array(BoardDay),
  }),
});

const sessionAction = <const P extends string, const B extends z.ZodObject>(
  verb: P,
  id: string,
  summary: string,
  body: B,
) =>
  defineEndpoint({
    id,
    method: 'POST',
    path: `/sessions/:id/${verb}`,
    tag: 'sessions',
    summary,
    access: 'signed-in',
    params: z.strictObject({ id: Id }),
    body,
    status: 200,
    response: Session,
    problems: ['illegal-transition', 'not-found'],
  });

const nothing = z.strictObject({});

export const arriveSession = sessionAction('arrive', 'arriveSession', 'The patient is in the house', nothing);
export const checkInSession = sessionAction(
  'check-in',
  'checkInSession',
  'The patient is in the chair',
  nothing,
);
export const startSession = sessionAction('start', 'startSession', 'Administration has begun', nothing);
export const completeSession = defineEndpoint({
  ...sessionAction(
    'complete',
    'completeSession',
    'The session is over; the chair is free from now. What is asked before the patient leaves is ticked with yes',
    z.strictObject({
      /** Ticked along with it. */
      ticks: TickAnswers.optional(),
      /** Why they leave though something is not ticked, where somebody who may goes on without. */
      leftWithout: z.enum(LEFT_WITHOUT_REASONS).optional(),
    }),
  ),
  problems: ['not-ready-to-leave', 'illegal-transition', 'not-found'],
});
export const noShowSession = sessionAction(
  'no-show',
  'noShowSession',
  'The patient did not come; the chair is free',
  nothing,
);
export const cancelSession = sessionAction(
  'cancel',
  'cancelSession',
  'Cancel one session and free its chair',
  z.strictObject({ reason: z.enum(CANCEL_REASONS) }),
);

export const holdSession = sessionAction(
  'hold',
  'holdSession',
  'Something speaks against beginning: the session waits for a clinician, in its chair',
  nothing,
);
export const releaseSession = sessionAction('release', 'releaseSession', 'The session may begin', nothing);

export const undoSessionStep = defineEndpoint({
  id: 'undoSessionStep',
  method: 'POST',
  path: '/sessions/:id/undo',
  tag: 'sessions',
  summary: 'Take back the last step of a session, on the same day and while nothing came after it',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  body: nothing,
  status: 200,
  response: Session,
  problems: ['illegal-transition', 'change-refused', 'slot-taken', 'not-found'],
});

export const listSessionStartTimes = defineEndpoint({
  id: 'listSessionStartTimes',
  method: 'GET',
  path: '/sessions/:id/start-times',
  tag: 'sessions',
  summary: 'Every start a booked session could be moved to, and the reasons against the refused ones',
  access: 'signed-in',
  params: z.strictObject({ id: Id }),
  query: z
    .strictObject({ from: SentLocalDate, to: SentLocalDate })
    .refine((range) => isBoardRange(range.from, range.to), {
      path: ['to'],
      message: `Must be on or after \`from\`, and at most ${MAX_BOARD_DAYS} days on.`,
    }),
  status: 200,
  response: StartTimes,
  problems: ['session-not-movable', 'not-found'],
});

/** A session as its patient sees it: when to come and how to prepare, and nothing clinical. */
export const MySession = z
  .object({
    id: Id,
    courseId: Id,
    sequence: z.int(),
    /** Its place among those that count; null of one that does not. */
    place: z.int().nullable(),
    plannedCount: z.int(),
    phase: z.enum(PHASES),
    status: z.enum(SESSION_STATUSES),
    startsAt: Instant,
    endsAt: Instant,
    /** What to do beforehand, in order, one instruction each. */
    prepare: z.array(z.string()),
  })
  .meta({ id: 'MySession' });
export type MySession = z.infer<typeof MySession>;

export const listMySessions = defineEndpoint({
  id: 'listMySessions',
  method: 'GET',
  path: '/me/sessions',
  tag: 'me',
  summary: 'What is coming for the patient who asks, and what was',
  access: 'signed-in',
  status: 200,
  response: z.object({
    /** By time, from the first session of the newest course on. */
    items: z.array(MySession),
    boosterWindow: BoosterWindow.nullable(),
  }),
});

function isBoardRange(from: string, to: string): boolean {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return days >= 0 && days < MAX_BOARD_DAYS;
}
