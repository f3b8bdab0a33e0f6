import { againstMode, allowedModes, standingOf } from '#server/scheduling/course/course-states.ts';
import { type Draft, showChange } from './change-draft.ts';
import { move, shift } from './change-move.ts';
import { extend, replan, restart } from './change-replan.ts';
import { cancel, hold, noShow, omit, resume, stop } from './change-status.ts';
import type { ChangeAnswer, ChangeQuestion, ChangeRequest, RefusedChange } from './course-change.ts';

type Mode = ChangeRequest['mode'];
type DraftOf<M extends Mode> = (
  question: ChangeQuestion<Extract<ChangeRequest, { mode: M }>>,
) => Draft | RefusedChange;

const DRAFTS: { readonly [M in Mode]: DraftOf<M> } = {
  move,
  shift,
  replan,
  omit,
  cancel,
  'no-show': noShow,
  stop,
  hold,
  resume,
  extend,
  restart,
};

/** A change of a course: as it would be, with every rule that it bends and whose they are, or why there is none such. */
export function changeCourse(question: ChangeQuestion): ChangeAnswer {
  const { request, course, calendar, now, role } = question;
  const standing = standingOf(course, calendar.zone, now);
  const against = againstMode(request.mode, standing, role);
  if (against) return { ok: false, violations: [against], allowed: allowedModes(standing, role) };
  const draft = (DRAFTS[request.mode] as DraftOf<Mode>)(question as never);
  return 'ok' in draft ? draft : showChange(question, draft);
}
