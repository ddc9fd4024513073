/** Courses on leadership. */
import { type CourseSpec, online, room, webinar } from '../course-spec.ts';

export const leadershipCourses: readonly CourseSpec[] = [
  online(
    'LDR-301',
    'new_leaders',
    'Leading your first team',
    90,
    { leads: 0.8, everyone: 0.1 },
    { dueDays: 60 },
  ),
  webinar('LDR-302', 'new_leaders', 'Feedback that helps', 90, { leads: 0.7, everyone: 0.1 }),
  online(
    'LDR-303',
    'new_leaders',
    'A good one-to-one',
    40,
    { leads: 0.7, everyone: 0.1 },
    { dueDays: 60 },
  ),
  room('LDR-310', 'senior_leaders', 'Coaching skills', 480, { leads: 0.45 }),
  webinar('LDR-311', 'senior_leaders', 'Leading through change', 120, { leads: 0.4 }),
  room('LDR-312', 'senior_leaders', 'Difficult conversations', 240, { leads: 0.5 }),
  online('LDR-313', 'senior_leaders', 'Budgets for managers', 60, { leads: 0.5 }),
  online(
    'LDR-320',
    'new_leaders',
    'Could I lead? A first look',
    30,
    { everyone: 0.22 },
    { dueDays: 45 },
  ),
];
