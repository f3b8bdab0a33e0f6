import * as response from '#server/contract/response.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { addAssessment } from './add-assessment.ts';
import { addCourseReview } from './add-course-review.ts';
import { addMyAssessment } from './add-my-assessment.ts';
import { getCourseResponse } from './get-course-response.ts';
import { getMyResponse } from './get-my-response.ts';
import { getResponseSettings } from './get-response-settings.ts';
import { listCaseload } from './list-caseload.ts';
import { reportMyRelapse } from './report-my-relapse.ts';
import { reportRelapse } from './report-relapse.ts';
import * as may from './response.policy.ts';
import { setBaseline } from './set-baseline.ts';
import { updateResponseSettings } from './update-response-settings.ts';

export function mountResponse(api: Api): void {
  mount(api, response.getResponseSettings, may.readSettings, getResponseSettings);
  mount(api, response.updateResponseSettings, may.updateSettings, updateResponseSettings);
  mount(api, response.addAssessment, may.enterScore, addAssessment);
  mount(api, response.getCourseResponse, may.readResponse, getCourseResponse);
  mount(api, response.setBaseline, may.nameBaseline, setBaseline);
  mount(api, response.addCourseReview, may.reviewCourse, addCourseReview);
  mount(api, response.reportRelapse, may.reportRelapse, reportRelapse);
  mount(api, response.listCaseload, may.readCaseload, listCaseload);
  mount(api, response.getMyResponse, may.ownResponse, getMyResponse);
  mount(api, response.addMyAssessment, may.ownResponse, addMyAssessment);
  mount(api, response.reportMyRelapse, may.ownResponse, reportMyRelapse);
}
