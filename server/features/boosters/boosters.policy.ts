import { bookers, clinicians, staff, treating } from '#server/policy.ts';

/** An interval is a clinical decision. */
export const setBoosterOrder = clinicians;
/** They tell of scores. */
export const getSuggestions = treating;
/** What an order rests on is left out for the front desk: `presenters/seen-by.ts`. */
export const listBoosterOrders = staff;
export const bookBooster = bookers;
export const listDueBoosters = staff;
