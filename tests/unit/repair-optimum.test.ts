import { expect, test } from '@jest/globals';
import { type Repair, type RepairQuestion, repair } from '#server/scheduling/repair/repair.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aFullClinic, closedOn } from '#tests/support/broken-clinics.ts';
import { aDefinition } from '#tests/support/calendars.ts';
import { leastRepair } from '#tests/support/least-repair.ts';

/** Repairs beside the least there are, which an exact solver finds on cases small enough. */

const LAST_DAY = epochDay('2026-03-27'); // a Friday
/** Three weeks, and no gap of more than five days: little room to move in. */
const [INDUCTION] = aDefinition().phases;
const TIGHT = aDefinition({
  phases: INDUCTION ? [{ ...INDUCTION, maxClearDays: 5, maxSpanDays: 19 }] : [],
});

const told = ({ repaired, left }: Repair) => ({
  left: left.length,
  days: repaired.reduce((sum, { displacement }) => sum + displacement.days, 0),
  minutes: repaired.reduce((sum, { displacement }) => sum + displacement.minutes, 0),
});

test.each([
  { seed: 1, date: '2026-03-11', days: 1 },
  { seed: 2, date: '2026-03-04', days: 2 },
  { seed: 3, date: '2026-03-09', days: 3 },
  { seed: 5, date: '2026-03-09', days: 5 },
])(
  'one course among others that stay is moved as little as can be: $days days from $date',
  async (closure) => {
    const clinic = aFullClinic({
      seed: closure.seed,
      courses: 9,
      chairs: 2,
      nurses: 2,
      slotMinutes: 60,
      weeks: 1,
      definition: TIGHT,
    });
    for (const course of clinic.courses) {
      const question = closedOn(
        closure.date,
        { ...clinic, courses: [course] },
        { ...closure, lastDay: LAST_DAY },
      );
      const ours = repair(question);
      if (ours.repaired.length + ours.left.length === 0) continue;
      expect(told(ours)).toEqual(await leastRepair(question));
      return;
    }
    throw new Error('nothing was broken');
  },
);

test('many courses that want the same places are moved hardly further than they must be', async () => {
  const questions: RepairQuestion[] = [];
  for (let seed = 1; seed <= 2; seed += 1) {
    const crowded = { seed, courses: 11, chairs: 2, nurses: 2, slotMinutes: 60, weeks: 1 };
    questions.push(closedOn('2026-03-05', aFullClinic(crowded), { lastDay: LAST_DAY }));
    const shortOfNurses = { ...crowded, nurses: 1, definition: TIGHT };
    questions.push(closedOn('2026-03-11', aFullClinic(shortOfNurses), { lastDay: LAST_DAY }));
  }
  let excess = 0;
  let courses = 0;
  for (const question of questions) {
    const least = await leastRepair(question);
    if (!least) throw new Error('the solver took too long');
    const ours = repair(question);
    courses += ours.repaired.length;
    expect(ours.left).toHaveLength(least.left);
    // A day is a day's worth of minutes here, so that neither hides the other.
    const lengthOf = ({ days, minutes }: { days: number; minutes: number }) => days * 1440 + minutes;
    if (lengthOf(least) > 0) excess += lengthOf(told(ours)) / lengthOf(least) - 1;
  }
  expect(courses).toBeGreaterThan(8);
  expect(excess / questions.length).toBeLessThan(0.02);
}, 60_000);
