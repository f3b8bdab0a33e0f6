import { z } from 'zod';
import { BoosterOrderPreview } from './booster-order.ts';
import { ChangePreview } from './change.ts';
import { ClosurePreview } from './closure.ts';
import { HoursPreview } from './hours.ts';
import { Plan } from './plan.ts';
import { Id } from './primitives.ts';
import { PROBLEM_TYPES } from './problem-types.ts';
import { Violation } from './violation.ts';

/** One thing wrong with what was sent: where, and how to mend it. */
export const FieldError = z
  .object({
    /** JSON pointer into the request: `/body/sessions/2/startsAt`, `/query/from`. */
    pointer: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'FieldError' });
export type FieldError = z.infer<typeof FieldError>;

/** RFC 9457 problem details. `type` is stable; `title` and `detail` are for people and may change. */
export const Problem = z
  .object({
    type: z.enum(PROBLEM_TYPES),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    requestId: z.string().optional(),
    errors: z.array(FieldError).optional(),
    violations: z.array(Violation).optional(),
    /** `slot-taken`: the sequence numbers of the sessions that somebody else got first. */
    lost: z.array(z.int()).optional(),
    /** `slot-taken`: whole plans that are free now, the first keeping every session that was not lost where it can. */
    alternatives: z.array(Plan).optional(),
    /** `preview-stale`: the same change, seen against the course as it is now. */
    preview: ChangePreview.optional(),
    /** `preview-stale`: the same closure, as it would be now. */
    closurePreview: ClosurePreview.optional(),
    /** `preview-stale`: the same change of hours, as it would be now. */
    hoursPreview: HoursPreview.optional(),
    /** `preview-stale`, `boosters-outside`: the booster order, as it would be now. */
    orderPreview: BoosterOrderPreview.optional(),
    /** `record-restricted`: whether whoever asks may open it in an emergency; then `patientId` says whose it is. */
    mayOpen: z.boolean().optional(),
    /** `patient-exists`: the patient who is already there. */
    patientId: Id.optional(),
    /** `too-many-guesses`: after how many seconds there is another try. */
    retryAfter: z.int().optional(),
    /** `illegal-transition`: what can be done instead. */
    allowed: z.array(z.string()).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
