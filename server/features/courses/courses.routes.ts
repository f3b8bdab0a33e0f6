import * as courses from '#server/contract/courses.endpoints.ts';
import { listPatientCourses as listPatientCoursesEndpoint } from '#server/contract/patients.endpoints.ts';
import * as recovery from '#server/contract/ticks.endpoints.ts';
import { type Api, mount } from '#server/http/mount.ts';
import { bookCourse } from './book-course.ts';
import * as may from './courses.policy.ts';
import { getCourse } from './get-course.ts';
import { getCourseRecovery } from './get-course-recovery.ts';
import { listCourses } from './list-courses.ts';
import { listPatientCourses } from './list-patient-courses.ts';
import { listPlanStartTimes } from './list-plan-start-times.ts';
import { planCourse } from './plan-course.ts';
import { setCourseRecovery } from './set-course-recovery.ts';

export function mountCourses(api: Api): void {
  mount(api, courses.planCourse, may.bookCourse, planCourse);
  mount(api, courses.listPlanStartTimes, may.bookCourse, listPlanStartTimes);
  mount(api, courses.bookCourse, may.bookCourse, bookCourse);
  mount(api, courses.listCourses, may.readCourses, listCourses);
  mount(api, courses.getCourse, may.readCourses, getCourse);
  mount(api, recovery.getCourseRecovery, may.readRecovery, getCourseRecovery);
  mount(api, recovery.setCourseRecovery, may.setRecovery, setCourseRecovery);
  mount(api, listPatientCoursesEndpoint, may.readCourses, listPatientCourses);
}
