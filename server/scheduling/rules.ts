import type { Violation } from './violation.ts';
import type { Role, ViolationCode } from './vocabulary.ts';

/**
 * Every rule that the scheduler decides by, and whose it is: CLINICAL section 2 as data. The numbers themselves stand
 * in the protocol or the clinic's settings; here is what each is called, how strict it is, and who may bend it.
 */
export type Rule = {
  /** Its number in CLINICAL section 2; null where it only says what a booking is. */
  readonly number: string | null;
  /** `hard` refuses unless one of `mayOverride` gives a reason; `hard-no` always; `soft` warns. */
  readonly strength: 'hard' | 'soft' | 'hard-no';
  readonly mayOverride: readonly Role[];
  /** What it says, where nothing more exact is known. */
  readonly words: string;
};

const clinician: readonly Role[] = ['clinician'];
const admin: readonly Role[] = ['admin'];

const always = (number: string | null, words: string): Rule => ({
  number,
  strength: 'hard-no',
  mayOverride: [],
  words,
});
const unless = (mayOverride: readonly Role[], number: string, words: string): Rule => ({
  number,
  strength: 'hard',
  mayOverride,
  words,
});
const warns = (number: string, words: string): Rule => ({ number, strength: 'soft', mayOverride: [], words });

export const RULES: Readonly<Record<ViolationCode, Rule>> = {
  // What the clinic's own settings say is not bent session by session: whoever may, changes the settings.
  'in-the-past': always(null, 'This time has passed.'),
  'off-grid': always(null, "Not on the clinic's grid of start times."),
  'nonexistent-time': always(null, 'The clock skips this time on that day.'),
  closed: always('R31', 'The clinic is not open for the whole session.'),
  'chair-full': always('R33', 'Every chair is taken for part of this time.'),
  'patient-busy': always(null, 'The patient has another session then.'),
  'prescriber-absent': always('R25', 'No prescriber is on site for the whole session.'),
  'monitoring-full': unless(admin, 'R32', 'The nurses on duty already watch as many patients as they may.'),
  'too-few-trained': unless(admin, 'R34', 'Too few trained people are in the house.'),
  'starts-bunched': warns('R35', 'More sessions begin at about this time than there are nurses.'),

  'out-of-order': always(null, 'Sessions must come in order.'),
  'wrong-count': unless(clinician, 'R1', 'Not the number of sessions of the protocol.'),
  'fewer-sessions': unless(clinician, 'R1', 'A clinician decides on fewer sessions.'),
  'too-many-sessions': always('R9', 'More sessions than the protocol can be extended to.'),
  'too-close': unless(clinician, 'R4', 'Too close to another session.'),
  'too-many-in-week': unless(clinician, 'R5', 'Too many sessions in a week.'),
  'long-gap': warns('R6', 'Longer than a week after the session before.'),
  'too-far': unless(clinician, 'R6', 'Too far from the session before.'),
  interrupted: unless(clinician, 'R7', 'The induction is interrupted: a clinician decides how it goes on.'),
  'long-course': warns('R2', 'The course takes longer than it aims at.'),
  'span-exceeded': unless(clinician, 'R2', 'The course would take too long.'),
  'outside-booster-window': unless(clinician, 'R12', 'Outside the booster window.'),
  'window-passed': warns('R12', 'The last day of the booster window has passed.'),
  'order-too-short': warns('R15', 'The order ends before a booster may be booked.'),
  'needs-review': unless(
    clinician,
    'R17',
    'A clinician looks at the course before its next booster is booked.',
  ),
  'needs-rescreening': unless(
    clinician,
    'R19',
    'So long after the last session a clinician decides whether the course goes on.',
  ),
  'short-notice': warns('R51', 'Short notice.'),
  'missed-sessions': warns(
    'R53',
    'The patient has missed several sessions in a row: the course goes on hold.',
  ),

  'not-from-here': always(null, 'This cannot be done with the course as it stands.'),
  'not-by-role': always(null, 'Somebody else decides on this.'),
  'on-hold': always('R50', 'A clinician has put the course on hold.'),
  'session-not-open': always(null, 'The session is not one that can be changed any more.'),
  'booster-booked': always(null, 'A booster is booked already. Cancel it first.'),
  'nothing-changes': always(null, 'Nothing would change.'),
  'no-plan': always('R55', 'No complete plan fits.'),
  overtaken: always(null, 'Something has happened since.'),
  // No change is refused for it: the session keeps its time, and waits.
  'gate-open': warns('R37', 'Something must be done first: until then the session waits.'),
};

/** Numbers that no protocol sets yet, as CLINICAL section 2 presets them. Days between two sessions that are long (R6) ... */
export const LONG_GAP_DAYS = 7;
/** ... sessions that an induction may be extended by (R9) ... */
export const MOST_EXTRA_SESSIONS = 6;
/** ... how long before its start a session is cancelled in good time (R51) ... */
export const NOTICE_HOURS = 48;
/** ... missed sessions in a row that put a course on hold (R53) ... */
export const MISSED_IN_A_ROW = 2;
/** ... and minutes that a nurse needs to herself at the start of a session (R35). */
export const STAGGER_MINUTES = 20;

/** A permitted breach: which rule, of which session where it is one's, and why. */
export type Override = {
  readonly code: ViolationCode;
  readonly sequence: number | null;
  readonly reason: string;
};

/** A rule that is bent, and who may let it be. */
export type BentRule = Violation & {
  readonly rule: string | null;
  /** Who may let a hard rule be bent; nobody where it is empty. */
  readonly mayOverride: readonly Role[];
  /** The reason that somebody who may gave. */
  readonly overrideReason: string | null;
};

/** A breach of a rule, as strict as the rule is. */
export const broken = (code: ViolationCode, detail: string, sequence?: number): Violation => {
  const severity = RULES[code].strength === 'soft' ? 'soft' : 'hard';
  return sequence === undefined ? { code, detail, severity } : { code, detail, sequence, severity };
};

/** What is bent, with the overrides of this person laid to it. One that is not theirs to make counts for nothing. */
export const bend = (
  violations: readonly Violation[],
  overrides: readonly Override[],
  role: Role,
): BentRule[] =>
  violations.map((violation) => {
    const { number, mayOverride } = RULES[violation.code];
    const given = overrides.find(
      ({ code, sequence }) => code === violation.code && sequence === (violation.sequence ?? null),
    );
    const counts = given !== undefined && mayOverride.includes(role);
    return {
      ...violation,
      rule: violation.rule ?? number,
      mayOverride,
      overrideReason: counts ? given.reason : null,
    };
  });

/** What stands against it still. */
export const openRules = (bent: readonly BentRule[]): BentRule[] =>
  bent.filter(({ severity, overrideReason }) => severity === 'hard' && overrideReason === null);
