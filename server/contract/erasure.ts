import { z } from 'zod';

/** Why somebody is forgotten. A code, and no words of anybody's: it stays in the audit trail. */
export const ErasureReason = z.enum(['asked-for', 'entered-in-error', 'never-came', 'no-longer-needed']);

/** How many personal values of the audit trail went. Its chain still holds: it covers their digests. */
export const Erasure = z.object({ erasedValues: z.int() }).meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof Erasure>;
