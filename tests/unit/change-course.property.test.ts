import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeCourse } from '#server/scheduling/change/change-course.ts';
import { undoChange } from '#server/scheduling/change/change-undo.ts';
import type {
  ChangeAnswer,
  ChangeQuestion,
  ChangeRequest,
  ChangingCourse,
  CourseSession,
  ShownChange,
  StoredChange,
} from '#server/scheduling/change/course-change.ts';
import { RULES } from '#server/scheduling/rules.ts';
import type { ClinicCalendar, Instant } from '#server/scheduling/time/calendar.ts';
import { addDays, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import { CHANGE_MODES, HOLDING_STATUSES, type Role } from '#server/scheduling/vocabulary.ts';
import { aBusySession, aCalendar, aDefinition, at, withoutOverlaps } from '#tests/support/calendars.ts';
import { aChangingCourse, aCourseSession, made } from '#tests/support/courses.ts';
import { readClock, reasonsAgainst, rulesBrokenBetween } from '#tests/support/hard-rules.ts';

/** Mondays before or in the week of a change of the clocks, and one of none. */
const BEGINNINGS = [
  { zone: 'America/New_York', monday: '2026-03-02' }, // forward on Sunday 8 March
  { zone: 'America/New_York', monday: '2026-10-26' }, // back on Sunday 1 November
  { zone: 'Europe/London', monday: '2026-10-19' }, // back on Sunday 25 October
  { zone: 'Australia/Lord_Howe', monday: '2026-03-30' }, // back by half an hour on Sunday 5 April
] as const;

const DAYS = 42;
const anyDay = fc.integer({ min: 0, max: DAYS - 1 });
const anyHour = fc.constantFrom('09:00', '10:00', '11:00', '13:00', '15:00', '16:00');

const anyStep = fc.record({
  /** Days that pass before it. */
  later: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  mode: fc.constantFrom(
    ...CHANGE_MODES,
    'move',
    'shift',
    'replan',
    'cancel',
    'undo',
    'undo',
    'attend',
    'attend',
  ),
  role: fc.constantFrom<Role>('front-desk', 'clinician', 'clinician', 'admin'),
  sequence: fc.integer({ min: 1, max: 8 }),
  day: anyDay,
  hour: anyHour,
  isPinned: fc.boolean(),
  hasFrom: fc.boolean(),
  isOverridden: fc.boolean(),
  seed: fc.nat({ max: 1000 }),
});
type AnyStep = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

const anyClinic = fc.record({
  beginning: fc.constantFrom(...BEGINNINGS),
  gaps: fc.array(fc.constantFrom(2, 3, 4, 7), { minLength: 5, maxLength: 5 }),
  busy: fc.array(fc.record({ day: anyDay, hour: anyHour, chair: fc.constantFrom('chair-1', 'chair-2') }), {
    maxLength: 30,
  }),
  closed: fc.array(anyDay, { maxLength: 4 }),
});

type World = {
  readonly calendar: ClinicCalendar;
  readonly course: ChangingCourse;
  readonly now: Instant;
  readonly monday: string;
};

function worldOf(drawn: typeof anyClinic extends fc.Arbitrary<infer T> ? T : never): World {
  const { zone, monday } = drawn.beginning;
  const busy = drawn.busy.map(({ day, hour, chair }) =>
    aBusySession(addDays(monday, day), Number(hour.slice(0, 2)) * 60, { zone, chairId: chair }),
  );
  const calendar = aCalendar({
    zone,
    busy: withoutOverlaps(busy),
    closures: drawn.closed.map((day) => ({
      startsAt: at(monday, '00:00', day, zone),
      endsAt: at(monday, '23:00', day, zone),
      chairId: null,
      staffId: null,
      reason: 'Closed',
    })),
  });
  let day = 0;
  const dates = [0, ...drawn.gaps].map((gap) => {
    day += gap;
    return addDays(monday, day);
  });
  const course = aChangingCourse({
    definition: aDefinition(),
    sessions: dates.map((date, index) => aCourseSession(index + 1, date, { zone })),
  });
  return { calendar, course, now: at(monday, '08:00', -3, zone), monday };
}

function requestOf(step: AnyStep, { course, calendar: { zone }, monday, now }: World): ChangeRequest {
  const session = course.sessions.find(({ sequence }) => sequence === step.sequence);
  const sessionId = session?.id ?? 'nobody';
  const due = course.sessions.find(({ status, startsAt }) => status === 'booked' && startsAt <= now);
  // Up to three days earlier or later, for a time of no course is refused at once.
  const near = localDateOf(session?.startsAt ?? course.sessions[0]?.startsAt ?? 0, zone);
  const startsAt = at(near, step.hour, (step.day % 7) - 3, zone);
  const from = step.hasFrom ? addDays(monday, step.day) : null;
  switch (step.mode) {
    case 'move':
    case 'shift':
      return { mode: step.mode, sessionId, startsAt };
    case 'replan':
      return step.isPinned
        ? { mode: 'replan', sessionId, startsAt, from: null }
        : { mode: 'replan', sessionId: null, startsAt: null, from };
    case 'omit':
    case 'cancel':
      return { mode: step.mode, sessionId, reason: 'patient-cancel' };
    case 'no-show':
      // Most likely whoever was due last.
      return { mode: 'no-show', sessionId: step.isPinned ? sessionId : (due?.id ?? sessionId) };
    case 'extend':
      return { mode: 'extend', sessions: (step.day % 3) + 1, from };
    case 'restart':
      return { mode: 'restart', from: addDays(monday, step.day) };
    case 'hold':
    case 'resume':
      return { mode: step.mode };
    default:
      return { mode: 'stop', reason: 'patient-cancel' };
  }
}

/** A course that has stopped or waits would be the end of every story: mostly it is taken back, or resumed. */
function likely(step: AnyStep, { state }: ChangingCourse): AnyStep {
  if (state === 'stopped') return { ...step, mode: 'undo' };
  if (state === 'on-hold' && step.isPinned) return { ...step, mode: 'resume', role: 'clinician' };
  return step;
}

const holding = (sessions: readonly CourseSession[]): CourseSession[] =>
  sessions.filter(({ status }) => (HOLDING_STATUSES as readonly string[]).includes(status));
const induction = (sessions: readonly CourseSession[]): CourseSession[] =>
  holding(sessions).sort((a, b) => a.sequence - b.sequence);

/** What is broken between the sessions, by a look at each pair that knows nothing of the core. */
function broken(course: ChangingCourse, zone: string): string[] {
  const sessions = induction(course.sessions);
  const [phase] = course.definition.phases;
  if (!phase) throw new Error('A protocol without a phase.');
  // What a clinician added is given its time on top: a week for two.
  const extra = Math.max(0, sessions.length - phase.sessions);
  const longer = {
    ...course.definition,
    phases: [{ ...phase, sessions: 40, maxSpanDays: (phase.maxSpanDays ?? 0) + Math.ceil((extra * 7) / 2) }],
  };
  const days = sessions.map(({ startsAt }) => Date.parse(readClock(startsAt, zone).date) / 86_400_000);
  return rulesBrokenBetween(days, longer).map((words) => {
    const [, place = '', what = ''] = /^(\d+) (.*)$/.exec(words) ?? [];
    return `${sessions[Number(place) - 1]?.id} ${CODES[what]}`;
  });
}

const CODES: Readonly<Record<string, string>> = {
  'too close': 'too-close',
  'too far': 'too-far',
  'too many in 7 days': 'too-many-in-week',
  'too late': 'span-exceeded',
};

/** Modes that may leave a gap behind them. */
const LEAVING: readonly string[] = ['cancel', 'no-show', 'resume', 'undo'];

const LENGTH: readonly string[] = ['too-far', 'span-exceeded', 'interrupted'];

const stored = (course: ChangingCourse, after: ChangingCourse, mode: ChangeRequest['mode']): StoredChange => {
  const touched = after.sessions.filter((session) => {
    const was = course.sessions.find(({ id }) => id === session.id);
    return was?.startsAt !== session.startsAt || was?.status !== session.status;
  });
  return {
    mode,
    before: {
      ...course,
      sessions: course.sessions.filter(({ id }) => touched.some((session) => session.id === id)),
    },
    after: { ...after, sessions: touched },
  };
};

function askedOf(world: World, step: AnyStep): { question: ChangeQuestion; answer: ChangeAnswer } {
  const { course, calendar, now } = world;
  const bare: ChangeQuestion = {
    request: requestOf(step, world),
    course,
    calendar,
    now,
    role: step.role,
    overrides: [],
    seed: step.seed,
  };
  const answer = changeCourse(bare);
  if (!answer.ok || answer.open.length === 0 || !step.isOverridden) return { question: bare, answer };
  const overrides = answer.open.map(({ code, sequence = null }) => ({
    code,
    sequence,
    reason: 'It must be',
  }));
  const question = { ...bare, overrides };
  return { question, answer: changeCourse(question) };
}

/** The clinic has closed, or taken others in, where a session of the course is. */
const isShut = ({ course, calendar }: World, { startsAt, block }: CourseSession): boolean =>
  reasonsAgainst(calendar, { ...course.needs, block }, startsAt, 0).size > 0;

function judge(world: World, { request, role }: ChangeQuestion, shown: ShownChange): ChangingCourse {
  const { course, calendar, now } = world;
  const { zone } = calendar;
  const after = made(course, shown);
  const was = new Map(course.sessions.map((session) => [session.id, session]));
  const overridden = new Set(after.overridden.map(({ sessionId, code }) => `${sessionId} ${code}`));

  // Nothing moves, comes or goes that the answer did not show.
  const differs = (how: (before: CourseSession, session: CourseSession) => boolean) =>
    after.sessions.filter((session) => {
      const before = was.get(session.id);
      return before !== undefined && how(before, session);
    });
  const ids = (sessions: readonly { readonly id: string }[]) => sessions.map(({ id }) => id).sort();
  expect(ids(differs((before, session) => before.startsAt !== session.startsAt))).toEqual(
    ids(shown.moved.map((one) => one.after)),
  );
  expect(ids(differs((before, session) => before.status !== session.status))).toEqual(
    ids([...shown.removed, ...shown.restated.map((one) => one.after)]),
  );
  expect(after.sessions).toHaveLength(course.sessions.length + shown.added.length);

  for (const session of after.sessions) {
    const before = was.get(session.id);
    const isPlaced = before === undefined || before.startsAt !== session.startsAt;
    // What is past stays where it was.
    if (before && before.startsAt <= now) expect(session.startsAt).toBe(before.startsAt);
    if (before?.status === 'fulfilled') expect(session).toEqual(before);
    // What was given up does not return.
    if (before && ['cancelled', 'noshow', 'entered-in-error'].includes(before.status)) {
      expect(session).toEqual(before);
    }
    if (!isPlaced) continue;
    // Where a session is placed the clinic has room, or somebody who may said why it need not.
    expect(session.startsAt).toBeGreaterThanOrEqual(now);
    const needs = { ...course.needs, block: session.block };
    const against = [...reasonsAgainst(calendar, needs, session.startsAt, now)];
    expect(against.filter((code) => !overridden.has(`${session.id} ${code}`))).toEqual([]);
    expect(readClock(session.startsAt, zone).minute % calendar.slotMinutes).toBe(0);
  }

  // Every rule between sessions holds, was bent before, or carries an override.
  const known = new Set(broken(course, zone));
  const isLeft = (rule: string) => LEAVING.includes(shown.mode) && rule.endsWith('too-far');
  expect(
    broken(after, zone).filter((rule) => !known.has(rule) && !overridden.has(rule) && !isLeft(rule)),
  ).toEqual([]);

  // Numbers stay true: none twice, and in the order of time.
  const numbers = after.sessions.map(({ sequence }) => sequence);
  expect(new Set(numbers).size).toBe(numbers.length);
  const times = induction(after.sessions).map(({ startsAt }) => startsAt);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  if (request.mode !== 'extend' && request.mode !== 'omit')
    expect(after.plannedCount).toBe(course.plannedCount);
  expect(
    shown.bent.every(({ overrideReason, mayOverride }) => !overrideReason || mayOverride.includes(role)),
  ).toBe(true);
  return after;
}

describe('whatever is done to a course, in whatever order', () => {
  test('nothing happens that was not shown, and every rule holds or was bent by somebody who may', () => {
    const counts: Record<string, number> = {};
    fc.assert(
      fc.property(
        anyClinic,
        fc.array(anyStep, { minLength: 1, maxLength: 14, size: 'max' }),
        (drawn, steps) => {
          let world = worldOf(drawn);
          let last: { before: ChangingCourse; stored: StoredChange } | null = null;
          for (const drawnStep of steps) {
            const step = likely(drawnStep, world.course);
            world = { ...world, now: world.now + step.later * 86_400_000 };
            const { course, calendar, now } = world;
            if (step.mode === 'attend') {
              // The first session that is due takes place; that overtakes whatever was changed before.
              const due = induction(course.sessions).find(
                ({ status, startsAt }) => status === 'booked' && startsAt <= now,
              );
              const sessions = course.sessions.map((one) =>
                one === due ? { ...one, status: 'fulfilled' as const } : one,
              );
              if (due) {
                world = { ...world, course: { ...course, sessions } };
                last = null;
              }
              continue;
            }
            if (step.mode === 'undo') {
              if (!last) continue;
              const answer = undoChange({
                course,
                calendar,
                now,
                role: 'clinician',
                seed: 0,
                change: last.stored,
              });
              if (!answer.ok) {
                expect(answer.violations.length).toBeGreaterThan(0);
                continue;
              }
              const after = made(course, answer);
              expect(holding(after.sessions).sort(byId)).toEqual(holding(last.before.sessions).sort(byId));
              expect([after.state, after.plannedCount]).toEqual([
                last.before.state,
                last.before.plannedCount,
              ]);
              world = { ...world, course: { ...after, overridden: last.before.overridden } };
              counts.undo = (counts.undo ?? 0) + 1;
              last = null;
              continue;
            }
            const { question, answer } = askedOf(world, step);
            if (!answer.ok) {
              // Every refusal names a rule.
              expect(answer.violations.map(({ code }) => RULES[code].words)).not.toEqual([]);
              counts.refused = (counts.refused ?? 0) + 1;
              continue;
            }
            // What was searched for bends nothing but how long the course takes.
            const { request } = question;
            if (request.mode === 'extend' || (request.mode === 'replan' && request.startsAt === null)) {
              expect(answer.open.filter(({ code }) => !LENGTH.includes(code))).toEqual([]);
            }
            if (answer.open.length > 0) continue;
            const after = judge(world, question, answer);
            last = { before: course, stored: stored(course, after, question.request.mode) };
            // Taken back at once, it is as if it had never been.
            if (last.stored.before.sessions.some((session) => isShut(world, session))) {
              world = { ...world, course: after };
              continue;
            }
            const back = undoChange({
              course: after,
              calendar,
              now,
              role: 'clinician',
              seed: 0,
              change: last.stored,
            });
            if (!back.ok) throw new Error(`Not taken back: ${JSON.stringify(back)}`);
            expect(holding(made(after, back).sessions).sort(byId)).toEqual(
              holding(course.sessions).sort(byId),
            );
            counts[answer.mode] = (counts[answer.mode] ?? 0) + 1;
            world = { ...world, course: after };
          }
        },
      ),
      { numRuns: 400 },
    );
    // Random steps that are all refused would show nothing.
    const tried = [...CHANGE_MODES, 'undo', 'refused'];
    expect(tried.filter((mode) => !counts[mode])).toEqual([]);
  });
});

const byId = (a: CourseSession, b: CourseSession): number => Number(a.id > b.id) - Number(a.id < b.id);
