/** Courses on IT. */
import { type CourseSpec, online, webinar, yearly } from '../course-spec.ts';

export const itCourses: readonly CourseSpec[] = [
  online(
    'ITS-401',
    'security',
    'Spotting a phishing mail',
    20,
    { everyone: 0.85 },
    { ...yearly, dueDays: 21 },
  ),
  online('ITS-402', 'security', 'Passwords and passkeys', 15, { office: 0.8, everyone: 0.3 }),
  online(
    'ITS-403',
    'security',
    'Working safely from home',
    30,
    { office: 0.5 },
    { status: 'under_maintenance' },
  ),
  online(
    'ITS-410',
    'tools',
    'Spreadsheets: from lists to answers',
    120,
    { office: 0.45 },
    { tested: true },
  ),
  online(
    'ITS-411',
    'tools',
    'Writing mail that gets read',
    45,
    { office: 0.3 },
    { status: 'unpublished' },
  ),
  webinar('ITS-412', 'tools', 'AI assistants at work', 60, { office: 0.5, leads: 0.4 }),
];
