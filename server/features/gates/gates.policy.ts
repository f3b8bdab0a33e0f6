import { clinicians, staff, treating } from '#server/policy.ts';

/** The front desk is told green or red and nothing else: `presenters/present-gates.ts`. */
export const getCourseGates = staff;
export const listOpenGates = staff;
/** Of each kind the clinic says who: `markedBy` and `takenBackBy`, which the use case asks. */
export const markGate = treating;
export const takeBackGate = treating;
export const waiveGate = clinicians;
export const getExposure = clinicians;
export const setTreatedElsewhere = clinicians;
