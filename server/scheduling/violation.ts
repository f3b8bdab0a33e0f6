import type { ViolationCode } from './vocabulary.ts';

/** One rule that would be broken, in a code for programs and words for people. */
export type Violation = {
  readonly code: ViolationCode;
  readonly detail: string;
  readonly sequence?: number;
  /** A hard rule refuses; a soft one only warns. */
  readonly severity: 'hard' | 'soft';
  /** The number of the clinical rule, where it is not the one that its code stands for. */
  readonly rule?: string | null;
};

/** "one clear day", "2 clear days". */
export const clearDays = (count: number): string => (count === 1 ? 'one clear day' : `${count} clear days`);

export const days = (count: number): string => (count === 1 ? 'one day' : `${count} days`);
