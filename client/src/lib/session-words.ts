import type { Session } from '#server/contract/session.ts';
import type { cancelSession } from '#server/contract/sessions.endpoints.ts';

type Numbered = Pick<Session, 'sequence' | 'place' | 'plannedCount' | 'phase'>;

export const isBooster = (session: Pick<Session, 'phase'>): boolean => session.phase === 'maintenance';

/** "3 of 6", "booster 2" */
export const numberWords = (session: Numbered): string =>
  isBooster(session)
    ? `booster ${session.place ?? Math.max(1, session.sequence - session.plannedCount)}`
    : `${session.place ?? session.sequence} of ${session.plannedCount}`;

/** "session 3", "booster 2": as it stands in a sentence. */
export const sessionWords = (session: Numbered): string =>
  isBooster(session) ? numberWords(session) : `session ${session.sequence}`;

/** "session 3 of 6", "booster 2"; and "session 4, 3 of 6" where one before it did not take place. */
export function fullSessionWords(session: Numbered): string {
  if (isBooster(session)) return numberWords(session);
  const isPlain = session.place === null || session.place === session.sequence;
  return isPlain ? `session ${numberWords(session)}` : `session ${session.sequence}, ${numberWords(session)}`;
}

export const PHASE_WORDS: Record<Session['phase'], string> = {
  induction: 'induction',
  continuation: 'continuation',
  maintenance: 'maintenance',
};

const STATUS_WORDS: Record<Session['status'], string> = {
  proposed: 'proposed',
  pending: 'pending',
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'in chair',
  fulfilled: 'done',
  cancelled: 'cancelled',
  noshow: 'missed',
  waitlist: 'waiting',
  'entered-in-error': 'entered in error',
};

export const stateWords = (session: Pick<Session, 'status' | 'startedAt'>): string =>
  session.status === 'checked-in' && session.startedAt ? 'started' : STATUS_WORDS[session.status];

/** Cancelled, missed or never meant: it holds no chair. */
export const isOff = (session: Pick<Session, 'status'>): boolean =>
  ['cancelled', 'noshow', 'entered-in-error', 'proposed', 'waitlist'].includes(session.status);

export type CancelReason = NonNullable<Session['cancelReason']>;
export type GivenCancelReason = (typeof cancelSession.body.shape.reason.options)[number];

export const CANCEL_REASON_WORDS: Record<CancelReason, string> = {
  'patient-cancel': 'The patient cancelled',
  'needs-tests': 'Tests are needed first',
  'abnormal-results': 'Results need a look first',
  'improper-iv': 'No vein could be used',
  'equip-unavail': 'Equipment was not available',
  hospitalized: 'The patient is in hospital',
  improved: 'The patient is better',
  moved: 'The patient moves away',
  financial: 'Costs or cover',
  'plan-changes': 'The plan of treatment changed',
  'new-provider': 'Another clinic takes over',
  'no-escort': 'Nobody to take the patient home',
  'not-fasted': 'The patient had eaten',
  'vitals-hold': 'Vital signs did not allow it',
  'late-arrival': 'Came too late',
  'clinic-closure': 'The clinic is closed',
  'rems-incomplete': 'Safety programme papers missing',
  'consent-expired': 'Consent has expired',
  other: 'Another reason',
  clinical: 'A clinical reason',
};

/** Every reason there is, in groups, the likely ones first. */
export const CANCEL_REASON_GROUPS: readonly { label: string; reasons: readonly GivenCancelReason[] }[] = [
  {
    label: 'The patient',
    reasons: ['patient-cancel', 'moved', 'financial', 'new-provider', 'improved', 'hospitalized'],
  },
  { label: 'On the day', reasons: ['no-escort', 'not-fasted', 'late-arrival', 'vitals-hold', 'improper-iv'] },
  {
    label: 'The clinic',
    reasons: [
      'clinic-closure',
      'equip-unavail',
      'plan-changes',
      'needs-tests',
      'abnormal-results',
      'rems-incomplete',
      'consent-expired',
      'other',
    ],
  },
];

type Step = Exclude<Session['actions'][number], 'cancel' | 'move'>;

/** What each button says, and what is said once it is done. */
export const STEP_WORDS: Record<Step, { verb: string; done: string }> = {
  arrive: { verb: 'Mark arrived', done: 'has arrived' },
  'check-in': { verb: 'Check in to the chair', done: 'is in the chair' },
  start: { verb: 'Mark started', done: 'has started' },
  complete: { verb: 'Mark done', done: 'is done; the chair is free' },
  'no-show': { verb: 'Mark missed', done: 'is marked as missed; the chair is free' },
  hold: { verb: 'Hold for a clinician', done: 'is held: a clinician decides' },
  release: { verb: 'Release', done: 'may begin' },
};
export type SessionStep = Step;

/** The step that comes next by itself; the others are exceptions. */
export const nextStep = (session: Pick<Session, 'actions'>): Step | null =>
  (['arrive', 'check-in', 'release', 'start', 'complete'] as const).find((step) =>
    session.actions.includes(step),
  ) ?? null;

/** "Ana Lima, session 3 of 6, 9:00 to 11:00, Chair 2, booked" is made of this and the time. */
export const asSentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** "1 session", "4 sessions" */
export const sessionsWords = (count: number): string => (count === 1 ? '1 session' : `${count} sessions`);
