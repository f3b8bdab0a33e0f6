import type { PromptCode, Role, Route, TickCode } from '#server/scheduling/vocabulary.ts';
import type { SessionVerb } from './session-lifecycle.ts';

/** What is asked before a step of a session's day, as data: the screen shows it, and what is hard is ticked first. */
export type Prompt = {
  readonly code: PromptCode;
  /** A question that is answered with yes. */
  readonly words: string;
  /** Its rule in CLINICAL section 2. */
  readonly rule: string;
  /** A hard one is answered with yes before the step, or one of `mayOverride` goes on without. */
  readonly strength: 'hard' | 'soft';
  readonly mayOverride: readonly Role[];
  /** What is ticked where it is answered with yes. A prompt without one is asked, and its answer is not kept. */
  readonly tick?: TickCode;
};

const clinician: readonly Role[] = ['clinician'];
const treating: readonly Role[] = ['nurse', 'clinician'];

/** What a person is asked before a step. Most steps ask nothing. */
export function promptsFor(verb: SessionVerb, route: Route): readonly Prompt[] {
  switch (verb) {
    case 'check-in':
      return [ESCORT, route === 'intranasal' ? FASTED_FOR_A_SPRAY : FASTED];
    case 'start':
      return [PRESSURE];
    case 'complete':
      return route === 'intranasal' ? [...BEFORE_LEAVING, PRESSURE_NOTED] : BEFORE_LEAVING;
    default:
      return [];
  }
}

const ESCORT: Prompt = {
  code: 'escort',
  words: 'Is somebody taking the patient home?',
  rule: 'R47',
  strength: 'hard',
  mayOverride: clinician,
};

const FASTED: Prompt = {
  code: 'fasted',
  words: 'Nothing solid for 6 hours, and nothing to drink for 2?',
  rule: 'R44',
  strength: 'soft',
  mayOverride: treating,
};

const FASTED_FOR_A_SPRAY: Prompt = {
  code: 'fasted',
  words: 'Nothing to eat for 2 hours, nothing to drink for 30 minutes, no other spray for an hour?',
  rule: 'R45',
  strength: 'soft',
  mayOverride: treating,
};

/** Above the limit a nurse holds the session, and a clinician decides. */
const PRESSURE: Prompt = {
  code: 'pressure',
  words: 'Is the blood pressure within the limit?',
  rule: 'R46',
  strength: 'hard',
  mayOverride: clinician,
};

const BEFORE_LEAVING: readonly Prompt[] = [
  {
    code: 'baseline',
    words: 'Is the patient as they came?',
    rule: 'R49',
    strength: 'hard',
    mayOverride: treating,
    tick: 'ready-to-leave',
  },
  {
    code: 'vitals',
    words: 'Are the vital signs acceptable?',
    rule: 'R49',
    strength: 'hard',
    mayOverride: treating,
    tick: 'ready-to-leave',
  },
  {
    code: 'escort-here',
    words: 'Is their escort here?',
    rule: 'R49',
    strength: 'hard',
    mayOverride: treating,
    tick: 'escort-here',
  },
];

const PRESSURE_NOTED: Prompt = {
  code: 'pressure-noted',
  words: 'Was the blood pressure taken before, after 40 minutes and at the end?',
  rule: 'R28',
  strength: 'hard',
  mayOverride: treating,
  tick: 'pressure-noted',
};
