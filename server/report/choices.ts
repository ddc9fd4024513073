/** The values of choice columns with their labels, one table a column. */
import type {
  attendanceStatuses,
  courseStatuses,
  courseTypes,
  enrollmentLevels,
  enrollmentStatuses,
  externalStatuses,
  userStatuses,
} from '../data/schema/index.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A value without a label does not compile. */
const choices = <Value extends string>(labels: Record<Value, string>): readonly Choice[] =>
  Object.entries<string>(labels).map(([value, label]) => ({ value, label }));

export const enrollmentStatusChoices = choices<(typeof enrollmentStatuses)[number]>({
  waiting: 'On the waiting list',
  to_confirm: 'To be confirmed',
  enrolled: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
  suspended: 'Suspended',
  withdrawn: 'Withdrawn',
});

export const enrollmentLevelChoices = choices<(typeof enrollmentLevels)[number]>({
  learner: 'Learner',
  tutor: 'Tutor',
  instructor: 'Instructor',
});

export const courseTypeChoices = choices<(typeof courseTypes)[number]>({
  elearning: 'E-learning',
  classroom: 'Classroom',
  webinar: 'Webinar',
});

export const courseStatusChoices = choices<(typeof courseStatuses)[number]>({
  published: 'Published',
  under_maintenance: 'Under maintenance',
  unpublished: 'Unpublished',
});

export const userStatusChoices = choices<(typeof userStatuses)[number]>({
  active: 'Active',
  inactive: 'Inactive',
});

export const attendanceStatusChoices = choices<(typeof attendanceStatuses)[number]>({
  registered: 'Registered',
  attended: 'Attended',
  absent: 'Absent',
  excused: 'Excused',
});

export const externalStatusChoices = choices<(typeof externalStatuses)[number]>({
  pending: 'Waiting for approval',
  approved: 'Approved',
  rejected: 'Rejected',
});

/** Worked out, not stored. */
export const certificateStateChoices = choices<'valid' | 'expiring' | 'expired'>({
  valid: 'Valid',
  expiring: 'Expires soon',
  expired: 'Expired',
});

/** Worked out, not stored. */
export const planStatusChoices = choices<'not_started' | 'in_progress' | 'completed'>({
  not_started: 'Not started',
  in_progress: 'In progress',
  completed: 'Completed',
});
