/** Enrollments: one row a person and course, with the columns that LMS administrators know. */
import { type SQL, sql } from 'drizzle-orm';
import { joined, type ScopedFrom } from '../../scope/sql.ts';
import { enrollmentLevelChoices, enrollmentStatusChoices } from '../choices.ts';
import { additionalFields, courseColumns, personColumns } from '../columns.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { metrics } from '../metrics.ts';

/** `e` with its person `u`, their branch `b`, its course `c` and the course's category `k`. */
export const enrollmentRows = ({ scoped }: ReportContext): ScopedFrom =>
  joined(
    scoped.pairs('enrollments', 'e'),
    sql`LEFT JOIN users u ON u.id = e.user_id`,
    sql`LEFT JOIN branches b ON b.id = u.branch_id`,
    sql`LEFT JOIN courses c ON c.id = e.course_id`,
    sql`LEFT JOIN categories k ON k.id = c.category_id`,
  );

export const enrollmentKey: readonly SQL[] = [sql`e.user_id`, sql`e.course_id`];

const moment = (id: string, label: string, value: SQL, hidden = true): ColumnDefinition => ({
  id,
  label,
  type: 'time',
  value,
  hidden,
});

/** What an enrollment itself says. */
export const enrollmentColumns = ({ nowSeconds }: ReportContext): readonly ColumnDefinition[] => [
  {
    id: 'status',
    label: 'Status',
    type: 'choice',
    value: sql`e.status`,
    choices: enrollmentStatusChoices,
    facet: true,
  },
  {
    id: 'progress',
    label: 'Progress',
    type: 'percent',
    value: sql`e.progress`,
    unit: 'percent',
    total: 'average',
  },
  moment('due_at', 'Due', sql`e.due_at`, false),
  {
    id: 'overdue',
    label: metrics.overdue.label,
    type: 'boolean',
    value: metrics.overdue.holds(nowSeconds),
    description: metrics.overdue.definition,
    facet: true,
  },
  {
    id: 'at_risk',
    label: metrics.at_risk.label,
    type: 'boolean',
    value: metrics.at_risk.holds(nowSeconds),
    description: metrics.at_risk.definition,
    facet: true,
    hidden: true,
  },
  {
    id: 'score',
    label: 'Score',
    type: 'number',
    value: sql`e.score`,
    unit: 'points',
    total: 'average',
  },
  {
    id: 'initial_score',
    label: 'Initial score',
    type: 'number',
    value: sql`e.initial_score`,
    unit: 'points',
    hidden: true,
  },
  {
    id: 'passed',
    label: 'Passed',
    type: 'boolean',
    value: sql`e.passed`,
    facet: true,
    hidden: true,
  },
  {
    id: 'time_spent',
    label: 'Time in course',
    type: 'duration',
    value: sql`e.seconds`,
    unit: 'seconds',
    total: 'sum',
  },
  moment('enrolled_at', 'Enrolled', sql`e.enrolled_at`),
  moment('started_at', 'First access', sql`e.started_at`),
  moment('last_access_at', 'Last access', sql`e.last_access_at`, false),
  moment('completed_at', 'Completed', sql`e.completed_at`, false),
  moment('valid_from', 'Valid from', sql`e.valid_from`),
  moment('valid_until', 'Valid until', sql`e.valid_until`),
  moment('archived_at', 'Archived', sql`e.archived_at`),
  {
    id: 'level',
    label: 'Level',
    type: 'choice',
    value: sql`e.level`,
    choices: enrollmentLevelChoices,
    facet: true,
    hidden: true,
  },
];

export const enrollments = defineReport({
  id: 'enrollments',
  title: 'Enrollments',
  description: 'Every enrollment of your people in your courses, archived ones included.',
  grain: 'user_course',
  needs: ['reports.view'],
  from: enrollmentRows,
  key: enrollmentKey,
  columns: (context) => [
    ...personColumns,
    ...courseColumns,
    ...enrollmentColumns(context),
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'due_at', desc: false },
    { column: 'user_name', desc: false },
  ],
});
