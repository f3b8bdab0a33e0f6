import type { Session } from '#server/contract/session.ts';

export type RuleCode = Session['overrides'][number];

/** Rules that somebody may let be bent, as a mark says them beside a session. */
const WORDS: Partial<Record<RuleCode, string>> = {
  'prescriber-absent': 'no prescriber on site',
  'too-few-trained': 'too few trained people',
  'wrong-count': 'not the usual number of sessions',
  'fewer-sessions': 'fewer sessions',
  'too-close': 'close to another session',
  'too-many-in-week': 'many sessions in a week',
  'too-far': 'a long gap',
  interrupted: 'the induction was interrupted',
  'span-exceeded': 'the course takes long',
  'outside-booster-window': 'outside the booster window',
  'needs-review': 'booked before a review',
  'needs-rescreening': 'long after the last session',
};

/** "close to another session" */
export const ruleWords = (code: RuleCode): string => WORDS[code] ?? code.replaceAll('-', ' ');
