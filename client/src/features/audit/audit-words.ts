import { formatDay, formatDayAndTime } from '#client/lib/clinic-time.ts';
import { CANCEL_REASON_WORDS, type CancelReason } from '#client/lib/session-words.ts';
import type { AuditEvent, AuditFinding } from '#server/contract/audit.endpoints.ts';

export type AuditKind = AuditEvent['kind'];

/** What each kind is called in the filter. */
export const KIND_WORDS: Record<AuditKind, string> = {
  'sign-in': 'Signed in',
  'sign-in.failed': 'Wrong password',
  'patient-code.ask': 'Asked for a sign-in code',
  'patient-code.wrong': 'Wrong sign-in code',
  'sign-out': 'Signed out',
  'second-factor.set-up': 'Began a second factor',
  'second-factor.confirm': 'Set up a second factor',
  'second-factor.recovery-codes': 'Made new recovery codes',
  'second-factor.failed': 'Wrong code',
  'second-factor.reset': 'Reset a second factor',
  'password.change': 'Changed the password',
  'password.ask-reset': 'Asked for a new password',
  'password.reset': 'Set a new password',
  'staff.invite': 'Invited a colleague',
  'staff.withdraw-invitation': 'Withdrew an invitation',
  'staff.join': 'Joined the staff',
  'staff.leave': 'Ended somebody’s access',
  'person.forget': 'Had somebody forgotten',
  'patient.read': 'Looked at a patient',
  'patient.courses.read': 'Looked at a patient’s courses',
  'course.read': 'Looked at a course',
  'patient.add': 'Added a patient',
  'patient.update': 'Corrected the register',
  'course.book': 'Booked a course',
  'booster.book': 'Booked a booster',
  'session.move': 'Moved a session',
  'session.arrive': 'Marked arrived',
  'session.check-in': 'Checked in to the chair',
  'session.start': 'Marked started',
  'session.complete': 'Marked done',
  'session.no-show': 'Marked missed',
  'session.cancel': 'Cancelled a session',
  'session.undo': 'Took back a step',
  'session.tick': 'Ticked how somebody was',
  'session.ticks.read': 'Looked at what is ticked of a session',
  'course.recovery.read': 'Looked at recovery',
  'course.recovery.set': 'Set how long recovery is booked',
  'session.hold': 'Held a session',
  'session.release': 'Released a held session',
  'session.omit': 'Took a session out',
  'course.shift': 'Shifted the rest of a course',
  'course.replan': 'Planned a course anew',
  'course.stop': 'Stopped a course',
  'course.hold': 'Put a course on hold',
  'course.resume': 'Resumed a course',
  'course.extend': 'Extended a course',
  'course.restart': 'Began a course anew',
  'course.undo': 'Took back a change',
  'booster-order.set': 'Set a booster order',
  'booster-orders.read': 'Looked at booster orders',
  'assessment.add': 'Entered a score',
  'assessment.correct': 'Corrected a score',
  'baseline.set': 'Named a baseline',
  'response.read': 'Looked at the scores of a course',
  'caseload.read': 'Looked at the caseload',
  'course.review': 'Reviewed a course',
  'relapse.report': 'Reported a relapse',
  'gates.read': 'Looked at the gates of a course',
  'gate.mark': 'Marked a gate done',
  'gate.waive': 'Waived a gate',
  'gate.take-back': 'Took back a gate',
  'exposure.read': 'Looked at how often a patient was treated',
  'exposure.set': 'Said whether a patient was treated elsewhere',
  'record.restrict': 'Restricted a record',
  'record.lift': 'Lifted a restriction',
  'care-team.change': 'Changed a care team',
  'emergency-access.open': 'Opened a record in an emergency',
  'emergency-access.close': 'Closed an emergency access',
  'closure.preview': 'Looked at what a closure would break',
  'closure.add': 'Closed',
  'closure.remove': 'Opened again',
  'hours.preview': 'Looked at what a change of hours would break',
  'hours.change': 'Changed hours, shifts or chairs',
  'waitlist.join': 'Put on the waitlist',
  'waitlist.leave': 'Took off the waitlist',
  'offer.make': 'Offered a freed chair',
  'offer.accept': 'Accepted an offer',
  'offer.decline': 'Declined an offer',
  'offer.withdraw': 'Withdrew an offer',
  'clinic.open': 'Made the clinic',
  'clinic.update': 'Changed the clinic’s settings',
  'audit.export': 'Exported this list',
  'audit.verify': 'Verified the chain',
};

