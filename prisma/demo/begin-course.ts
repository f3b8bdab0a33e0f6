import type { Course } from '#server/contract/course.ts';
import type { Plan } from '#server/contract/plan.ts';
import { bookCourse } from '#server/features/courses/book-course.ts';
import { planCourse } from '#server/features/courses/plan-course.ts';
import { addPatient } from '#server/features/patients/add-patient.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, formatInstant, localReading, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import { reviewWhenOver } from './care.ts';
import { type Chance, chanceOf } from './chance.ts';
import { changeCourse } from './change-course.ts';
import type { Days } from './days.ts';
import { noteClearance } from './gates.ts';
import type { Life } from './life.ts';
import { noteRelapse } from './scores.ts';
import type { CastMember } from './story.ts';
import { callOff, expectVisit } from './visit.ts';
import type { World } from './world.ts';

type Fixed = { readonly sequence: number; readonly startsAt: string };

/** Notes when somebody of the cast comes into the register and has their course booked. What follows, follows. */
export function expectCourse(world: World, member: CastMember): void {
  const { agenda, days, boardDay, today } = world;
  const chance = chanceOf(`${today} ${nameOf(member)} ${member.from}`);
  const from = addDays(boardDay, member.from);
  // Who must come on a certain day rings while there is still room on it.
  const isEarly = member.visit !== undefined || member.isBetweenSessions === true;
  const weekAhead = addDays(from, isEarly ? -chance.between(8, 12) : -chance.between(2, 6));
  const recently = addDays(today, -chance.between(1, 3));
  const bookedOn = days.onOrBefore(weekAhead < recently ? weekAhead : recently);
  const registeredOn = days.onOrBefore(addDays(bookedOn, -chance.between(0, 9)));
  agenda.note(days.during(registeredOn, chance.between(1, 10)), (now) => register(world, member, now));
  agenda.note(days.during(bookedOn, chance.between(15, 90)), async (now) => {
    const { date: bookingDay } = localReading(now, days.zone);
    const patientId = world.patientIds.get(nameOf(member)) ?? '';
    const earliest = from > bookingDay ? from : addDays(bookingDay, 1);
    const plan = await planFor(world, member, { patientId, from: earliest, chance, now });
    const course = await bookCourse(world.as('front-desk', now), {
      params: undefined,
      query: undefined,
      headers: {},
      body: {
        patientId,
        protocolId: world.protocolIds[member.protocol],
        sessions: plan.sessions.map(({ startsAt, poolId }) => ({ startsAt, poolId })),
      },
    });
    live(world, member, chance, course, now);
  });
}

export const nameOf = ({ name }: CastMember): string => name.join(' ');

/** Once: who comes back is there already. */
async function register(world: World, member: CastMember, now: Instant): Promise<void> {
  if (world.patientIds.has(nameOf(member))) return;
  const [givenName, familyName] = member.name;
  const { id } = await addPatient(world.as('front-desk', now), {
    params: undefined,
    query: undefined,
    headers: undefined,
    body: {
      givenName,
      familyName,
      dateOfBirth: member.born,
      phone: member.phone,
      email: member.email,
      allowDuplicate: false,
    },
  });
  world.patientIds.set(nameOf(member), id);
}

/** The best plan, with the visits that the story needs just so; without them where no plan has them. */
async function planFor(
  world: World,
  member: CastMember,
  asked: { patientId: string; from: LocalDate; chance: Chance; now: Instant },
): Promise<Plan> {
  const { patientId, from, chance, now } = asked;
  const seed = chance.between(0, 0xffff);
  for (const fixed of [...fixedVisits(world, member), []]) {
    const { plans } = await planCourse(world.as('front-desk', now), {
      params: undefined,
      query: undefined,
      headers: undefined,
      body: {
        patientId,
        protocolId: world.protocolIds[member.protocol],
        from,
        ...(member.likes && { preferences: member.likes }),
        fixed,
        limit: 2,
        seed,
      },
    });
    if (plans[0]) return plans[0];
  }
  throw new Error(`The demo clinic has no time for ${nameOf(member)}.`);
}

/** Times of day to try, in quarters of an hour from the one that is wanted. */
const NEARBY = [0, 1, -1, 2, -2, 3, -3, 4, -4];
const ANY_TIME = [...NEARBY, 6, -6, 8, -8, 10, 12, 14, 16, 18, 20, 22, 24];

/** The sessions that must be on a certain day, in all the ways that will do, the best first. */
function fixedVisits(world: World, { visit, isBetweenSessions }: CastMember): Fixed[][] {
  const { days, boardDay, anchor } = world;
  if (isBetweenSessions) return ANY_TIME.map((n) => betweenSessions(world, 10 * 60 + n * 15));
  const hours = days.hours(boardDay);
  if (!visit || !hours) return [];
  return NEARBY.map((n) => anchor + visit.minutes + n * 15)
    .filter((minute) => minute >= hours.opens && minute < hours.closes)
    .map((minute) => [{ sequence: visit.sequence, startsAt: written(days, boardDay, minute) }]);
}

/** Session 3 is over and session 4 comes in a day or two, where the clinic is open then. */
function betweenSessions({ days, today }: World, minute: number): Fixed[] {
  const soon = [addDays(today, 2), addDays(today, 1)].find(days.isOpen);
  const next = soon ?? days.onOrAfter(addDays(today, 1));
  const before = [-3, -4, -2, -5].map((n) => addDays(next, n)).find((day) => day < today && days.isOpen(day));
  const last = before ?? days.onOrBefore(addDays(today, -1));
  return [
    { sequence: 3, startsAt: written(days, last, minute) },
    { sequence: 4, startsAt: written(days, next, minute) },
  ];
}

const written = (days: Days, date: LocalDate, minute: number): string =>
  formatInstant(days.at(date, minute), days.zone);

/** From here on the course goes its way: its sessions, what happens to them, and what follows the last. */
function live(world: World, member: CastMember, chance: Chance, course: Course, now: Instant): void {
  const { agenda, days } = world;
  const first = course.sessions[0];
  const life: Life = {
    member,
    chance,
    courseId: course.id,
    usualMinute: first ? localReading(parseInstant(first.startsAt), days.zone).minute : 10 * 60,
    toCome: new Map(),
    moved: new Set(),
    fulfilled: 0,
  };
  for (const session of course.sessions) {
    expectVisit(world, life, session, async (at) => reviewWhenOver(world, life, at));
  }
  noteClearance(world, life, course, now);
  if (member.responds === 'relapses') noteRelapse(world, life);
  const { stops, waits } = member;
  if (waits) {
    const yesterday = days.onOrBefore(addDays(world.today, -1));
    agenda.note(days.during(yesterday, 95), async (now) => {
      await changeCourse(world.as('clinician', now), course.id, { mode: 'hold', reason: waits });
      life.toCome.clear();
    });
  }
  if (!stops) return;
  const rest = course.sessions.filter(({ sequence }) => sequence >= stops.from);
  const before = rest[0] ? localReading(parseInstant(rest[0].startsAt), days.zone).date : world.today;
  const calledOffOn = days.onOrBefore(addDays(before, -1));
  agenda.note(days.during(calledOffOn, chance.between(10, 90)), async (now) => {
    if (stops.from === 1) {
      await changeCourse(world.as('front-desk', now), course.id, { mode: 'stop', reason: stops.reason });
      life.toCome.clear();
    } else {
      await callOff(world, life, rest, stops.reason, now);
    }
    reviewWhenOver(world, life, now);
  });
}
