/** Courses on safety. */
import { type CourseSpec, handsOn, online, room, webinar, yearly } from '../course-spec.ts';

export const safetyCourses: readonly CourseSpec[] = [
  online('SAF-101', 'fire', 'Fire safety essentials', 35, { everyone: 0.9 }, yearly),
  webinar('SAF-102', 'fire', 'Evacuation drill briefing', 30, { everyone: 0.25 }),
  room('SAF-103', 'fire', 'Fire warden', 240, { leads: 0.5, everyone: 0.04 }, { validMonths: 24 }),
  room('SAF-110', 'first_aid', 'First aid at work', 960, { first_aiders: 1 }, { validMonths: 36 }),
  room('SAF-111', 'first_aid', 'First aid refresher', 240, { first_aiders: 0.7 }, yearly),
  webinar('SAF-112', 'first_aid', 'Using a defibrillator', 45, { everyone: 0.2 }),
  room(
    'SAF-120',
    'machinery',
    'Working at height',
    360,
    { workshop: 0.5 },
    { ...yearly, dueDays: 60 },
  ),
  online('SAF-121', 'machinery', 'Manual handling', 40, { ...handsOn(0.85), care: 0.9 }, yearly),
  online('SAF-122', 'machinery', 'Lock out, tag out', 50, { workshop: 0.7, food: 0.5 }, yearly),
  room('SAF-123', 'machinery', 'Forklift licence', 1440, { warehouse: 0.5 }, { validMonths: 36 }),
  online('SAF-124', 'machinery', 'Noise and hearing', 25, { workshop: 0.6 }),
  online('SAF-125', 'substances', 'Hazardous substances', 55, { workshop: 0.6, food: 0.3 }, yearly),
  online('SAF-130', 'driving', 'Driving for work', 45, { driving: 0.95 }, yearly),
  webinar('SAF-131', 'driving', 'Fatigue and the long shift', 60, { driving: 0.6, care: 0.3 }),
  online('SAF-140', 'office_safety', 'Display screens and posture', 20, { office: 0.8 }),
];
