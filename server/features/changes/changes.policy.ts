import { bookers, staff } from '#server/policy.ts';

/** Looking at what a change would do is part of making it. */
export const changeCourse = bookers;

export const listChanges = staff;

/** Whoever could make a change may take it back: which that is, is told by the table of transitions, mode by mode. */
export const undoChange = staff;
