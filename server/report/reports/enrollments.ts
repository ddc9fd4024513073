/** Enrollments: one row a person and course, with the columns that LMS administrators know. */
import { type SQL, sql } from 'drizzle-orm';
import { type ScopedFrom, scopedPerson } from '../../scope/sql.ts';
import { enrollmentLevelChoices, enrollmentStatusChoices } from '../choices.ts';
import { moment } from '../columns.ts';
import { courseColumns, courseJoins } from '../course-columns.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { metrics } from '../metrics.ts';
import { additionalFields, personColumns, personJoins } from '../person-columns.ts';

/** `e` with its person `u`, their branch `b`, its course `c` and the course's category `k`. */
export const enrollmentRows = {
  from: ({ scoped }: ReportContext): ScopedFrom => scoped.pairs('enrollments', 'e'),
  row: 'e',
  joins: () => [...personJoins(sql`e.user_id`), ...courseJoins(sql`e.course_id`)],
  key: [sql`e.user_id`, sql`e.course_id`],
} as const;

/** Whose enrollment it is, in what. */
const whoAndWhat: readonly ColumnDefinition[] = [
  ...personColumns(scopedPerson),
  ...courseColumns(sql`e.course_id`),
];

/** How far it is. */
const progress: readonly ColumnDefinition[] = [
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
];

type Judgement = 'overdue' | 'at_risk' | 'needs_attention' | 'counted';

/** What it is at a moment. */
const judged = (id: Judgement, nowSeconds: number, hidden = true): ColumnDefinition => {
  const { label, definition, holds } = metrics[id];
  const value: SQL = holds(nowSeconds);
  return { id, label, type: 'boolean', value, description: definition, facet: true, hidden };
};

/** What else the LMS knows of it. */
const record: readonly ColumnDefinition[] = [
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

/** What an enrollment itself says. */
export const enrollmentColumns = ({ nowSeconds }: ReportContext): readonly ColumnDefinition[] => [
  ...progress,
  judged('overdue', nowSeconds, false),
  judged('at_risk', nowSeconds),
  judged('needs_attention', nowSeconds),
  judged('counted', nowSeconds),
  ...record,
];

/** What every row of a report on late enrollments is by itself. */
const selfEvident = new Set(['overdue', 'at_risk', 'counted', 'needs_attention', 'completed_at']);

/** The columns of a report on late enrollments, with how late each is. */
export const lateColumns = (
  context: ReportContext,
  lateness: ColumnDefinition,
): readonly ColumnDefinition[] => [
  ...whoAndWhat,
  lateness,
  ...enrollmentColumns(context).filter(({ id }) => !selfEvident.has(id)),
  ...additionalFields(context),
];

export const enrollments = defineReport({
  id: 'enrollments',
  title: 'Enrollments',
  description: 'Every enrollment of your people in your courses, archived ones included.',
  grain: 'user_course',
  needs: ['reports.view'],
  ...enrollmentRows,
  columns: (context) => [
    ...whoAndWhat,
    ...enrollmentColumns(context),
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'due_at', desc: false },
    { column: 'user_name', desc: false },
  ],
});
