/** Courses: one row a course, with what it is and how far the viewer's people are in it. */
import { sql } from 'drizzle-orm';
import { scopedPerson } from '../../scope/sql.ts';
import { moment } from '../columns.ts';
import { categoryJoin, courseColumns } from '../course-columns.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { figureColumns, figuresJoin } from '../figures.ts';
import { additionalFields, personColumns } from '../person-columns.ts';

/** `c` with its category `k` and its figures `f`; filters on people narrow the figures. */
export const courseRows = {
  from: ({ scoped }: ReportContext) => scoped.courses('c'),
  row: 'c',
  joins: (context: ReportContext, narrowing: Parameters<typeof figuresJoin>[2]) => [
    categoryJoin,
    figuresJoin(context, 'course', narrowing),
  ],
  key: [sql`c.id`],
  narrows: (context: ReportContext) => [
    ...personColumns(scopedPerson),
    ...additionalFields(context),
  ],
} as const;

const duration: ColumnDefinition = {
  id: 'duration',
  label: 'Duration',
  type: 'duration',
  value: sql`c.duration_seconds`,
  unit: 'seconds',
  description: 'How long the course is meant to take.',
  hidden: true,
};

/** Attributes that a list of courses shows and other reports hide. */
const shown = new Set(['course_code', 'course_type', 'category']);

export const courses = defineReport({
  id: 'courses',
  title: 'Courses',
  description: 'Your courses, and how many of your people are enrolled in each.',
  grain: 'course',
  needs: ['reports.view', 'courses.view'],
  ...courseRows,
  columns: () => [
    ...courseColumns(sql`c.id`, sql`e.course_id`).map((column) =>
      shown.has(column.id) ? { ...column, hidden: false } : column,
    ),
    duration,
    moment('created_at', 'Created', sql`c.created_at`),
    figureColumns.enrolled,
    figureColumns.completed,
    figureColumns.completion_rate,
  ],
  defaultSort: [{ column: 'course_name', desc: false }],
});
