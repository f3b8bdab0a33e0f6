import { audit } from '#server/booking/audit.ts';
import {
  answerOf,
  askedRepair,
  brokenCourses,
  leftSessions,
  movedSessions,
} from '#server/booking/judged-repair.ts';
import { promise } from '#server/booking/preview-token.ts';
import type { ParsedRequestOf } from '#server/contract/endpoint.ts';
import type { previewHoursChange as endpoint } from '#server/contract/hours.endpoints.ts';
import type { HoursChangeRequest, HoursPreview, HoursChange as ShownChange } from '#server/contract/hours.ts';
import { readOnRecord } from '#server/db/in-clinic.ts';
import { AppError } from '#server/errors.ts';
import type { Context } from '#server/platform/context.ts';
import { presentRepair } from '#server/presenters/present-repair.ts';
import * as auditEvents from '#server/repositories/audit-events.ts';
import { type HoursChange, isSoAlready } from '#server/scheduling/room/hours-change.ts';
import type { Instant, LocalDate } from '#server/scheduling/time/calendar.ts';
import { addDays, formatInstant, localDateOf } from '#server/scheduling/time/clinic-time.ts';
import {
  type AskedHoursChange,
  digestOfChange,
  type JudgedHoursChange,
  judgeHoursChange,
} from './judge-hours-change.ts';

/** What the token of a change of hours is signed as. */
export const HOURS_CHANGE = 'hours change 1';

/** How far ahead a change may begin. */
const MOST_DAYS_AHEAD = 731;

/** Sessions that one change may move and leave: their token and their ids must come back in one body. */
const MOST_SESSIONS = 600;

/** Shows what a change of hours would break, and a repair of all of it. Changes nothing; its token makes it come true. */
export const previewHoursChange = (
  context: Context,
  { body }: ParsedRequestOf<typeof endpoint>,
): Promise<HoursPreview> =>
  readOnRecord(context.db, context, async (sql) => {
    const asked = askedChange(body, context.now);
    const judged = await judgeHoursChange(sql, asked, context.now);
    refuseDay(asked.change, localDateOf(context.now, judged.calendar.zone));
    refuseSame(judged);
    refuseTooMany(judged);
    // Whoever looks at so many courses is written down once, with all of them.
    const detail = { kind: asked.change.kind, from: asked.change.from, courseIds: brokenCourses(judged) };
    await auditEvents.insert(
      sql,
      audit(context, 'hours.preview', { subjects: subjects(asked.change), detail }),
    );
    return preview(context, judged);
  });

/** A change as it would be now, and the token for just that. */
export function preview(context: Context, judged: JudgedHoursChange): HoursPreview {
  const { token, expiresAt } = promise(HOURS_CHANGE, context, {
    id: context.newId(),
    asked: judged.asked,
    shown: answerOf(judged),
    digest: digestOfChange(judged),
  });
  return {
    change: shownChange(judged.asked.change),
    name: judged.name,
    ...presentRepair(judged),
    token,
    expiresAt: formatInstant(expiresAt, judged.calendar.zone),
  };
}

/** Whom or what it is about, for the audit trail. */
export const subjects = (change: HoursChange): Record<string, string> => ({
  ...(change.kind === 'shifts' && { staffId: change.staffId }),
  ...(change.kind === 'chair' && { chairId: change.chairId }),
});

function refuseDay({ from }: HoursChange, today: LocalDate): void {
  if (from < today) refuse('/body/change/from', 'Must be today or later.');
  if (from > addDays(today, MOST_DAYS_AHEAD)) refuse('/body/change/from', 'Must be within two years.');
}

function refuseSame({ hoursNow, asked: { change } }: JudgedHoursChange): void {
  if (isSoAlready(hoursNow, change)) refuse('/body/change', 'It is so from that day on already.');
}

function refuseTooMany(judged: JudgedHoursChange): void {
  const count = movedSessions(judged).length + leftSessions(judged).length;
  if (count <= MOST_SESSIONS) return;
  refuse(
    '/body/change',
    `Would move or leave ${count} sessions, and no more than ${MOST_SESSIONS} can be seen to at once. Begin later, or change it in steps.`,
  );
}

function refuse(pointer: string, detail: string): never {
  throw new AppError('invalid-request', undefined, { errors: [{ pointer, detail }] });
}

const askedChange = ({ change, ...byHand }: HoursChangeRequest, now: Instant): AskedHoursChange => ({
  change,
  ...askedRepair(byHand, now),
});

function shownChange(change: HoursChange): ShownChange {
  switch (change.kind) {
    case 'opening-hours':
      return { ...change, hours: [...change.hours] };
    case 'shifts':
      return { ...change, shifts: [...change.shifts] };
    case 'chair':
      return change;
  }
}
