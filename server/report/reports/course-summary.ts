/** Course summary: one row a course, with everything that is counted over the viewer's people in it (PERM-060). */
import { sql } from 'drizzle-orm';
import { courseColumns } from '../course-columns.ts';
import { defineReport } from '../definition.ts';
import { figureColumns } from '../figures.ts';
import { courseRows } from './courses.ts';

export const courseSummary = defineReport({
  id: 'course_summary',
  title: 'Course summary',
  description: 'How your people are doing in each of your courses.',
  grain: 'course',
  needs: ['reports.view'],
  ...courseRows,
  columns: () => [
    ...courseColumns(sql`c.id`, sql`e.course_id`),
    figureColumns.enrolled,
    figureColumns.not_started,
    figureColumns.in_progress,
    figureColumns.completed,
    figureColumns.completion_rate,
    figureColumns.overdue,
    figureColumns.at_risk,
    figureColumns.pass_rate,
    figureColumns.average_progress,
    figureColumns.average_score,
    figureColumns.average_time,
    figureColumns.time_spent,
    { ...figureColumns.last_access_at, hidden: true },
  ],
  defaultSort: [{ column: 'course_name', desc: false }],
});
