import { z } from 'zod';
import { PlannedSession } from './plan.ts';
import { Id, Instant, Version } from './primitives.ts';
import { Violation } from './violation.ts';

export const ChangeMode = z.enum(['move']).meta({ id: 'ChangeMode' });

/** A change of a course, shown before it is made. Nothing is written until its token is committed. */
export const ChangePreview = z
  .object({
    mode: ChangeMode,
    courseId: Id,
    /** The version of the course that `before` shows. */
    courseVersion: Version,
    before: z.object({ sessions: z.array(PlannedSession.extend({ id: Id })) }),
    after: z.object({ sessions: z.array(PlannedSession.extend({ id: Id })) }),
    /** The ids of the sessions that the change moves. */
    movedSessionIds: z.array(Id),
    violations: z.array(Violation),
    /** Commits exactly what `after` shows. Null while a hard rule refuses it. */
    token: z.string().nullable(),
    expiresAt: Instant.nullable(),
  })
  .meta({ id: 'ChangePreview' });
export type ChangePreview = z.infer<typeof ChangePreview>;
