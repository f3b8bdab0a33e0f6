import { describe, expect, test } from '@jest/globals';
import {
  type CourseAtRisk,
  type Repair,
  type RepairQuestion,
  repair,
} from '#server/scheduling/repair/repair.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aFullClinic, closedOn } from '#tests/support/broken-clinics.ts';
import { at } from '#tests/support/calendars.ts';
import { readClock, reasonsAgainst, rulesBrokenBetween } from '#tests/support/hard-rules.ts';

const CROWDED = { courses: 12, chairs: 2, nurses: 2, slotMinutes: 60, weeks: 1 };

/** The clinic's calendar once the repair has come true. */
function repairedCalendar({ after }: RepairQuestion, { repaired, chairs, repack }: Repair): ClinicCalendar {
  const moved = new Map(
    repaired.flatMap((course) => course.moved.map((move) => [move.after.id, move.after])),
  );
  const chairOf = new Map([...repack, ...chairs].map(({ sessionId, chairId }) => [sessionId, chairId]));
  return {
    ...after,
    busy: after.busy.map((session) => ({
      ...session,
      startsAt: moved.get(session.id)?.startsAt ?? session.startsAt,
      endsAt: moved.get(session.id)?.endsAt ?? session.endsAt,
      chairId: chairOf.get(session.id) ?? session.chairId,
    })),
  };
}

const overlapsOnChairs = ({ busy }: ClinicCalendar): number =>
  busy.filter((one, index) =>
    busy
      .slice(0, index)
      .some(
        (other) =>
          other.chairId === one.chairId && other.startsAt < one.endsAt && one.startsAt < other.endsAt,
      ),
  ).length;

const daysOf = ({ course }: CourseAtRisk, calendar: ClinicCalendar): number[] =>
  course.sessions.map(({ id }) => {
    const startsAt = calendar.busy.find((session) => session.id === id)?.startsAt ?? Number.NaN;
    return epochDay(readClock(startsAt, calendar.zone).date);
  });

const closures = [
  { what: 'the clinic for a day', date: '2026-03-05', closed: {} },
  { what: 'the clinic for three days', date: '2026-03-10', closed: { days: 3 } },
  { what: 'a chair for a day', date: '2026-03-05', closed: { chairId: 'chair-2' } },
  { what: 'a chair for a week', date: '2026-03-09', closed: { chairId: 'chair-1', days: 5 } },
  {
    what: 'a nurse for two days',
    date: '2026-03-04',
    closed: { staffId: 'nurse-1', days: 2 },
    clinic: { chairs: 4, courses: 16 },
  },
];

describe('what is repaired keeps every rule', () => {
  for (const { what, date, closed, clinic = {} } of closures) {
    test(`without ${what}`, () => {
      let moved = 0;
      for (let seed = 1; seed <= 3; seed += 1) {
        const question = closedOn(date, aFullClinic({ ...CROWDED, ...clinic, seed }), closed);
        const answer = repair(question);
        moved += answer.repaired.flatMap((course) => course.moved).length;
        const calendar = repairedCalendar(question, answer);
        expect(overlapsOnChairs(calendar)).toBe(0);

        const left = new Set(answer.left.flatMap(({ broken }) => broken.map(({ session }) => session.id)));
        const coming = { ...calendar, busy: calendar.busy.filter(({ id }) => !left.has(id)) };
        for (const one of question.courses) {
          expect(rulesBrokenBetween(daysOf(one, calendar), one.course.definition)).toEqual([]);
          const places = answer.repaired.find(({ id }) => id === one.id)?.moved ?? [];
          for (const { after } of places) {
            const needs = { ...one.course.needs, block: after.block, ignoreSessionIds: new Set([after.id]) };
            expect([...reasonsAgainst(coming, needs, after.startsAt, question.notBefore)]).toEqual([]);
          }
        }
      }
      expect(moved).toBeGreaterThan(3);
    });
  }
});

test('a course that is not broken is not touched', () => {
  const clinic = aFullClinic({ ...CROWDED, seed: 3 });
  const question = closedOn('2026-03-05', clinic);
  const { repaired } = repair(question);
  const away = clinic.courses.filter(({ course }) =>
    course.sessions.every(({ startsAt }) => readClock(startsAt, 'America/New_York').date !== '2026-03-05'),
  );
  expect(away.length).toBeGreaterThan(0);
  expect(repaired.filter(({ id }) => away.some((course) => course.id === id))).toEqual([]);
});

test('the same question has the same answer', () => {
  const clinic = aFullClinic({ ...CROWDED, seed: 4 });
  expect(repair(closedOn('2026-03-05', clinic))).toEqual(repair(closedOn('2026-03-05', clinic)));
});

test.each(closures)(
  'asked again with the answer in it, the answer is the same: $what',
  ({ date, closed, clinic = {} }) => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const question = closedOn(date, aFullClinic({ ...CROWDED, ...clinic, seed }), closed);
      const first = repair(question);
      const moves = ({ repaired }: Repair) =>
        repaired.flatMap(({ moved }) => moved.map(({ after }) => `${after.id} ${after.startsAt}`)).sort();
      const chosen = new Map(
        first.repaired.flatMap(({ moved }) => moved.map(({ after }) => [after.id, after.startsAt] as const)),
      );
      const again = repair({ ...question, chosen, leave: new Set(first.left.map(({ id }) => id)) });
      expect(moves(again)).toEqual(moves(first));
      expect(again.left.map(({ id }) => id)).toEqual(first.left.map(({ id }) => id));
    }
  },
);

