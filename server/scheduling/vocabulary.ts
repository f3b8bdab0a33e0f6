/**
 * The words of the domain that cross every layer: schema, contract, core and screen use these and no others.
 * Session statuses are FHIR R4's AppointmentStatus codes, unchanged.
 */

export const ROLES = ['front-desk', 'nurse', 'clinician', 'admin', 'patient'] as const;
export type Role = (typeof ROLES)[number];

export const ROUTES = ['iv', 'im', 'intranasal'] as const;
export type Route = (typeof ROUTES)[number];

export const PHASES = ['induction', 'continuation', 'maintenance'] as const;
export type Phase = (typeof PHASES)[number];

export const SESSION_STATUSES = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
  'cancelled',
  'noshow',
  'waitlist',
  'entered-in-error',
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Statuses that hold the chair and the patient. A fulfilled session holds them to its actual end. */
export const HOLDING_STATUSES = [
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled',
] as const satisfies readonly SessionStatus[];

/** Statuses of a session that is still to come and may still be moved. */
export const UPCOMING_STATUSES = ['pending', 'booked'] as const satisfies readonly SessionStatus[];

export const COURSE_STATES = ['induction', 'assessment', 'maintenance', 'on-hold', 'stopped'] as const;
export type CourseState = (typeof COURSE_STATES)[number];

/** Why a course is on hold: a clinician said so, or too many sessions in a row were missed. */
export const HOLD_KINDS = ['clinician', 'missed-sessions'] as const;

/** The parts of a block, in the order in which they happen. */
export const BLOCK_PARTS = ['prep', 'administration', 'observation', 'turnover'] as const;
export type BlockPart = (typeof BLOCK_PARTS)[number];

/** Why a start, a plan or a booster was refused. Stable codes; the words for people are in `violation.ts`. */
export const VIOLATION_CODES = [
  'in-the-past',
  'off-grid',
  'closed',
  'chair-full',
  'monitoring-full',
  'prescriber-absent',
  'too-few-trained',
  'patient-busy',
  'out-of-order',
  'too-close',
  'too-far',
  'too-many-in-week',
  'span-exceeded',
  'wrong-count',
  'nonexistent-time',
  'outside-booster-window',
  'starts-bunched',
  'fewer-sessions',
  'too-many-sessions',
  'long-gap',
  'interrupted',
  'long-course',
  'short-notice',
  'missed-sessions',
  'not-from-here',
  'not-by-role',
  'on-hold',
  'session-not-open',
  'booster-booked',
  'window-passed',
  'order-too-short',
  'needs-review',
  'needs-rescreening',
  'nothing-changes',
  'no-plan',
  'overtaken',
  'gate-open',
] as const;
export type ViolationCode = (typeof VIOLATION_CODES)[number];

/** What can be asked of a course that is under way. */
export const CHANGE_MODES = [
  'move',
  'shift',
  'replan',
  'omit',
  'cancel',
  'no-show',
  'stop',
  'hold',
  'resume',
  'extend',
  'restart',
] as const;
export type ChangeMode = (typeof CHANGE_MODES)[number];

/**
 * What is in the history of a course: those, the taking back of one, boosters that moved with a new order, and a booster
 * that was booked against a rule.
 */
export const MADE_MODES = [...CHANGE_MODES, 'undo', 'booster-order', 'book-booster'] as const;
export type MadeMode = (typeof MADE_MODES)[number];

