import { bookers } from '#server/policy.ts';

/** Looking at what a change would do is part of making it. */
export const changeCourse = bookers;
