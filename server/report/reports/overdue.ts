/** Overdue: the open enrollments whose due date has passed, the longest overdue first. */
import { sql } from 'drizzle-orm';
import { secondsPerDay } from '../../../shared/time.ts';
import { integer } from '../../data/literal.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { metrics } from '../metrics.ts';
import { enrollmentRows, lateColumns } from './enrollments.ts';

const daysOverdue = ({ nowSeconds }: ReportContext): ColumnDefinition => ({
  id: 'days_overdue',
  label: 'Days overdue',
  type: 'number',
  unit: 'days',
  value: sql`((${integer(nowSeconds)} - e.due_at) / ${integer(secondsPerDay)})`,
  description: 'Whole days since the due date.',
  total: 'average',
});

export const overdue = defineReport({
  id: 'overdue',
  title: 'Overdue',
  description: metrics.overdue.definition,
  grain: 'user_course',
  needs: ['reports.view'],
  ...enrollmentRows,
  where: ({ nowSeconds }) => metrics.overdue.holds(nowSeconds),
  columns: (context) => lateColumns(context, daysOverdue(context)),
  defaultSort: [
    { column: 'due_at', desc: false },
    { column: 'user_name', desc: false },
  ],
});
