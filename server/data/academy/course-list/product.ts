/** Courses on product and service. */
import { type CourseSpec, handsOn, online, room, webinar } from '../course-spec.ts';

export const productCourses: readonly CourseSpec[] = [
  online('PRD-501', 'customers', 'Service with heart', 60, { office: 0.4, driving: 0.4 }),
  webinar('PRD-502', 'customers', 'When a customer complains', 90, { office: 0.25 }),
  online('PRD-510', 'quality', 'Quality from the start', 45, handsOn(0.45), { tested: true }),
  room('PRD-511', 'quality', 'Five S on the shop floor', 300, { workshop: 0.2, food: 0.2 }),
  webinar('PRD-512', 'quality', 'Finding the root cause', 120, { leads: 0.3, workshop: 0.08 }),
];
