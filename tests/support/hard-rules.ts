import type { ProtocolDefinition } from '#server/scheduling/protocol.ts';
import type { SessionNeeds } from '#server/scheduling/room/day-starts.ts';
import type { BusySession, ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { BLOCK_PARTS, type BlockPart } from '#server/scheduling/vocabulary.ts';

/**
 * The hard rules once more, slowly and plainly, to hold the quick ones to: five minutes after five minutes, everybody
 * and everything is looked at, and the clock is read by `Intl`. It uses nothing of the core but its types.
 */

const FIVE_MINUTES = 300_000;

type Reading = { readonly date: string; readonly weekday: number; readonly minute: number };

const clocks = new Map<string, { format: Intl.DateTimeFormat; read: Map<Instant, Reading> }>();

/** What the clock and the calendar of a zone show. Asking takes a while, so what was read is kept. */
export function readClock(at: Instant, zone: string): Reading {
  let clock = clocks.get(zone);
  if (!clock) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      weekday: 'short',
    });
    clock = { format, read: new Map() };
    clocks.set(zone, clock);
  }
  let reading = clock.read.get(at);
  if (!reading) {
    const part = Object.fromEntries(clock.format.formatToParts(at).map(({ type, value }) => [type, value]));
    reading = {
      date: `${part.year}-${part.month}-${part.day}`,
      weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part.weekday ?? '') + 1,
      minute: Number(part.hour) * 60 + Number(part.minute),
    };
    clock.read.set(at, reading);
  }
  return reading;
}

/** The first instant at which the clock shows a date and a minute, found by looking at all of them; null for never. */
export function instantShowing(date: string, minute: number, zone: string): Instant | null {
  const around = Date.parse(`${date}T00:00:00Z`) + minute * 60_000;
  for (let at = around - 15 * 3_600_000; at <= around + 15 * 3_600_000; at += FIVE_MINUTES) {
    const shown = readClock(at, zone);
    if (shown.date === date && shown.minute === minute) return at;
  }
  return null;
}

const overlaps = (one: { startsAt: Instant; endsAt: Instant }, at: Instant): boolean =>
  one.startsAt < at + FIVE_MINUTES && at < one.endsAt;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Which part of a block the patient is in at an instant; null before, after, and once the chair was released. */
function partAt(session: Pick<BusySession, 'startsAt' | 'endsAt' | 'block'>, at: Instant): BlockPart | null {
  if (at < session.startsAt || at >= session.endsAt) return null;
  let end = session.startsAt;
  for (const part of BLOCK_PARTS) {
    end += session.block[part] * 60_000;
    if (at < end) return part;
  }
  return null;
}

const hoursOf = ({ openingHours }: ClinicCalendar, { weekday, date }: Reading) =>
  openingHours.filter(
    (hours) =>
      hours.weekday === weekday &&
      !(hours.validFrom && date < hours.validFrom) &&
      !(hours.validTo && date > hours.validTo),
  );