/** Who: somebody of the clinic by name, or nobody who had signed in. */
export const whoWords = ({ actor }: AuditEvent): string =>
  actor
    ? (actor.name ?? (actor.role === 'patient' ? 'A patient' : 'Somebody who is gone'))
    : 'Somebody not signed in';

/** What they did, as it follows their name: "booked a course for Ana Lima, 6 sessions". */
export function storyWords(event: AuditEvent, zone: string): string {
  const patient = event.patient?.name ?? 'a patient';
  const when = (instant: unknown) => (typeof instant === 'string' ? formatDayAndTime(instant, zone) : '?');
  const { before, after } = changesOf(event.detail);
  switch (event.kind) {
    case 'sign-in':
      return 'signed in';
    case 'sign-in.failed':
      return 'tried a wrong password';
    case 'patient-code.ask':
      return `asked for a sign-in code for ${patient}`;
    case 'patient-code.wrong':
      return `tried a wrong sign-in code for ${patient}`;
    case 'sign-out':
      return 'signed out';
    case 'second-factor.set-up':
      return 'began to set up a second factor';
    case 'second-factor.confirm':
      return 'set up a second factor';
    case 'second-factor.recovery-codes':
      return 'made new recovery codes';
    case 'second-factor.failed':
      return event.detail.by === 'recovery-code' ? 'tried a wrong recovery code' : 'tried a wrong code';
    case 'second-factor.reset':
      return 'reset the second factor of a colleague';
    case 'password.change':
      return 'changed their password';
    case 'password.ask-reset':
      return 'asked for a new password by mail';
    case 'password.reset':
      return 'set a new password by the mailed link';
    case 'staff.invite':
      return 'invited somebody to the staff';
    case 'staff.withdraw-invitation':
      return 'withdrew an invitation';
    case 'staff.join':
      return 'joined the staff by an invitation';
    case 'staff.leave':
      return 'ended the access of a colleague';
    case 'person.forget':
      return event.detail.whose === 'staff' ? 'had a former colleague forgotten' : 'had a patient forgotten';
    case 'patient.read':
      return `looked at ${patient}`;
    case 'patient.courses.read':
      return `looked at the courses of ${patient}`;
    case 'course.read':
      return `looked at a course of ${patient}`;
    case 'patient.add':
      return `added ${patient} to the register`;
    case 'patient.update':
      return `corrected what the register says of ${patient}: ${fieldWords(event.detail.fields)}`;
    case 'course.book':
      return `booked a course for ${patient}, ${countOf(after.startsAt)} sessions`;
    case 'booster.book':
      return `booked a booster for ${patient}, ${when(after.startsAt)}`;
    case 'session.move':
      return `moved a session of ${patient} from ${when(before.startsAt)} to ${when(after.startsAt)}`;
    case 'session.arrive':
      return `marked ${patient} arrived`;
    case 'session.check-in':
      return `checked ${patient} in to the chair`;
    case 'session.start':
      return `marked a session of ${patient} started`;
    case 'session.complete':
      return `marked a session of ${patient} done`;
    case 'session.no-show':
      return `marked a session of ${patient} missed`;
    case 'session.undo':
      return `took back the last step of a session of ${patient}`;
    case 'session.tick':
      return `ticked of a session of ${patient}: ${tickWords(after)}`;
    case 'session.ticks.read':
      return `looked at what is ticked of a session of ${patient}`;
    case 'course.recovery.read':
      return `looked at how ${patient} recovered after each session`;
    case 'course.recovery.set':
      return `has recovery of ${patient} booked ${String(after.extraMinutes ?? '?')} minutes longer than the protocol says`;
    case 'session.hold':
      return `held a session of ${patient}`;
    case 'session.release':
      return `released a held session of ${patient}`;
    case 'session.omit':
      return `took a session out of the course of ${patient}`;
    case 'course.shift':
      return `shifted the rest of the course of ${patient}, ${countOf(after.sessions)} sessions`;
    case 'course.replan':
      return `planned what is to come of the course of ${patient} anew, ${countOf(after.sessions)} sessions`;
    case 'course.stop':
      return `stopped the course of ${patient}`;
    case 'course.hold':
      return `put the course of ${patient} on hold`;
    case 'course.resume':
      return `resumed the course of ${patient}`;
    case 'course.extend':
      return `extended the course of ${patient}`;
    case 'course.restart':
      return `ended the course of ${patient} and began it anew`;
    case 'course.undo':
      return `took back the last change of the course of ${patient}`;
    case 'session.cancel':
      return `cancelled a session of ${patient}: ${reasonWords(after.reason)}`;
    case 'booster-order.set':
      return `set a booster order for ${patient}`;
    case 'booster-orders.read':
      return `looked at the booster orders of ${patient}`;
    case 'assessment.add':
      return `entered a score of ${patient}`;
    case 'assessment.correct':
      return `corrected a score of ${patient}`;
    case 'baseline.set':
      return `named the score that the response of ${patient} is measured from`;
    case 'response.read':
      return `looked at the scores of ${patient}`;
    case 'caseload.read':
      return `looked at the caseload, ${countOf(event.detail.courseIds)} courses`;
    case 'course.review':
      return `reviewed the course of ${patient}`;
    case 'relapse.report':
      return `reported that the symptoms of ${patient} are coming back`;
    case 'gates.read':
      return event.patient
        ? `looked at what must be done before the sessions of ${patient}`
        : `looked at what must be done before sessions, ${countOf(event.detail.courseIds)} courses`;
    case 'gate.mark':
      return `recorded of ${patient}: ${gateWords(event.detail.kind)}`;
    case 'gate.waive':
      return `let a session of ${patient} take place without: ${gateWords(event.detail.kind)}`;
    case 'gate.take-back':
      return `took back what was recorded of ${patient}: ${gateWords(event.detail.kind)}`;
    case 'exposure.read':
      return `looked at how often ${patient} was treated`;
    case 'exposure.set':
      return `said whether ${patient} was treated elsewhere: ${String(after.elsewhere ?? '?')}`;
    case 'record.restrict':
      return `restricted the record of ${patient} to a care team of ${countOf(after.careTeam)}`;
    case 'record.lift':
      return `lifted the restriction of the record of ${patient}`;
    case 'care-team.change':
      return `changed the care team of ${patient}, from ${countOf(before.careTeam)} to ${countOf(after.careTeam)}`;
    case 'emergency-access.open':
      return `opened the restricted record of ${patient} in an emergency, until ${when(event.detail.until)}`;
    case 'emergency-access.close':
      return `closed the emergency access to the record of ${patient}`;
    case 'closure.preview':
      return `looked at what a closure would break, ${countOf(event.detail.courseIds)} courses`;
    case 'closure.add':
      return `closed from ${when(event.detail.startsAt)} to ${when(event.detail.endsAt)}, moved ${countOf(event.detail.moved)} sessions and left ${countOf(event.detail.left)}`;
    case 'closure.remove':
      return 'opened again what was closed';
    case 'hours.preview':
      return `looked at what a change of hours would break, ${countOf(event.detail.courseIds)} courses`;
    case 'hours.change':
      return `changed ${hoursWords(after.kind)} from ${dayWords(after.from)} on, moved ${countOf(event.detail.moved)} sessions and left ${countOf(event.detail.left)}`;
    case 'waitlist.join':
      return `put ${patient} on the waitlist`;
    case 'waitlist.leave':
      return `took ${patient} off the waitlist`;
    case 'offer.make':
      return `offered ${patient} the freed chair of ${when(event.detail.startsAt)}`;
    case 'offer.accept':
      return `noted that ${patient} takes the freed chair of ${when(event.detail.startsAt)}`;
    case 'offer.decline':
      return `noted that ${patient} does not take the freed chair of ${when(event.detail.startsAt)}`;
    case 'offer.withdraw':
      return `withdrew the offer of the chair of ${when(event.detail.startsAt)} to ${patient}`;
    case 'clinic.open':
      return 'made the clinic, at the server’s console';
    case 'clinic.update':
      return `changed the clinic’s ${fieldWords(event.detail.fields)}`;
    case 'audit.export':
      return `exported ${String(event.detail.lines ?? '')} lines of this list`;
    case 'audit.verify':
      return `verified the chain: ${event.detail.isIntact === true ? 'intact' : 'not intact'}`;
  }
}

