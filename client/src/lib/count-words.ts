const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "four", "12" */
export const countWords = (count: number): string => NUMBERS[count] ?? String(count);