/** Why a session was cancelled: IHE Scheduling's codes, plus ours from CLINICAL section 4. */
export const CANCEL_REASONS = [
  'patient-cancel',
  'needs-tests',
  'abnormal-results',
  'improper-iv',
  'equip-unavail',
  'hospitalized',
  'improved',
  'moved',
  'financial',
  'plan-changes',
  'new-provider',
  'no-escort',
  'not-fasted',
  'vitals-hold',
  'late-arrival',
  'clinic-closure',
  'rems-incomplete',
  'consent-expired',
  'other',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** Reasons that tell something of the patient's health: the front desk reads them as `clinical`. */
export const CLINICAL_CANCEL_REASONS = [
  'needs-tests',
  'abnormal-results',
  'improper-iv',
  'hospitalized',
  'improved',
  'vitals-hold',
  'rems-incomplete',
] as const satisfies readonly CancelReason[];

/** What is asked before a step of a session's day. */
export const PROMPT_CODES = [
  'escort',
  'fasted',
  'pressure',
  'baseline',
  'vitals',
  'escort-here',
  'pressure-noted',
] as const;
export type PromptCode = (typeof PROMPT_CODES)[number];

/** How somebody felt during a session, or after it. */
export const SIDE_EFFECTS = [
  'dizziness',
  'nausea',
  'raised-pressure',
  'dissociation',
  'other-effect',
] as const;
export type SideEffect = (typeof SIDE_EFFECTS)[number];

/** What is ticked of a session that has begun: yes or no, never a value. */
export const TICK_CODES = [...SIDE_EFFECTS, 'pressure-noted', 'ready-to-leave', 'escort-here'] as const;
export type TickCode = (typeof TICK_CODES)[number];

/** Why somebody left before all was ticked that is asked before. */
export const LEFT_WITHOUT_REASONS = ['left-early', 'approved-ride', 'to-hospital', 'other'] as const;
export type LeftWithoutReason = (typeof LEFT_WITHOUT_REASONS)[number];

/** What must be done, or be known, before a session: CLINICAL section 5.1. Done or not done, never a result. */
export const GATE_CODES = [
  'eligibility',
  'consent',
  'contraindication',
  'pregnancy-check',
  'bladder-check',
  'baseline-rating',
  'response-review',
  'rems-enrolment',
  'monitoring-form',
] as const;
export type GateCode = (typeof GATE_CODES)[number];

/** Whose record of a gate is good: one of any course of the patient, of this course, or of one session. */
export const GATE_SCOPES = ['patient', 'course', 'session'] as const;
export type GateScope = (typeof GATE_SCOPES)[number];

/** `hard` keeps a session from being booked unless a clinician waives it; `hard-no` always; `soft` warns. */
export const GATE_STRENGTHS = ['hard', 'hard-no', 'soft'] as const;
export type GateStrength = (typeof GATE_STRENGTHS)[number];

/**
 * `done`: good, and nothing to do soon. `expiring`: good today, and not for long or not for every session that is
 * booked. `expired`: it was done once. `open`: to be done; of a flag, that it is up. `overdue`: to be done after a
 * session, and late. `clear`: a flag that is not up. `not-needed`: nothing that is booked asks for it, or not yet.
 */
export const GATE_STATES = ['done', 'expiring', 'expired', 'open', 'overdue', 'clear', 'not-needed'] as const;
export type GateStateName = (typeof GATE_STATES)[number];

/** What everybody on the staff is told of a session's gates: whether something keeps it from taking place. */
export const GATE_LIGHTS = ['green', 'red'] as const;

/** Whether a patient was treated at another clinic before. */
export const TREATED_ELSEWHERE = ['yes', 'no', 'unknown'] as const;
export type TreatedElsewhere = (typeof TREATED_ELSEWHERE)[number];

/** Scales by which the response is measured. What is known of each is in `response.ts`. */
export const INSTRUMENT_CODES = ['phq-9', 'qids-sr-16', 'madrs', 'gad-7'] as const;
export type InstrumentCode = (typeof INSTRUMENT_CODES)[number];

/** Who told a score, or that symptoms are coming back. */
export const REPORT_SOURCES = ['staff', 'patient'] as const;
export type ReportSource = (typeof REPORT_SOURCES)[number];

/** From the best to none. */
export const RESPONSE_LEVELS = ['remission', 'response', 'partial-response', 'improvement', 'none'] as const;
export type ResponseLevel = (typeof RESPONSE_LEVELS)[number];

export const FUTILITY_SIGNALS = ['little-change-after-four', 'three-without-improvement'] as const;
export type FutilitySignal = (typeof FUTILITY_SIGNALS)[number];

/** What a clinician looks at, and says so. */
export const REVIEW_KINDS = [
  'mid-course',
  'end-of-induction',
  'four-weeks-after',
  'continued-need',
  'relapse',
] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** What is due of a course: a review, or a score before a booster is booked. */
export const DUE_REVIEWS = [
  'mid-course',
  'end-of-induction',
  'four-weeks-after',
  'before-booster',
  'as-needed-check',
  'continued-need',
] as const;
export type DueReview = (typeof DUE_REVIEWS)[number];

/** What a clinician decided by a review. Nothing follows from it by itself. */
export const REVIEW_OUTCOMES = [
  'continue',
  'extend',
  'step-back',
  'step-forward',
  'series',
  're-induction',
  'stop',
  'other-care',
] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** Why a course is a clinician's to look at, the most pressing first: the order of the caseload. */
export const NEED_CODES = [
  'relapse-reported',
  'interrupted',
  'on-hold',
  'response-review-due',
  'futility-signal',
  'order-expiring',
  'gate-open',
] as const;
export type NeedCode = (typeof NEED_CODES)[number];

/** What is told with a course on the list of due boosters. */
export const DUE_NOTES = [
  'overdue',
  'window-passed',
  'order-expiring',
  'order-expired',
  'series-used',
  'no-order',
] as const;
export type DueNote = (typeof DUE_NOTES)[number];

/** How the boosters of a course might go on. A clinician decides. */
export const SUGGESTION_CODES = [
  'step-back',
  'step-forward',
  'series',
  'review-need',
  'renew-order',
] as const;
export type SuggestionCode = (typeof SUGGESTION_CODES)[number];

/** What is written down of what people do: who did it, to whom, when. */
export const AUDIT_KINDS = [
  'sign-in',
  'sign-in.failed',
  'patient-code.ask',
  'patient-code.wrong',
  'sign-out',
  'second-factor.set-up',
  'second-factor.confirm',
  'second-factor.recovery-codes',
  'second-factor.failed',
  'second-factor.reset',
  'password.change',
  'password.ask-reset',
  'password.reset',
  'staff.invite',
  'staff.withdraw-invitation',
  'staff.join',
  'staff.leave',
  'person.forget',
  'patient.read',
  'patient.courses.read',
  'course.read',
  'patient.add',
  'patient.update',
  'course.book',
  'booster.book',
  'session.move',
  'session.omit',
  'session.arrive',
  'session.check-in',
  'session.start',
  'session.complete',
  'session.no-show',
  'session.cancel',
  'session.undo',
  'session.tick',
  'session.ticks.read',
  'course.recovery.read',
  'course.recovery.set',
  'session.hold',
  'session.release',
  'course.shift',
  'course.replan',
  'course.stop',
  'course.hold',
  'course.resume',
  'course.extend',
  'course.restart',
  'course.undo',
  'booster-order.set',
  'booster-orders.read',
  'assessment.add',
  'assessment.correct',
  'baseline.set',
  'response.read',
  'caseload.read',
  'course.review',
  'relapse.report',
  'gates.read',
  'gate.mark',
  'gate.waive',
  'gate.take-back',
  'exposure.read',
  'exposure.set',
  'record.restrict',
  'record.lift',
  'care-team.change',
  'emergency-access.open',
  'emergency-access.close',
  'closure.preview',
  'closure.add',
  'closure.remove',
  'hours.preview',
  'hours.change',
  'waitlist.join',
  'waitlist.leave',
  'offer.make',
  'offer.accept',
  'offer.decline',
  'offer.withdraw',
  'clinic.open',
  'clinic.update',
  'audit.export',
  'audit.verify',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];
