import type { Session } from '#server/contract/session.ts';
import { addAssessment } from '#server/features/response/add-assessment.ts';
import { addCourseReview } from '#server/features/response/add-course-review.ts';
import { addMyAssessment } from '#server/features/response/add-my-assessment.ts';
import { reportMyRelapse } from '#server/features/response/report-my-relapse.ts';
import type { Context } from '#server/platform/context.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import type { InstrumentCode, ReviewKind, ReviewOutcome } from '#server/scheduling/vocabulary.ts';
import { chanceOf } from './chance.ts';
import type { Life } from './life.ts';
import type { OrderKey } from './orders.ts';
import type { CastMember } from './story.ts';
import type { World } from './world.ts';

/** How somebody responds: in hundredths of the first score, what is left of it after so many sessions. The last one stays. */
const LEFT = {
  well: [100, 85, 72, 60, 50, 42, 36, 32],
  partly: [100, 92, 85, 77, 72, 68, 64, 60],
  late: [100, 97, 95, 90, 82, 66, 52, 42],
  little: [100, 98, 97, 95, 94, 93],
  relapses: [100, 82, 68, 55, 46, 38, 32, 44, 62],
} as const satisfies Readonly<Record<string, readonly number[]>>;
export type Responding = keyof typeof LEFT;

/** What is left when symptoms have come back. */
const COME_BACK = 78;

/** The other scales, in hundredths of a PHQ-9. */
const BESIDE = { 'gad-7': 72, madrs: 155 } as const;
/** Before these sessions a clinician rates too, where a protocol has it so. */
const RATED_BEFORE = [1, 4, 7];

/** The scores that are taken before a session; by chances of their own, so that they disturb no other story. */
export async function scoreBefore(world: World, life: Life, session: Session, now: Instant): Promise<void> {
  const nurse = world.as('nurse', now);
  const phq = phqOf(life.member, life.fulfilled);
  await enter(world, nurse, life, 'phq-9', phq, now);
  await enter(world, nurse, life, 'gad-7', beside('gad-7', phq), now);
  if (life.member.protocol === 'im' && RATED_BEFORE.includes(session.sequence)) {
    await enter(world, world.as('clinician', now), life, 'madrs', beside('madrs', phq), now);
  }
}

/** The last session of an esketamine induction is over: a clinician looks before it goes on weekly, but for one patient. */
export function noteWeekFour(world: World, life: Life, session: Session, now: Instant): void {
  if (session.route !== 'intranasal' || life.fulfilled !== 8 || life.member.isLeftUnreviewed) return;
  world.agenda.note(world.days.during(nextDay(world, now), 20), (at) =>
    reviewCourse(world, life, 'end-of-induction', 'continue', at),
  );
}

/** What a clinician says as they order. */
export const reviewBefore = (world: World, life: Life, order: OrderKey, nth: number, now: Instant) => {
  if (nth === 0) return reviewCourse(world, life, 'end-of-induction', 'continue', now);
  if (order === 'back' || order === 'back further') {
    return reviewCourse(world, life, 'relapse', 'step-back', now);
  }
  return reviewCourse(world, life, 'continued-need', 'step-forward', now);
};

/** Four weeks after the last session somebody who comes no sooner tells how it is. */
export function noteCheckIn(world: World, life: Life, now: Instant): void {
  const day = addDays(localDateOf(now, world.days.zone), 28);
  world.agenda.note(world.days.at(day, 20 * 60), (at) =>
    enterOwn(world, life, phqOf(life.member, life.fulfilled), at),
  );
}

/** The patient says how it is now. */
export const tellHow = (world: World, life: Life, now: Instant): Promise<void> =>
  enterOwn(world, life, phqOf(life.member, life.fulfilled), now);

/** Yesterday evening: "my symptoms are coming back". */
export function noteRelapse(world: World, life: Life): void {
  const { agenda, days, today } = world;
  agenda.note(days.at(addDays(today, -1), 19 * 60 + 40), async (now) => {
    await enterOwn(world, life, baseOf(life.member) * (COME_BACK / 100), now);
    await reportMyRelapse(asPatient(world, life, now), { ...of(life), headers: undefined, body: {} });
  });
}

const of = ({ courseId }: Life) => ({ params: { id: courseId }, query: undefined });

async function reviewCourse(
  world: World,
  life: Life,
  kind: ReviewKind,
  outcome: ReviewOutcome,
  now: Instant,
): Promise<void> {
  await addCourseReview(world.as('clinician', now), {
    ...of(life),
    headers: undefined,
    body: { kind, outcome },
  });
}

async function enter(
  { days }: World,
  by: Context,
  life: Life,
  instrument: InstrumentCode,
  total: number,
  now: Instant,
): Promise<void> {
  const assessedOn = localDateOf(now, days.zone);
  await addAssessment(by, {
    ...of(life),
    headers: undefined,
    body: { instrument, total: Math.round(total), assessedOn, corrects: null },
  });
}

async function enterOwn(world: World, life: Life, total: number, now: Instant): Promise<void> {
  const assessedOn = localDateOf(now, world.days.zone);
  await addMyAssessment(asPatient(world, life, now), {
    ...of(life),
    headers: undefined,
    body: { instrument: 'phq-9', total: Math.round(total), assessedOn, corrects: null },
  });
}

/** The patient, at home. */
function asPatient(world: World, { member }: Life, now: Instant): Context {
  const context = world.as('front-desk', now);
  const name = member.name.join(' ');
  const patientId = world.patientIds.get(name) ?? '';
  return { ...context, actor: { ...context.actor, role: 'patient', personId: patientId, patientId, name } };
}

const baseOf = ({ name }: CastMember): number => chanceOf(`${name.join(' ')}, at first`).between(15, 23);

/** Before the session after so many. */
function phqOf(member: CastMember, given: number): number {
  const left = LEFT[respondingOf(member)];
  const now = ((left[Math.min(given, left.length - 1)] ?? 100) * baseOf(member)) / 100;
  const wavers = given === 0 ? 0 : chanceOf(`${member.name.join(' ')}, after ${given}`).between(-1, 1);
  return Math.max(0, now + wavers);
}

const beside = (scale: keyof typeof BESIDE, phq: number): number => (phq * BESIDE[scale]) / 100;

/** Most respond well, some partly, some late. */
function respondingOf({ name, responds }: CastMember): Responding {
  const chance = chanceOf(`${name.join(' ')} responds`);
  return responds ?? chance.oneOf(['well', 'well', 'well', 'well', 'partly', 'partly', 'late']);
}

const nextDay = ({ days }: World, now: Instant) => days.onOrAfter(addDays(localDateOf(now, days.zone), 1));
