/** Learners: one row a person, with their figures over the enrollments that the viewer sees. */
import { type SQL, sql } from 'drizzle-orm';
import { scopedPerson } from '../../scope/sql.ts';
import { courseColumns } from '../course-columns.ts';
import {
  type ColumnDefinition,
  defineReport,
  type Join,
  type ReportContext,
} from '../definition.ts';
import { figureColumns, figuresJoin } from '../figures.ts';
import { personMetrics } from '../metrics.ts';
import { additionalFields, branchJoin, fullNameSql, personColumns } from '../person-columns.ts';

/** The person's manager `g`, where they are one of the learners whom the viewer sees: nobody else is named. */
const managerJoin = ({ scoped }: ReportContext): Join => ({
  alias: 'g',
  clause: sql`LEFT JOIN (SELECT m.id AS id, ${fullNameSql(sql`m`)} AS name, m.search_key AS search_key,
      m.name_key AS name_key FROM ${scoped.learners('m')}) g ON g.id = u.manager_id`,
});

const manager: ColumnDefinition = {
  id: 'manager',
  label: 'Manager',
  type: 'text',
  value: sql`g.name`,
  folded: sql`substr(g.search_key, 1, instr(g.search_key, char(10)) - 1)`,
  sort: sql`g.name_key`,
  filterNeeds: ['users.view'],
  facet: true,
  hidden: true,
};

const judged = (
  id: keyof typeof personMetrics,
  nowSeconds: number,
  hidden = false,
): ColumnDefinition => {
  const { label, definition, holds } = personMetrics[id];
  const value: SQL = holds(nowSeconds);
  return { id, label, type: 'boolean', value, description: definition, facet: true, hidden };
};

export const learners = defineReport({
  id: 'learners',
  title: 'Learners',
  description: 'Your people, each with their figures in your courses.',
  grain: 'user',
  needs: ['reports.view', 'users.view'],
  from: ({ scoped }) => scoped.learners('u'),
  row: 'u',
  joins: (context, narrowing) => [
    branchJoin,
    managerJoin(context),
    figuresJoin(context, 'person', narrowing),
  ],
  key: [sql`u.id`],
  columns: (context) => [
    ...personColumns(sql`u.id`, scopedPerson),
    figureColumns.enrolled,
    figureColumns.completed,
    figureColumns.completion_rate,
    figureColumns.overdue,
    figureColumns.at_risk,
    figureColumns.average_score,
    figureColumns.time_spent,
    figureColumns.last_access_at,
    judged('inactive', context.nowSeconds),
    judged('needs_attention', context.nowSeconds, true),
    { ...figureColumns.in_progress, hidden: true },
    { ...figureColumns.not_started, hidden: true },
    { ...figureColumns.average_progress, hidden: true },
    manager,
    ...additionalFields(context),
  ],
  narrows: () => courseColumns(sql`e.course_id`),
  defaultSort: [{ column: 'user_name', desc: false }],
});
