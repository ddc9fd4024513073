/** What the academy teaches, topic by topic. */
import { complianceCourses } from './course-list/compliance.ts';
import { itCourses } from './course-list/it.ts';
import { leadershipCourses } from './course-list/leadership.ts';
import { productCourses } from './course-list/product.ts';
import { safetyCourses } from './course-list/safety.ts';
import type { CourseSpec } from './course-spec.ts';

export const courseList: readonly CourseSpec[] = [
  ...safetyCourses,
  ...complianceCourses,
  ...leadershipCourses,
  ...itCourses,
  ...productCourses,
];