type Changes = Readonly<Record<string, unknown>>;

function changesOf(detail: AuditEvent['detail']): { before: Changes; after: Changes } {
  return { before: (detail.before ?? {}) as Changes, after: (detail.after ?? {}) as Changes };
}

/** "bladder check" */
const dayWords = (day: unknown): string => (typeof day === 'string' ? formatDay(day) : '?');

const HOURS_WORDS: Readonly<Record<string, string>> = {
  'opening-hours': 'the opening hours',
  shifts: 'the shifts of a colleague',
  chair: 'the use of a chair',
};
const hoursWords = (kind: unknown): string => HOURS_WORDS[String(kind)] ?? 'hours';

const gateWords = (kind: unknown): string => String(kind ?? '?').replaceAll('-', ' ');

const countOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

const reasonWords = (reason: unknown): string =>
  (CANCEL_REASON_WORDS[reason as CancelReason] ?? 'no reason known').toLowerCase();

/** "dizziness yes, ready to leave no" */
const tickWords = (after: Changes): string =>
  Object.entries(after)
    .map(([code, answer]) => `${code.replaceAll('-', ' ')} ${answer === true ? 'yes' : 'no'}`)
    .join(', ');

const FIELD_WORDS: Readonly<Record<string, string>> = {
  givenName: 'given name',
  familyName: 'family name',
  dateOfBirth: 'date of birth',
  phone: 'telephone',
  email: 'e-mail address',
  zone: 'time zone',
};

