/** Learning plan progress: one row a person and plan, with how many of the plan's courses are done. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../../data/literal.ts';
import { scopedPerson } from '../../scope/sql.ts';
import { planStatusChoices } from '../choices.ts';
import { moment } from '../columns.ts';
import { planColumns, planJoin } from '../course-columns.ts';
import {
  type ColumnDefinition,
  defineReport,
  type Join,
  type ReportContext,
} from '../definition.ts';
import { allOf } from '../joins.ts';
import { metrics } from '../metrics.ts';
import { additionalFields, personColumns, personJoins } from '../person-columns.ts';

/** The visible courses of each plan, as `n`: a course that the viewer does not see is no part of any figure. */
const coursesJoin = ({ scoped }: ReportContext): Join => ({
  alias: 'n',
  clause: sql`LEFT JOIN plan_courses n ON n.id = p.plan_id`,
  table: sql`plan_courses AS MATERIALIZED (SELECT pc.plan_id AS id, count(*) AS courses
    FROM ${scoped.courses('c')} CROSS JOIN learning_plan_courses pc ON pc.course_id = c.id
    GROUP BY pc.plan_id)`,
});

/** What each person has done in the visible courses of each plan, as `f`. */
const doneJoin = ({ scoped }: ReportContext, counting: readonly SQL[]): Join => ({
  alias: 'f',
  clause: sql`LEFT JOIN plan_figures f ON f.user_id = p.user_id AND f.plan_id = p.plan_id`,
  table: sql`plan_figures AS MATERIALIZED (SELECT e.user_id AS user_id, pc.plan_id AS plan_id,
      sum(${metrics.completed.holds()}) AS completed,
      sum(${metrics.in_progress.holds()}) AS in_progress, max(e.last_access_at) AS last_access_at
    FROM ${scoped.pairs('enrollments', 'e')}
    CROSS JOIN learning_plan_courses pc ON pc.course_id = e.course_id
    ${counting.length > 0 ? sql`WHERE ${allOf(counting)}` : sql``}
    GROUP BY e.user_id, pc.plan_id)`,
});

const progress: readonly ColumnDefinition[] = [
  {
    id: 'courses',
    label: 'Courses',
    type: 'number',
    value: sql`coalesce(n.courses, 0)`,
    description: 'The courses of the plan.',
    total: 'sum',
  },
  {
    id: 'courses_completed',
    label: 'Completed courses',
    type: 'number',
    value: sql`coalesce(f.completed, 0)`,
    description: 'Those of them that the learner has completed.',
    total: 'sum',
  },
  {
    id: 'progress',
    label: 'Progress',
    type: 'percent',
    unit: 'percent',
    value: sql`round(100.0 * coalesce(f.completed, 0) / nullif(n.courses, 0), 2)`,
    description: "Completed courses as a share of the plan's.",
    total: 'average',
    average: sql`100.0 * sum(coalesce(f.completed, 0)) / nullif(sum(n.courses), 0)`,
  },
];

const status: ColumnDefinition = {
  id: 'status',
  label: 'Status',
  type: 'choice',
  value: sql`CASE WHEN p.completed_at IS NOT NULL THEN 'completed'
    WHEN coalesce(f.completed, 0) + coalesce(f.in_progress, 0) > 0 THEN 'in_progress'
    ELSE 'not_started' END`,
  choices: planStatusChoices,
  description: 'Completed as soon as the LMS says so; in progress once a course is begun.',
  facet: true,
};

const late = ({ nowSeconds }: ReportContext): ColumnDefinition => ({
  id: 'overdue',
  label: 'Overdue',
  type: 'boolean',
  value: sql`(p.completed_at IS NULL AND p.due_at IS NOT NULL AND p.due_at < ${integer(nowSeconds)})`,
  description: 'Not completed though the due date of the plan has passed.',
  facet: true,
});

export const planProgress = defineReport({
  id: 'plan_progress',
  title: 'Learning plan progress',
  description: 'How far your people are in each of their learning plans.',
  grain: 'user_plan',
  needs: ['reports.view', 'learning_plans.view'],
  from: ({ scoped }) => scoped.planPairs('p'),
  row: 'p',
  joins: (context, counting) => [
    ...personJoins(sql`p.user_id`),
    planJoin(sql`p.plan_id`),
    coursesJoin(context),
    doneJoin(context, counting),
  ],
  key: [sql`p.user_id`, sql`p.plan_id`],
  columns: (context) => [
    ...personColumns(scopedPerson, scopedPerson),
    ...planColumns(sql`p.plan_id`),
    status,
    ...progress,
    moment('due_at', 'Due', sql`p.due_at`, false),
    late(context),
    moment('enrolled_at', 'Enrolled', sql`p.enrolled_at`),
    moment('completed_at', 'Completed', sql`p.completed_at`, false),
    moment('last_access_at', 'Last access', sql`f.last_access_at`),
    ...additionalFields(context),
  ],
  defaultSort: [
    { column: 'plan_name', desc: false },
    { column: 'user_name', desc: false },
  ],
});
