import { z } from 'zod';
import {
  CANCEL_REASONS,
  CHANGE_MODES,
  COURSE_STATES,
  MADE_MODES,
  ROLES,
  SESSION_STATUSES,
  VIOLATION_CODES,
} from '#server/scheduling/vocabulary.ts';
import { PlannedSession } from './plan.ts';
import { Id, Instant, line, SentInstant, SentLocalDate, Version } from './primitives.ts';
import { Violation } from './violation.ts';

/** Sessions that a course may be extended by at once; its protocol may allow fewer. */
const MAX_EXTRA_SESSIONS = 12;

/** A rule that may be bent, by whom it is theirs to bend, and why. */
const Override = z.strictObject({
  code: z.enum(VIOLATION_CODES),
  /** The session that bends it, as the preview says. */
  sequence: z.int().min(1).optional(),
  reason: line(500),
});

const asked = {
  overrides: z.array(Override).max(40).optional(),
};
const reason = z.enum(CANCEL_REASONS);

/** What is asked of a course. Modes that touch more than one session say so in their preview. */
export const ChangeRequest = z
  .discriminatedUnion('mode', [
    /** This session alone. */
    z.strictObject({ mode: z.literal('move'), sessionId: Id, startsAt: SentInstant, ...asked }),
    /** This session and those after it, by the same days and the same reading of the clock. */
    z.strictObject({ mode: z.literal('shift'), sessionId: Id, startsAt: SentInstant, ...asked }),
    /**
     * What is to come anew, with as little moved as can be; what the course has lost is put back at its end. From
     * `sessionId` on, or all of it. `startsAt` pins that session; `from` is the first day that any may be on.
     */
    z
      .strictObject({
        mode: z.literal('replan'),
        sessionId: Id.optional(),
        startsAt: SentInstant.optional(),
        from: SentLocalDate.optional(),
        ...asked,
      })
      .refine(({ sessionId, startsAt }) => startsAt === undefined || sessionId !== undefined, {
        path: ['sessionId'],
        message: 'Say which session is to start then.',
      }),
    /** This session is taken out: the course has one fewer. */
    z.strictObject({ mode: z.literal('omit'), sessionId: Id, reason, ...asked }),
    /** This session is cancelled; the course lacks it until it is planned again. */
    z.strictObject({ mode: z.literal('cancel'), sessionId: Id, reason, ...asked }),
    z.strictObject({ mode: z.literal('no-show'), sessionId: Id, ...asked }),
    /** All that is to come is cancelled. */
    z.strictObject({ mode: z.literal('stop'), reason, ...asked }),
    /** What is to come keeps its chairs and waits. The reason is for those who treat the patient. */
    z.strictObject({ mode: z.literal('hold'), reason: line(500), ...asked }),
    z.strictObject({ mode: z.literal('resume'), ...asked }),
    /** So many sessions more, after the last of the induction. */
    z.strictObject({
      mode: z.literal('extend'),
      sessions: z.int().min(1).max(MAX_EXTRA_SESSIONS),
      from: SentLocalDate.optional(),
      ...asked,
    }),
    /** What is to come is cancelled, and a new course is planned from that day on. */
    z.strictObject({ mode: z.literal('restart'), from: SentLocalDate, ...asked }),
  ])
  .meta({ id: 'ChangeRequest' });
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** A rule that is bent, and who may let it be. */
export const BentRule = Violation.extend({
  /** Its number among the clinical rules; null where it only says what a booking is. */
  rule: z.string().nullable(),
  /** Who may let a hard rule be bent, with a reason; nobody where it is empty. */
  mayOverride: z.array(z.enum(ROLES)),
  /** It was bent by somebody who may, who gave a reason. */
  overridden: z.boolean(),
}).meta({ id: 'BentRule' });
export type BentRule = z.infer<typeof BentRule>;

const ShownSession = PlannedSession.extend({ id: Id, status: z.enum(SESSION_STATUSES) });

/** A course as a change would find it, or leave it: the sessions that hold their time. */
const ShownCourse = z.object({
  state: z.enum(COURSE_STATES),
  plannedCount: z.int(),
  sessions: z.array(ShownSession),
});

/** A change of a course, shown before it is made. Nothing is written until its token is committed. */
export const ChangePreview = z
  .object({
    mode: z.enum(CHANGE_MODES),
    courseId: Id,
    /** The version of the course that `before` shows. */
    courseVersion: Version,
    before: ShownCourse,
    /** What there is already; `added` comes to it. */
    after: ShownCourse,
    /** The ids of the sessions that the change moves. */
    movedSessionIds: z.array(Id),
    /** The ids of the sessions that the change takes out. */
    removedSessionIds: z.array(Id),
    added: z.array(PlannedSession),
    /** The sessions of the course that begins anew, where one does. */
    newCourse: z.array(PlannedSession).nullable(),
    violations: z.array(BentRule),
    /** Commits exactly what `after` shows. Null while a hard rule refuses it. */
    token: z.string().nullable(),
    expiresAt: Instant.nullable(),
  })
  .meta({ id: 'ChangePreview' });
export type ChangePreview = z.infer<typeof ChangePreview>;

/** A change that was made, in the course's history. */
export const CourseChange = z
  .object({
    id: Id,
    courseId: Id,
    mode: z.enum(MADE_MODES),
    /** The version of the course that it led to. */
    courseVersion: Version,
    madeAt: Instant,
    madeBy: z.object({ id: Id, name: z.string() }),
    /** The change that it took back, if it did. */
    undoes: Id.nullable(),
    undoneBy: Id.nullable(),
    /** Rules that were bent, with the reasons; those that tell of the patient's health are for clinicians, nurses and admins. */
    overrides: z.array(
      z.object({
        code: z.enum(VIOLATION_CODES),
        sequence: z.int().nullable(),
        reason: z.string().optional(),
      }),
    ),
    before: ShownCourse,
    after: ShownCourse,
    /** Nothing has overtaken it, and the person who asks may take it back. */
    canUndo: z.boolean(),
  })
  .meta({ id: 'CourseChange' });
export type CourseChange = z.infer<typeof CourseChange>;
