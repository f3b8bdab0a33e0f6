import * as changes from '#server/contract/changes.endpoints.ts';
import * as courses from '#server/contract/courses.endpoints.ts';
import { listSessionStartTimes as listSessionStartTimesEndpoint } from '#server/contract/sessions.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './changes.policy.ts';
import { commitChange } from './commit-change.ts';
import { listCourseChanges } from './list-course-changes.ts';
import { listSessionStartTimes } from './list-session-start-times.ts';
import { previewChange } from './preview-change.ts';
import { undoCourseChange } from './undo-course-change.ts';

export function mountChanges(api: Api): void {
  mount(api, courses.previewChange, may.changeCourse, previewChange);
  mount(api, courses.commitChange, may.changeCourse, commitChange);
  mount(api, changes.listCourseChanges, may.listChanges, listCourseChanges);
  mount(api, changes.undoCourseChange, may.undoChange, undoCourseChange);
  mount(api, listSessionStartTimesEndpoint, may.changeCourse, listSessionStartTimes);
}
