import { planCourse } from '#server/scheduling/plan/plan.ts';
import { blockMinutes } from '#server/scheduling/protocol.ts';
import { availabilityFor } from '#server/scheduling/room/availability.ts';
import type { ClinicCalendar } from '#server/scheduling/time/calendar.ts';
import { aBusyClinic, COURSE, FIRST_DAY, LAST_DAY } from './a-busy-clinic.ts';
import { firstFit } from './first-fit.ts';
import { listOpenStarts } from './open-starts.ts';
import type { Options } from './options.ts';
import { type Outcome, print, table } from './report.ts';
import { inTurns, median, medianRatio } from './rounds.ts';

const DAYS = { firstDay: FIRST_DAY, lastDay: LAST_DAY };
const GOAL_MS = 0.2;

/** From the calendar as it is loaded to the best plans of a course, all of it. */
const plan = (calendar: ClinicCalendar, limit: number) =>
  planCourse({
    definition: COURSE,
    availability: availabilityFor(
      calendar,
      {
        block: COURSE.block,
        poolIds: ['pool'],
        prescriberOnSite: false,
        trainedMinimum: 2,
        patientId: 'ana',
      },
      // Monday 2 March 2026, midnight in New York
      Date.parse('2026-03-02T00:00:00-05:00'),
    ),
    ...DAYS,
    lastFirstDay: LAST_DAY,
    preferences: {},
    limit,
    seed: 1,
  });

/** Milliseconds of processor time that one call takes, ours and the garbage collector's. */
function cpuOf(work: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
}

/** A whole optimal plan, beside a plain search and beside listing single open starts. */
export async function benchPlanning({ isQuick }: Options): Promise<Outcome[]> {
  const rows: string[][] = [];
  const outcomes: Outcome[] = [];
  for (const share of [0, 0.5, 0.9]) {
    const calendar = aBusyClinic(share);
    const times = isQuick ? 200 : 500;
    const measures = {
      best: () => cpuOf(() => plan(calendar, 1), times),
      three: () => cpuOf(() => plan(calendar, 3), times),
      firstFit: () => cpuOf(() => firstFit(calendar, COURSE, DAYS), times),
      starts: () => cpuOf(() => listOpenStarts(calendar, blockMinutes(COURSE.block), DAYS), 1),
    };
    // Until the code is compiled, the short ones especially.
    for (let warm = 0; warm < 8; warm += 1) {
      measures.best();
      measures.three();
      measures.firstFit();
    }
    measures.starts();
    const ms = await inTurns(isQuick ? 3 : 9, measures);
    const busy = `${share * 100} % busy`;
    rows.push([
      busy,
      median(ms.best).toFixed(3),
      median(ms.three).toFixed(3),
      median(ms.firstFit).toFixed(3),
      median(ms.starts).toFixed(1),
      medianRatio(ms.firstFit, ms.best).toFixed(2),
      medianRatio(ms.starts, ms.best).toFixed(0),
    ]);
    outcomes.push({
      what: `a whole optimal plan, ${busy}`,
      figure: median(ms.best),
      unit: ' ms',
      goal: { atMost: GOAL_MS },
    });
  }
  print(
    '\n1. Planning: 20 chairs, three weeks in New York; milliseconds of processor time (getrusage), medians',
  );
  table(
    ['', 'best plan', 'best three', 'first fit', 'open starts', 'first fit / plan', 'open starts / plan'],
    rows,
  );
  print('   plan: compiles the calendar and finds the optimum of chairs, nurses, spacing and wishes.');
  print('   first fit: the first free chair, three days on, and so forth; it minds chairs alone.');
  print(
    '   open starts: every start with a free chair, by date-fns and TZDate; no course is found by it yet.',
  );
  return outcomes;
}
