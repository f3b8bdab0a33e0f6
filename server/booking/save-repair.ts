import type { Context } from '#server/platform/context.ts';
import * as courseChanges from '#server/repositories/course-changes.ts';
import * as repairs from '#server/repositories/repairs.ts';
import { changeToSave } from './change-to-save.ts';
import { type JudgedRepair, movedSessions } from './judged-repair.ts';
import { repairedChange } from './repaired-change.ts';

type LockedTx = Parameters<typeof courseChanges.save>[0];

/** Every course as it was repaired, the chairs for all of them, and what others are to be told. `cause`: of which it is made. */
export async function saveRepair(
  tx: LockedTx,
  context: Context,
  judged: JudgedRepair,
  cause: Readonly<Record<string, string>>,
): Promise<void> {
  const {
    courses,
    repair,
    calendar: { zone },
  } = judged;
  const moving = new Set(movedSessions(judged));
  await repairs.deferPlaces(tx);
  await repairs.insert(tx, {
    // Which chair is no part of a course: who keeps the time gets another without a change of the course.
    repack: [...repair.repack, ...repair.chairs.filter(({ sessionId }) => !moving.has(sessionId))],
    events: repair.left.map(({ id, broken }) => ({
      id: context.newId(),
      courseId: id,
      at: context.now,
      kind: 'course.broken',
      facts: { ...cause, sessionIds: broken.map(({ session }) => session.id) },
    })),
  });
  for (const course of repair.repaired) {
    const record = courses.get(course.id);
    if (!record || course.moved.length === 0) continue;
    const change = repairedChange(record, course, repair.chairs, zone);
    const rows = changeToSave(context, change, { changeId: context.newId(), zone });
    const { courseEvent } = rows;
    // One digest a patient is made of it: what belongs together says so.
    const told = { ...courseEvent, facts: { ...courseEvent.facts, ...cause } };
    await courseChanges.save(tx, { ...rows, courseEvent: told });
  }
  await repairs.checkPlaces(tx);
}