/** Everything that is against a session at an instant of a day, as the clinic goes. */
export function reasonsAgainst(
  calendar: ClinicCalendar,
  needs: SessionNeeds,
  startsAt: Instant,
  now: Instant,
): Set<string> {
  const { zone, monitoring } = calendar;
  const day = readClock(startsAt, zone);
  const busy = calendar.busy.filter(({ id }) => !needs.ignoreSessionIds?.has(id));
  const hours = hoursOf(calendar, day);
  const isWithinHours = (shown: Reading): boolean =>
    shown.date === day.date &&
    hours.some((h) => minutesOf(h.opensAt) <= shown.minute && shown.minute < minutesOf(h.closesAt));
  const closes = Math.max(...hours.map((h) => minutesOf(h.closesAt)));

  const onDuty = (shown: Reading, at: Instant, role?: string) => {
    const people = new Map<string, boolean>();
    for (const shift of calendar.shifts) {
      const isHere =
        shift.weekday === shown.weekday &&
        minutesOf(shift.startsAt) <= shown.minute &&
        shown.minute < minutesOf(shift.endsAt) &&
        shift.validFrom <= shown.date &&
        (shift.validTo === null || shown.date <= shift.validTo);
      const isAway = calendar.closures.some((c) => c.staffId === shift.staffId && overlaps(c, at));
      if (isHere && !isAway && (!role || shift.role === role)) people.set(shift.staffId, shift.trained);
    }
    return people;
  };
  const watching = (part: BlockPart | null): number => {
    const patientsPerNurse = part && monitoring[part];
    return patientsPerNurse ? 1 / patientsPerNurse : 0;
  };

  const reasons = new Set<string>();
  if (startsAt < now) reasons.add('in-the-past');
  const total = BLOCK_PARTS.reduce((sum, part) => sum + needs.block[part], 0);
  const session = { startsAt, endsAt: startsAt + total * 60_000, block: needs.block };
  const ticks: { at: Instant; shown: Reading }[] = [];
  for (let at = startsAt; at < session.endsAt; at += FIVE_MINUTES)
    ticks.push({ at, shown: readClock(at, zone) });

  // After the last closing of the day nobody is there to be counted: that it is closed says it all.
  const during = ticks.filter(({ shown }) => shown.date === day.date && shown.minute < closes);
  if (ticks.some(({ shown }) => !isWithinHours(shown))) reasons.add('closed');
  for (const closure of calendar.closures) {
    const isOfClinic = closure.chairId === null && closure.staffId === null;
    if (isOfClinic && during.some(({ at }) => overlaps(closure, at))) reasons.add('closed');
  }
  for (const one of busy) {
    if (one.patientId === needs.patientId && during.some(({ at }) => overlaps(one, at)))
      reasons.add('patient-busy');
  }
  if (poolWithRoom(calendar, needs, startsAt) === null) reasons.add('chair-full');
  if (during.length < ticks.length) return reasons;

  for (const { at, shown } of during) {
    const part = partAt(session, at);
    const load = busy.reduce((sum, one) => sum + watching(partAt(one, at)), 0);
    const nurses = onDuty(shown, at, 'nurse').size;
    if (watching(part) > 0 && load + watching(part) > nurses + 1e-9) reasons.add('monitoring-full');
    if (needs.prescriberOnSite && onDuty(shown, at, 'clinician').size === 0) reasons.add('prescriber-absent');
    const trained = [...onDuty(shown, at).values()].filter((isTrained) => isTrained).length;
    const isDosed = part === 'administration' || part === 'observation';
    if (isDosed && trained < needs.trainedMinimum) reasons.add('too-few-trained');
  }
  return reasons;
}

/** The first pool that has a chair free at every moment of the block until the clinic closes, not always the same. */
export function poolWithRoom(
  calendar: ClinicCalendar,
  needs: SessionNeeds,
  startsAt: Instant,
): string | null {
  const day = readClock(startsAt, calendar.zone);
  const closes = Math.max(...hoursOf(calendar, day).map((h) => minutesOf(h.closesAt)));
  const total = BLOCK_PARTS.reduce((sum, part) => sum + needs.block[part], 0);
  const isTaken = (chairId: string, at: Instant): boolean =>
    calendar.busy.some(
      (one) => one.chairId === chairId && !needs.ignoreSessionIds?.has(one.id) && overlaps(one, at),
    ) || calendar.closures.some((closure) => closure.chairId === chairId && overlaps(closure, at));
  const hasRoom = (poolId: string): boolean => {
    for (let at = startsAt; at < startsAt + total * 60_000; at += FIVE_MINUTES) {
      const shown = readClock(at, calendar.zone);
      if (shown.date !== day.date || shown.minute >= closes) return true;
      if (!calendar.chairs.some((chair) => chair.poolId === poolId && !isTaken(chair.id, at))) return false;
    }
    return true;
  };
  return needs.poolIds.find(hasRoom) ?? null;
}

/** What is wrong between the first sessions of a course, by their local days in order. Empty: nothing. */
export function rulesBrokenBetween(days: readonly number[], definition: ProtocolDefinition): string[] {
  const broken: string[] = [];
  const phases = definition.phases.flatMap((phase) => new Array<typeof phase>(phase.sessions).fill(phase));
  days.forEach((day, index) => {
    const phase = phases[index];
    if (!phase) {
      broken.push(`${index + 1} is one too many`);
      return;
    }
    const clear = index === 0 ? null : day - (days[index - 1] as number) - 1;
    if (clear !== null && clear < phase.minClearDays) broken.push(`${index + 1} too close`);
    if (clear !== null && clear > phase.maxClearDays) broken.push(`${index + 1} too far`);
    const inWeek = days.filter((other, i) => i <= index && other > day - 7 && other <= day).length;
    if (inWeek > phase.maxInRolling7Days) broken.push(`${index + 1} too many in 7 days`);
    const first = days[phases.indexOf(phase)] as number;
    if (phase.maxSpanDays !== null && day - first > phase.maxSpanDays) broken.push(`${index + 1} too late`);
  });
  return broken;
}
