import type { Course } from '#server/contract/course.ts';
import type { Session } from '#server/contract/session.ts';
import { AppError } from '#server/errors.ts';
import { markGate } from '#server/features/gates/mark-gate.ts';
import { addCourseReview } from '#server/features/response/add-course-review.ts';
import { takeStep } from '#server/features/sessions/take-step.ts';
import type { Context } from '#server/platform/context.ts';
import type { Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf, parseInstant } from '#server/scheduling/time/clinic-time.ts';
import type { GateCode } from '#server/scheduling/vocabulary.ts';
import type { Life } from './life.ts';
import type { World } from './world.ts';

const MINUTE = 60_000;

/** What is left open of somebody's gates, so that there is something to see to. */
export type LeftOpen =
  | 'eligibility'
  | 'consent between sessions 5 and 6'
  | 'bladder check'
  | 'a monitoring form';

/** The session after which nobody sends the form off. */
const FORGOTTEN_FORM = 3;

/** What comes before a course: a clinician clears the patient, who then signs. Both within the hour of the booking. */
export function noteClearance(world: World, life: Life, course: Course, now: Instant): void {
  const { agenda } = world;
  const { open, protocol } = life.member;
  agenda.note(now + 25 * MINUTE, async (at) => {
    if (open !== 'eligibility') await mark(world, world.as('clinician', at), life, 'eligibility');
    const session5 = course.sessions[4];
    await mark(world, world.as('nurse', at), life, 'consent', {
      ...(open === 'consent between sessions 5 and 6' &&
        session5 && { expiresOn: localDateOf(parseInstant(session5.startsAt), world.days.zone) }),
    });
    if (protocol === 'nasal') await mark(world, world.as('nurse', at), life, 'rems-enrolment');
    if (isToBegin(world, course)) {
      await mark(world, world.as('nurse', at), life, 'baseline-rating');
      await check(world, life, at);
    }
  });
}

/** Whom one meets before their first session. */
const isToBegin = ({ days, today }: World, { sessions: [first] }: Course): boolean =>
  first !== undefined && localDateOf(parseInstant(first.startsAt), days.zone) >= today;

/** What was asked so long ago is good no more, and nobody looks it up in the demo. */
const LONG_AGO_DAYS = 84;

/** At the first session of a course it is asked what is asked again later. */
export async function checkAtFirst(world: World, life: Life, session: Session, now: Instant): Promise<void> {
  const isLongAgo = localDateOf(now, world.days.zone) < addDays(world.today, -LONG_AGO_DAYS);
  if (session.sequence !== 1 || (isLongAgo && life.member.open !== 'bladder check')) return;
  await check(world, life, now);
}

/** With a booster that is still to come, so that it is asked about for all whom one meets in the demo. */
export async function checkForBooster(
  world: World,
  life: Life,
  booster: Session,
  now: Instant,
): Promise<void> {
  if (localDateOf(parseInstant(booster.startsAt), world.days.zone) < world.today) return;
  if (life.member.open !== 'bladder check') await check(world, life, now);
}

async function check(world: World, life: Life, now: Instant): Promise<void> {
  const nurse = world.as('nurse', now);
  await mark(world, nurse, life, 'pregnancy-check');
  await mark(world, nurse, life, 'bladder-check');
}

/** The form of an esketamine session goes off on the next day that the clinic is open, all but one. */
export function noteForm(world: World, life: Life, session: Session, now: Instant): void {
  if (session.route !== 'intranasal') return;
  if (life.member.open === 'a monitoring form' && session.sequence === FORGOTTEN_FORM) return;
  const day = world.days.onOrAfter(addDays(localDateOf(now, world.days.zone), 1));
  world.agenda.note(world.days.during(day, 8), async (at) => {
    await mark(world, world.as('nurse', at), life, 'monitoring-form', { sessionId: session.id });
  });
}

/** The patient comes. Where nobody has looked at the response yet, a clinician does now, and then they are let in. */
export async function letIn(world: World, life: Life, session: Session, now: Instant): Promise<void> {
  const arrive = () => takeStep(world.as('front-desk', now), { sessionId: session.id, verb: 'arrive' });
  try {
    await arrive();
  } catch (error) {
    if (!(error instanceof AppError) || error.type !== 'gate-open') throw error;
    await addCourseReview(world.as('clinician', now), {
      ...of(life),
      body: { kind: 'end-of-induction', outcome: 'continue' },
    });
    await arrive();
  }
}

const of = ({ courseId }: Life) => ({ params: { id: courseId }, query: undefined, headers: undefined });

async function mark(
  { days }: World,
  by: Context,
  life: Life,
  kind: GateCode,
  more: { readonly expiresOn?: string; readonly sessionId?: string } = {},
): Promise<void> {
  await markGate(by, { ...of(life), body: { kind, doneOn: localDateOf(by.now, days.zone), ...more } });
}
