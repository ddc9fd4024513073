/** Tables of what people did: enrollments, plan enrollments, certificates, attendance, external training, activity. */
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const enrollmentStatuses = [
  'waiting',
  'to_confirm',
  'enrolled',
  'in_progress',
  'completed',
  'suspended',
  'withdrawn',
] as const;
export const enrollmentLevels = ['learner', 'tutor', 'instructor'] as const;
export const attendanceStatuses = ['registered', 'attended', 'absent', 'excused'] as const;
export const externalStatuses = ['pending', 'approved', 'rejected'] as const;

/** One row a person and course. Progress is 0 to 100; scores are points; `passed` is null until judged. */
export const enrollments = sqliteTable(
  'enrollments',
  {
    userId: integer('user_id').notNull(),
    courseId: integer('course_id').notNull(),
    level: text('level', { enum: enrollmentLevels }).notNull().default('learner'),
    status: text('status', { enum: enrollmentStatuses }).notNull().default('enrolled'),
    progress: real('progress').notNull().default(0),
    initialScore: real('initial_score'),
    score: real('score'),
    passed: integer('passed', { mode: 'boolean' }),
    seconds: integer('seconds').notNull().default(0),
    enrolledAt: integer('enrolled_at'),
    startedAt: integer('started_at'),
    completedAt: integer('completed_at'),
    lastAccessAt: integer('last_access_at'),
    dueAt: integer('due_at'),
    validFrom: integer('valid_from'),
    validUntil: integer('valid_until'),
    archivedAt: integer('archived_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.courseId] }),
    index('enrollments_by_course').on(table.courseId),
  ],
);

export const planEnrollments = sqliteTable(
  'plan_enrollments',
  {
    userId: integer('user_id').notNull(),
    planId: integer('plan_id').notNull(),
    enrolledAt: integer('enrolled_at'),
    completedAt: integer('completed_at'),
    dueAt: integer('due_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.planId] }),
    index('plan_enrollments_by_plan').on(table.planId),
  ],
);

/** Issued for a course or for a plan: exactly one of the two is set. */
export const certificates = sqliteTable(
  'certificates',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    userId: integer('user_id').notNull(),
    courseId: integer('course_id'),
    planId: integer('plan_id'),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    code: text('code'),
    issuedAt: integer('issued_at').notNull(),
    expiresAt: integer('expires_at'),
  },
  (table) => [index('certificates_by_user').on(table.userId)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    courseId: integer('course_id').notNull(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    location: text('location'),
    startsAt: integer('starts_at').notNull(),
    endsAt: integer('ends_at'),
  },
  (table) => [index('sessions_by_course').on(table.courseId)],
);

export const attendances = sqliteTable(
  'attendances',
  {
    userId: integer('user_id').notNull(),
    sessionId: integer('session_id').notNull(),
    status: text('status', { enum: attendanceStatuses }).notNull().default('registered'),
    seconds: integer('seconds'),
    score: real('score'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.sessionId] }),
    index('attendances_by_session').on(table.sessionId),
  ],
);

export const externalTrainings = sqliteTable(
  'external_trainings',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    userId: integer('user_id').notNull(),
    name: text('name').notNull(),
    provider: text('provider'),
    status: text('status', { enum: externalStatuses }).notNull().default('approved'),
    completedAt: integer('completed_at'),
    seconds: integer('seconds'),
    score: real('score'),
  },
  (table) => [index('external_trainings_by_user').on(table.userId)],
);

/** Seconds spent by a person in a course on a day (days since 1970-01-01, UTC). */
export const dailyActivity = sqliteTable(
  'daily_activity',
  {
    userId: integer('user_id').notNull(),
    courseId: integer('course_id').notNull(),
    day: integer('day').notNull(),
    seconds: integer('seconds').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.userId, table.courseId, table.day] })],
);