const fieldWords = (fields: unknown): string => {
  const words = Array.isArray(fields)
    ? fields.map((field) => FIELD_WORDS[String(field)] ?? String(field))
    : [];
  return words.join(', ') || 'nothing';
};

/** "before: telephone", of `before.phone`. */
export const valueWords = (name: string): string => {
  const [when = '', field] = name.split('.');
  return field ? `${when} · ${FIELD_WORDS[field] ?? field}` : when;
};

const FINDING_WORDS: Record<AuditFinding['code'], string> = {
  'event-altered': 'was altered, or hashed again by another key',
  'event-missing': 'was deleted',
  'seal-missing': 'and its seal are gone',
  'never-sealed': 'was written past Evenkeel',
  'value-altered': 'keeps a personal value that was altered',
  'anchor-differs': 'is not what its anchor says: the chain was made anew',
  'tail-cut': 'is gone: the newest lines were cut off',
  'no-anchors': 'The anchors are gone: nothing outside the database says how long the chain was',
};

export function findingWords({ code, sequence, eventId }: AuditFinding): string {
  if (code === 'no-anchors') return FINDING_WORDS[code];
  const which =
    sequence === null ? `The line ${eventId ?? ''} outside the chain` : `Line ${sequence} of the chain`;
  return `${which} ${FINDING_WORDS[code]}`;
}
