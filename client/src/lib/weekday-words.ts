const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** ISO: 1 is Monday, 7 is Sunday. */
export const weekdayWords = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';
