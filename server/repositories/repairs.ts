import type { LockedTx } from '#server/db/in-clinic.ts';
import type { NewCourseEvent } from './course-changes.ts';
import { REPACK, type Repacked } from './course-writes.ts';
import { fromMs } from './instant.ts';

/**
 * From here to the end of the transaction two may be on a chair for a moment: the courses of a repair take each other's
 * places. PostgreSQL looks at all of them when it is asked to, and at the latest at the end.
 */
export const deferPlaces = (tx: LockedTx): Promise<object[]> => tx.rows('SET CONSTRAINTS ALL DEFERRED');
export const checkPlaces = (tx: LockedTx): Promise<object[]> => tx.rows('SET CONSTRAINTS ALL IMMEDIATE');

/** New chairs for sessions that keep their time, and what others are to be told of courses that are left. */
export async function insert(
  tx: LockedTx,
  { repack, events }: { readonly repack: readonly Repacked[]; readonly events: readonly NewCourseEvent[] },
): Promise<void> {
  await tx.rows(INSERT, [tx.clinicId, JSON.stringify(repack), JSON.stringify(events)], 'repair_insert');
}

const INSERT = `
  WITH ${REPACK('$2', '')},
  told AS (
    INSERT INTO course_event (clinic_id, id, course_id, at, kind, facts)
    SELECT $1::uuid, x.id, x."courseId", ${fromMs('x.at')}, x.kind, x.facts
    FROM json_to_recordset($3::json) AS x(id uuid, "courseId" uuid, at float8, kind text, facts jsonb)
  )
  SELECT 1 AS done`;
