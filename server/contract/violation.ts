import { z } from 'zod';
import { VIOLATION_CODES } from '#server/scheduling/vocabulary.ts';

/** One rule that would be broken, in a code for programs and words for people. */
export const Violation = z
  .object({
    code: z.enum(VIOLATION_CODES),
    detail: z.string(),
    /** The session of the plan or course that it concerns, if one. */
    sequence: z.int().optional(),
    /** A hard rule refuses; a soft one only warns. */
    severity: z.enum(['hard', 'soft']),
    /** Its number among the clinical rules, where the code alone does not say it. */
    rule: z.string().nullable().optional(),
  })
  .meta({ id: 'Violation' });
export type Violation = z.infer<typeof Violation>;
