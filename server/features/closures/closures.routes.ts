import * as closures from '#server/contract/closures.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import * as may from './closures.policy.ts';
import { commitClosure } from './commit-closure.ts';
import { listBrokenCourses } from './list-broken-courses.ts';
import { listClosures } from './list-closures.ts';
import { previewClosure } from './preview-closure.ts';
import { removeClosure } from './remove-closure.ts';

export function mountClosures(api: Api): void {
  mount(api, closures.previewClosure, may.close, previewClosure);
  mount(api, closures.commitClosure, may.close, commitClosure);
  mount(api, closures.listClosures, may.listClosures, listClosures);
  mount(api, closures.removeClosure, may.reopen, removeClosure);
  mount(api, closures.listBrokenCourses, may.listBrokenCourses, listBrokenCourses);
}