test('who is on a closed chair and can have another keeps the time', () => {
  const clinic = aFullClinic({ ...CROWDED, courses: 1, seed: 1, allOn: '2026-03-05' });
  const { repaired, chairs, left } = repair(closedOn('2026-03-05', clinic, { chairId: 'chair-1' }));
  expect(left).toEqual([]);
  expect(repaired).toMatchObject([{ id: 'course-1', moved: [], displacement: { days: 0, minutes: 0 } }]);
  expect(chairs).toMatchObject([{ chairId: 'chair-2' }]);
});

describe('a course is left for a human', () => {
  const clinic = aFullClinic({ ...CROWDED, courses: 1, seed: 1, allOn: '2026-03-05' });
  const [one] = clinic.courses as [CourseAtRisk];
  const there = one.course.sessions.find(
    ({ startsAt }) => readClock(startsAt, 'America/New_York').date === '2026-03-05',
  ) as CourseAtRisk['course']['sessions'][number];
  const withCourse = (changes: Partial<CourseAtRisk['course']>) => ({
    ...clinic,
    courses: [{ ...one, course: { ...one.course, ...changes } }],
  });

  test('whose patient is in the house', () => {
    const sessions = one.course.sessions.map((session) =>
      session === there ? { ...session, status: 'arrived' as const } : session,
    );
    const { left, repaired } = repair(closedOn('2026-03-05', withCourse({ sessions })));
    expect(repaired).toEqual([]);
    expect(left).toMatchObject([{ id: 'course-1', because: 'here-already' }]);
  });

  test('that a clinician has put on hold', () => {
    const { left } = repair(closedOn('2026-03-05', withCourse({ state: 'on-hold' })));
    expect(left).toMatchObject([{ because: 'on-hold' }]);
  });

  test('that somebody wants to see to later', () => {
    const { left } = repair(closedOn('2026-03-05', clinic, { leave: new Set(['course-1']) }));
    expect(left).toMatchObject([{ because: 'by-hand' }]);
  });

  test('that has no place within its rules, with the nearest time and what is against it', () => {
    // Closed for longer than two sessions may be apart.
    const sessions = one.course.sessions.map((session, index) =>
      index === 0 ? { ...session, status: 'fulfilled' as const } : session,
    );
    const question = closedOn('2026-03-04', withCourse({ sessions }), { days: 21 });
    const { left, repaired } = repair(question);
    expect(repaired).toEqual([]);
    expect(left).toMatchObject([{ because: 'no-place' }]);
    const [course] = left;
    expect(course?.reasons.map(({ code }) => code)).toContain('closed');
    expect(course?.nearest.length).toBeGreaterThan(0);
    expect(course?.nearest.some(({ violations }) => violations.length > 0)).toBe(true);
  });
});

test('a start that was chosen by hand is kept, and the others make way', () => {
  const clinic = aFullClinic({ ...CROWDED, seed: 3 });
  const first = repair(closedOn('2026-03-05', clinic));
  const { moved } = first.repaired.find((course) => course.moved.length === 1) ??
    first.repaired[0] ?? { moved: [] };
  const session = moved[0]?.before;
  if (!session) throw new Error('nothing moved');
  const chosen = at('2026-03-06', '11:00'); // Friday
  const answer = repair(closedOn('2026-03-05', clinic, { chosen: new Map([[session.id, chosen]]) }));
  const place = answer.repaired
    .flatMap((course) => course.moved)
    .find(({ after }) => after.id === session.id);
  expect(place?.after.startsAt).toBe(chosen);
});

test('nobody is moved to a time before they could have been told', () => {
  const clinic = aFullClinic({ ...CROWDED, seed: 5 });
  const notBefore = at('2026-03-05', '12:00'); // Thursday
  const question = closedOn('2026-03-05', clinic, { now: at('2026-03-05', '08:00'), notBefore });
  const moved = repair(question).repaired.flatMap((course) => course.moved);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.filter(({ after }) => after.startsAt < notBefore)).toEqual([]);
});

test('fewer days for all of them are found together than one after the other', () => {
  let together = 0;
  let inTurn = 0;
  for (let seed = 1; seed <= 4; seed += 1) {
    const clinic = aFullClinic({ ...CROWDED, seed });
    const question = closedOn('2026-03-05', clinic);
    together += daysMoved(repair(question));
    inTurn += daysMovedInTurn(question);
  }
  expect(together).toBeLessThan(inTurn);
});

/** A course that is left counts as a week here. */
const daysMoved = ({ repaired, left }: Repair): number =>
  repaired.reduce((sum, { displacement }) => sum + displacement.days, 7 * left.length);

function daysMovedInTurn(question: RepairQuestion): number {
  let total = 0;
  let { before, after } = question;
  for (const course of question.courses) {
    const answer = repair({ ...question, before, after, courses: [course] });
    total += daysMoved(answer);
    after = repairedCalendar({ ...question, after }, answer);
    before = { ...after, closures: [] };
  }
  return total;
}
