import type { GateKind } from '#server/scheduling/gates/gates.ts';
import type { Role } from '#server/scheduling/vocabulary.ts';

const CLINICIAN: readonly Role[] = ['clinician'];
const TREATING: readonly Role[] = ['nurse', 'clinician'];

const KIND = {
  scope: 'patient',
  routes: null,
  before: 'every-session',
  strength: 'hard',
  validFor: null,
  lapsesAfter: null,
  dueDays: null,
  isFlag: false,
  markedBy: TREATING,
  takenBackBy: TREATING,
  warnDays: 14,
} as const satisfies Omit<GateKind, 'code' | 'name'>;

/**
 * What a clinic asks for before a session, in the order in which it is shown: defaults of CLINICAL section 2, each of
 * which a clinic changes. How long consent and the checks are good for is a choice: no source says it.
 */
export const PRESET_GATES: readonly GateKind[] = [
  // R37, and R19: somebody who comes back after half a year is looked at anew.
  {
    ...KIND,
    code: 'eligibility',
    name: 'Eligibility',
    scope: 'course',
    lapsesAfter: 'P6M',
    markedBy: CLINICIAN,
    takenBackBy: CLINICIAN,
  },
  // R41, and R19.
  {
    ...KIND,
    code: 'consent',
    name: 'Consent',
    scope: 'course',
    validFor: 'P12M',
    lapsesAfter: 'P6M',
    warnDays: 30,
  },
  // R39. Whoever finds one says so; that it is resolved, a clinician says.
  { ...KIND, code: 'contraindication', name: 'Contraindication', isFlag: true, takenBackBy: CLINICIAN },
  // R23
  {
    ...KIND,
    code: 'rems-enrolment',
    name: 'REMS enrolment',
    routes: ['intranasal'],
    strength: 'hard-no',
  },
  // R10, R26. A clinician's review of the course is its record: nobody marks it beside that.
  {
    ...KIND,
    code: 'response-review',
    name: 'Response review',
    scope: 'course',
    before: 'after-induction',
    markedBy: [],
    takenBackBy: [],
  },
  // R40
  {
    ...KIND,
    code: 'baseline-rating',
    name: 'Baseline rating',
    scope: 'course',
    before: 'first-session',
    strength: 'soft',
    validFor: 'P14D',
    warnDays: 3,
  },
  // R42
  {
    ...KIND,
    code: 'pregnancy-check',
    name: 'Pregnancy check',
    strength: 'soft',
    validFor: 'P4W',
    warnDays: 7,
  },
  // R43
  { ...KIND, code: 'bladder-check', name: 'Bladder check', strength: 'soft', validFor: 'P12W' },
  // R24
  {
    ...KIND,
    code: 'monitoring-form',
    name: 'Monitoring form',
    scope: 'session',
    routes: ['intranasal'],
    before: 'nothing',
    strength: 'soft',
    dueDays: 7,
    warnDays: 2,
  },
];
