import type { ProblemType } from '#server/contract/problem-types.ts';

export type ProblemKind = {
  readonly status: number;
  readonly title: string;
  /** What to do now: the detail where the refusal brings none of its own. */
  readonly remedy: string;
  /** Seconds after which the same request may well succeed. */
  readonly retryAfter?: number;
};

/** Every refusal, and how it is answered. Statuses stand here and nowhere else. */
export const PROBLEMS: Readonly<Record<ProblemType, ProblemKind>> = {
  'invalid-request': {
    status: 400,
    title: 'Something in the request is not right',
    remedy: 'Mend what `errors` names, and send it again.',
  },
  'invalid-json': {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Send one JSON object in UTF-8.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    remedy: 'Send at most 100 kB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of a kind that is not read here',
    remedy: 'Send `Content-Type: application/json`, in UTF-8 and not compressed.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Nobody is signed in',
    remedy: 'Sign in, then try again.',
  },
  'wrong-credentials': {
    status: 401,
    title: 'That did not fit',
    remedy: 'Check the e-mail address and the password, then try again.',
  },
  'too-many-guesses': {
    status: 429,
    title: 'Too many tries',
    remedy: 'Wait a while, or use a device on which you have signed in before.',
    retryAfter: 900,
  },
  'second-factor-missing': {
    status: 403,
    title: 'Your second factor is still to be set up',
    remedy: 'Set up the codes of an authenticator app first: your role works with them.',
  },
  'second-factor-exists': {
    status: 409,
    title: 'Your second factor is set up already',
    remedy: 'Use the codes of your authenticator app, or one of your recovery codes.',
  },
  'link-expired': {
    status: 410,
    title: 'This link is no longer good',
    remedy: 'It has been used, or is too old. Ask for a new one.',
  },
  'account-exists': {
    status: 409,
    title: 'There is an account of this address already',
    remedy: 'Sign in by it, or use another address.',
  },
  'still-on-staff': {
    status: 409,
    title: 'They still work here',
    remedy: 'End their access first.',
  },
  'record-kept': {
    status: 409,
    title: 'Records of this patient are to be kept',
    remedy: 'Correct what is wrong in the register. Who has had a course is not forgotten.',
  },
  'cross-site': {
    status: 403,
    title: 'This came from another site',
    remedy: 'Open Evenkeel at its own address and do it there.',
  },
  'not-allowed': {
    status: 403,
    title: 'Your role may not do this',
    remedy: 'Ask a colleague whose role may.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing here',
    remedy: 'Go back to the list and choose again: it may have been removed, or the address mistyped.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This cannot be done at this address',
    remedy: 'Use one of the methods that the Allow header names.',
  },
  'record-restricted': {
    status: 403,
    title: 'This record is restricted to its care team',
    remedy: 'Ask somebody of the care team.',
  },
  'record-open': {
    status: 409,
    title: 'This record is open to you',
    remedy: 'Nothing need be opened: go to the patient.',
  },
  'care-team-without-lead': {
    status: 422,
    title: 'Nobody of this care team could lift the restriction',
    remedy: 'Leave a clinician or an admin on the team.',
  },
  'patient-exists': {
    status: 409,
    title: 'Somebody of this name and date of birth is in the register',
    remedy: 'Open that patient, or confirm that this is another person.',
  },
  'protocol-retired': {
    status: 409,
    title: 'This protocol is no longer booked',
    remedy: 'Choose a protocol that is in use.',
  },
  'slot-taken': {
    status: 409,
    title: 'A chair was taken in the meantime',
    remedy: 'Nothing was booked. Choose another time.',
  },
  'plan-breaks-rules': {
    status: 422,
    title: 'These times break a rule',
    remedy: 'Nothing was booked. Change the sessions that `violations` names.',
  },
  'course-not-bookable': {
    status: 409,
    title: 'Nothing more can be booked in this course now',
    remedy: 'Look at the state of the course: a course that has stopped or is on hold takes no booking.',
  },
  'course-changed': {
    status: 412,
    title: 'The course was changed in the meantime',
    remedy: 'Look at the course as it is now, and decide again.',
  },
  'preview-stale': {
    status: 409,
    title: 'The course or the calendar was changed since the preview',
    remedy: 'Nothing was changed. Look at the new preview, and decide again.',
  },
  'preview-expired': {
    status: 409,
    title: 'The preview is too old',
    remedy: 'Nothing was changed. Ask for a new preview.',
  },
  'token-invalid': {
    status: 400,
    title: 'This token was not given out for this change',
    remedy: 'Send the token of a preview exactly as it came, to the same course, as the same person.',
  },
  'session-not-movable': {
    status: 409,
    title: 'This session can no longer be moved',
    remedy: 'Only a session that is still to come can be moved.',
  },
  'already-offered': {
    status: 409,
    title: 'An offer is open already',
    remedy: 'Nothing was offered. Wait for the answer, or withdraw that offer first.',
  },
  'offer-over': {
    status: 409,
    title: 'This offer is over',
    remedy: 'Nothing was changed. Look whether the chair is free still, and offer it again.',
  },
  'change-refused': {
    status: 409,
    title: 'The course cannot be changed so',
    remedy: 'Nothing was changed. `violations` says why, and `allowed` what can be done instead.',
  },
  'illegal-transition': {
    status: 409,
    title: 'That does not follow from where the session stands',
    remedy: 'Look at the session as it is now; `allowed` says what can be done with it.',
  },
  'gate-open': {
    status: 409,
    title: 'Something must be done before this session',
    remedy: 'Ask a nurse or a clinician: they see what it is, and say when it is done.',
  },
  'not-ready-to-leave': {
    status: 409,
    title: 'Something is asked before the patient leaves',
    remedy: 'Tick what `errors` names, or say in `leftWithout` why they leave without.',
  },
  'no-booster-order': {
    status: 409,
    title: 'No order allows a booster now',
    remedy: 'Ask a clinician to set a booster order.',
  },
  'booster-exists': {
    status: 409,
    title: 'A booster is booked already',
    remedy: 'Move the booster that is booked, or cancel it first.',
  },
  'outside-booster-window': {
    status: 422,
    title: 'That day is outside the booster window',
    remedy: 'Choose a day inside the window, or ask a clinician to change the order.',
  },
  'boosters-outside': {
    status: 409,
    title: 'A booked booster would be outside this order',
    remedy: 'Nothing was changed. Look at `orderPreview`, and say of each booster whether it moves or stays.',
  },
  'assessment-exists': {
    status: 409,
    title: 'This score is entered already',
    remedy: 'The same total of the same day is entered once: nothing is to be done.',
  },
  'assessment-corrected': {
    status: 409,
    title: 'This score was corrected already',
    remedy: 'Look at the scores as they are now, and choose the entry that counts.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This key belongs to another request',
    remedy: 'Make a new Idempotency-Key for each new request.',
  },
  'zone-in-use': {
    status: 409,
    title: 'The time zone is fixed',
    remedy: 'Courses are booked by the present zone: their times are promises, so the zone stays.',
  },
  busy: {
    status: 503,
    title: 'Too many are booking at once',
    remedy: 'Nothing was changed. Try again in a moment.',
    retryAfter: 1,
  },
  unavailable: {
    status: 503,
    title: 'The clinic’s records cannot be reached',
    remedy: 'Nothing was changed. Try again in a moment.',
    retryAfter: 5,
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    remedy: 'Look whether it was done before you try again. Tell us the request id if it happens again.',
  },
};
