/** At risk: the open enrollments that are due soon and hardly begun, the most urgent first. */
import { sql } from 'drizzle-orm';
import { secondsPerDay } from '../../../shared/time.ts';
import { integer } from '../../data/literal.ts';
import { type ColumnDefinition, defineReport, type ReportContext } from '../definition.ts';
import { metrics } from '../metrics.ts';
import { enrollmentRows, lateColumns } from './enrollments.ts';

const daysLeft = ({ nowSeconds }: ReportContext): ColumnDefinition => ({
  id: 'days_left',
  label: 'Days left',
  type: 'number',
  unit: 'days',
  value: sql`((e.due_at - ${integer(nowSeconds)}) / ${integer(secondsPerDay)})`,
  description: 'Whole days until the due date.',
});

export const atRisk = defineReport({
  id: 'at_risk',
  title: 'At risk',
  description: metrics.at_risk.definition,
  grain: 'user_course',
  needs: ['reports.view'],
  ...enrollmentRows,
  where: ({ nowSeconds }) => metrics.at_risk.holds(nowSeconds),
  columns: (context) => lateColumns(context, daysLeft(context)),
  defaultSort: [
    { column: 'due_at', desc: false },
    { column: 'user_name', desc: false },
  ],
});
