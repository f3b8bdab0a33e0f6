import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { dateOfEpochDay, weekdayOfEpochDay } from '#server/scheduling/time/clinic-time.ts';
import { type Counting, countDay, rowsFor } from './day-counts.ts';
import type { Availability, DayStarts, SessionNeeds } from './day-starts.ts';
import { judgeStarts } from './judge-starts.ts';
import { openDay } from './open-day.ts';
import { compile, openOn } from './question.ts';

/**
 * Which starts a session could have, and what is against the others: hours and closures, a chair for the whole block,
 * the nurses' load at every minute, prescriber and trained people in the house, the patient's other sessions.
 *
 * A day is counted in ticks of five minutes of real time from its first instant, so that a day of 23 or 25 hours needs
 * no special case once its wall-clock times have been turned into ticks. Per rule, a running count of "bad" ticks
 * answers "is any tick of this stretch bad?" by one subtraction.
 */

export function availabilityFor(calendar: ClinicCalendar, needs: SessionNeeds, now: Instant): Availability {
  const question = compile(calendar, needs, now);
  const counting = { ...question, counts: rowsFor(question.poolSizes.length) };
  const cache = new Map<number, DayStarts>();
  return {
    day(epochDay) {
      let starts = cache.get(epochDay);
      if (!starts) {
        starts = startsOfDay(counting, epochDay);
        cache.set(epochDay, starts);
      }
      return starts;
    },
  };
}

const NO_STARTS = {
  minutes: [],
  instants: [],
  refusals: new Uint8Array(0),
  contested: new Uint8Array(0),
  pools: new Int8Array(0),
};

function startsOfDay(question: Counting, epochDay: number): DayStarts {
  const date = dateOfEpochDay(epochDay);
  const weekday = weekdayOfEpochDay(epochDay);
  const open = openOn(question, weekday, date);
  if (open.stretches.length === 0) return { epochDay, date, weekday, ...NO_STARTS };
  const day = openDay(question, epochDay, { date, weekday, open });
  countDay(question, day);
  const { minutes, instants, refusals, contested, pools } = judgeStarts(question, day);
  return { epochDay, date, weekday, minutes, instants, refusals, contested, pools };
}
