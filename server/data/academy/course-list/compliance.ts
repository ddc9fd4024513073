/** Courses on compliance. */
import { type CourseSpec, online, room, webinar, yearly } from '../course-spec.ts';

export const complianceCourses: readonly CourseSpec[] = [
  online('CMP-201', 'data', 'Data protection essentials', 45, { everyone: 0.88 }, yearly),
  online('CMP-202', 'data', 'Answering requests for personal data', 40, { office: 0.35 }),
  online('CMP-210', 'ethics', 'Code of conduct', 30, { everyone: 0.8 }, { dueDays: 30 }),
  online(
    'CMP-211',
    'ethics',
    'Gifts, bribes and favours',
    40,
    { office: 0.6, leads: 0.7 },
    { ...yearly, dueDays: 45 },
  ),
  webinar('CMP-212', 'ethics', 'Speaking up: "I saw something"', 45, { everyone: 0.15 }),
  online(
    'CMP-220',
    'ethics',
    'Equality, diversity and inclusion',
    50,
    { everyone: 0.5 },
    { dueDays: 60 },
  ),
  online(
    'CMP-230',
    'sector',
    'Food hygiene, level 2',
    90,
    { food: 0.95 },
    { ...yearly, validMonths: 24 },
  ),
  online('CMP-231', 'sector', 'Safeguarding adults', 60, { care: 0.95 }, yearly),
  room('CMP-232', 'sector', 'Giving medication', 300, { care: 0.45 }, yearly),
  online(
    'CMP-233',
    'sector',
    'Customs and export control',
    75,
    { warehouse: 0.2, driving: 0.2 },
    yearly,
  ),
];
