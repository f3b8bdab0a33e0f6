import { type Repair, type RepairQuestion, repair } from '#server/scheduling/repair/repair.ts';
import { addDays, epochDay } from '#server/scheduling/time/clinic-time.ts';
import { aFullClinic, closedOn, MONDAY } from '../support/broken-clinics.ts';
import { leastRepair } from '../support/least-repair.ts';
import type { Options } from './options.ts';
import { type Outcome, print, table } from './report.ts';
import { inTurns, median } from './rounds.ts';

const THURSDAY = addDays(MONDAY, 3);
const WEDNESDAY = addDays(MONDAY, 9);

/** What a course that is left for a human weighs, in minutes moved, where one figure is to tell it all: two weeks. */
const LEFT = 14 * 1440;

type Told = { readonly left: number; readonly days: number; readonly minutes: number };

const lengthOf = ({ left, days, minutes }: Told): number => left * LEFT + days * 1440 + minutes;

const told = ({ repaired, left }: Repair): Told => ({
  left: left.length,
  days: repaired.reduce((sum, { displacement }) => sum + displacement.days, 0),
  minutes: repaired.reduce((sum, { displacement }) => sum + displacement.minutes, 0),
});

const together = (question: RepairQuestion): Told => told(repair(question));

/** Course by course, each as near as it can be with those before it in place: what a good clerk does by hand. */
function oneByOne(question: RepairQuestion): Told {
  let { after } = question;
  const total = { left: 0, days: 0, minutes: 0 };
  for (const course of question.courses) {
    const answer = repair({ ...question, before: { ...after, closures: [] }, after, courses: [course] });
    const { left, days, minutes } = told(answer);
    total.left += left;
    total.days += days;
    total.minutes += minutes;
    const places = new Map(
      answer.repaired.flatMap(({ moved }) => moved.map((move) => [move.after.id, move.after] as const)),
    );
    const chairs = new Map(
      [...answer.repack, ...answer.chairs].map(({ sessionId, chairId }) => [sessionId, chairId]),
    );
    after = {
      ...after,
      busy: after.busy.map((session) => ({
        ...session,
        startsAt: places.get(session.id)?.startsAt ?? session.startsAt,
        endsAt: places.get(session.id)?.endsAt ?? session.endsAt,
        chairId: chairs.get(session.id) ?? session.chairId,
      })),
    };
  }
  return total;
}

/** A day is closed: all it breaks, repaired together, beside one by one and beside an exact solver. */
export async function benchRepair({ isQuick }: Options): Promise<Outcome[]> {
  const small = await beside(isQuick ? 3 : 10);
  const large = await atOnce(isQuick ? 2 : 7);
  return [...small, ...large];
}

async function beside(count: number): Promise<Outcome[]> {
  const sums = { together: 0, oneByOne: 0, least: 0 };
  let excess = 0;
  let solved = 0;
  let met = 0;
  for (let seed = 1; solved < count && seed <= 3 * count; seed += 1) {
    const clinic = aFullClinic({ seed, courses: 11, chairs: 2, nurses: 2, slotMinutes: 60, weeks: 1 });
    const question = closedOn(THURSDAY, clinic, { lastDay: epochDay(addDays(MONDAY, 25)) });
    const exact = await leastRepair(question);
    if (!exact || lengthOf(exact) === 0) continue;
    const least = lengthOf(exact);
    const ours = lengthOf(together(question));
    solved += 1;
    met += Number(ours === least);
    excess += ours / least - 1;
    sums.together += ours;
    sums.oneByOne += lengthOf(oneByOne(question));
    sums.least += least;
  }
  const over = (length: number): string => `${((length / sums.least - 1) * 100).toFixed(2)} %`;
  print(
    '\n4. Repair: eleven courses on two chairs, a day is closed; how much further than the least there is',
  );
  table(
    ['', 'further than the least'],
    [
      ['all together', over(sums.together)],
      ['one by one', over(sums.oneByOne)],
    ],
  );
  print(`   the least: found by an exact solver (HiGHS); met exactly in ${met} of ${solved} cases.`);
  return [
    {
      what: 'repair, further than the least, on average',
      figure: (100 * excess) / solved,
      unit: ' %',
      goal: { atMost: 2 },
    },
  ];
}

/** So many courses at once that no exact solver is asked any more. */
async function atOnce(rounds: number): Promise<Outcome[]> {
  const crowds = [
    { what: '20 chairs, 12 nurses: room to spare', courses: 60, chairs: 20, nurses: 12, allOn: WEDNESDAY },
    { what: '16 chairs, 9 nurses: no room to spare', courses: 200, chairs: 16, nurses: 9 },
  ];
  const rows: string[][] = [];
  let slowest = 0;
  for (const { what, ...clinic } of crowds) {
    const full = aFullClinic({ seed: 7, slotMinutes: 15, weeks: 2, ...clinic });
    const all = closedOn(WEDNESDAY, full);
    const { repaired, left } = repair(all);
    const broken = new Set([...repaired, ...left].map(({ id }) => id));
    const question = { ...all, courses: all.courses.filter(({ id }) => broken.has(id)).slice(0, 40) };
    const timed = (work: (asked: RepairQuestion) => Told) => () => {
      const begin = performance.now();
      work(question);
      return performance.now() - begin;
    };
    const ms = await inTurns(rounds, { together: timed(together), oneByOne: timed(oneByOne) });
    const [ours, naive] = [together(question), oneByOne(question)];
    slowest = Math.max(slowest, median(ms.together));
    for (const [how, result, figures] of [
      ['together', ours, ms.together],
      ['one by one', naive, ms.oneByOne],
    ] as const)
      rows.push([
        `${what}, ${how}`,
        `${question.courses.length}`,
        `${result.left}`,
        `${result.days}`,
        `${result.minutes}`,
        median(figures).toFixed(0),
      ]);
  }
  print('\n   A day that breaks so many courses:');
  table(['', 'broken', 'left', 'days moved', 'and minutes', 'ms'], rows);
  return [
    { what: 'repair, a day that breaks 40 courses', figure: slowest, unit: ' ms', goal: { atMost: 1000 } },
  ];
}
