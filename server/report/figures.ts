/** Figures over enrollments, one row a person or a course: joined as `f` by the reports whose rows are wider than one. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import { courseJoins } from './course-columns.ts';
import type { ColumnDefinition, Join, ReportContext } from './definition.ts';
import { allOf, neededJoins } from './joins.ts';
import { metrics } from './metrics.ts';
import { personJoins } from './person-columns.ts';
import { counts, isCounted, stateSql } from './states.ts';

const counted = (value: SQL): SQL => sql`CASE WHEN ${isCounted} THEN ${value} END`;

/** What is worked out of a group of enrollments `s`; a row of none has no figures. */
const figures = {
  enrolled: counts.enrolled,
  completed: counts.completed,
  in_progress: counts.in_progress,
  not_started: counts.not_started,
  open: counts.open,
  overdue: counts.overdue,
  at_risk: counts.at_risk,
  passed: sql`total(${counted(sql`s.passed IS 1`)})`,
  failed: sql`total(${counted(sql`s.passed IS 0`)})`,
  progress: sql`total(${counted(sql`s.progress`)})`,
  scores: sql`total(${counted(sql`s.score`)})`,
  scored: sql`count(${counted(sql`s.score`)})`,
  seconds: sql`total(${counted(sql`s.seconds`)})`,
  last_access_at: sql`max(s.last_access_at)`,
} as const satisfies Record<string, SQL>;

const named = sql.join(
  Object.entries(figures).map(([name, figure]) => sql`${figure} AS ${sql.identifier(name)}`),
  sql`, `,
);

const groups = {
  person: { id: sql`e.user_id`, on: sql`u.id` },
  course: { id: sql`e.course_id`, on: sql`c.id` },
} as const;

/** Joins `f`, worked out over the visible enrollments that fit, for each person `u` or course `c`. */
export function figuresJoin(
  { scoped, nowSeconds }: ReportContext,
  by: keyof typeof groups,
  narrowing: readonly SQL[],
): Join {
  const { id, on } = groups[by];
  const beside = [...personJoins(sql`e.user_id`), ...courseJoins(sql`e.course_id`)];
  const fitting = narrowing.length === 0 ? sql`` : sql`WHERE ${allOf(narrowing)}`;
  return {
    alias: 'f',
    clause: sql`LEFT JOIN figures f ON f.id = ${on}`,
    // The limit that limits nothing keeps SQLite from putting the state's SQL in place of each mention of it.
    table: sql`figures AS MATERIALIZED (SELECT s.id AS id, ${named} FROM (
        SELECT ${id} AS id, ${stateSql(nowSeconds)} AS state, e.passed AS passed,
          e.progress AS progress, e.score AS score, e.seconds AS seconds,
          e.last_access_at AS last_access_at
        FROM ${scoped.pairs('enrollments', 'e')} ${neededJoins(beside, narrowing)} ${fitting}
        LIMIT -1) s
      GROUP BY s.id)`,
  };
}

const count = (
  id: string,
  label: string,
  description: string,
  hidden = false,
): ColumnDefinition => ({
  id,
  label,
  type: 'number',
  value: sql`coalesce(f.${sql.identifier(id)}, 0)`,
  description,
  total: 'sum',
  hidden,
});

/** A mean is of all enrollments behind the rows, never a mean of the rows' means. */
const mean = (
  column: Pick<ColumnDefinition, 'id' | 'label' | 'type' | 'description' | 'hidden'> & {
    readonly unit: NonNullable<ColumnDefinition['unit']>;
  },
  { sum, of, times = 1 }: { sum: SQL; of: SQL; times?: number },
): ColumnDefinition => ({
  ...column,
  value: sql`round(${integer(times)} * 1.0 * ${sum} / nullif(${of}, 0), 2)`,
  total: 'average',
  average: sql`${integer(times)} * 1.0 * sum(${sum}) / nullif(sum(${of}), 0)`,
});

const enrolled = count('enrolled', metrics.counted.label, metrics.counted.definition);

/** Columns by id; a report takes those that it shows, in its own order. */
export const figureColumns = {
  enrolled,
  completed: count('completed', metrics.completed.label, metrics.completed.definition),
  completion_rate: mean(
    {
      id: 'completion_rate',
      label: 'Completion rate',
      type: 'percent',
      unit: 'percent',
      description: 'Completed enrollments as a share of the enrolled ones.',
    },
    { sum: sql`f.completed`, of: sql`f.enrolled`, times: 100 },
  ),
  in_progress: count('in_progress', metrics.in_progress.label, metrics.in_progress.definition),
  not_started: count('not_started', metrics.not_started.label, metrics.not_started.definition),
  overdue: count('overdue', metrics.overdue.label, metrics.overdue.definition),
  at_risk: count('at_risk', metrics.at_risk.label, metrics.at_risk.definition),
  pass_rate: mean(
    {
      id: 'pass_rate',
      label: 'Pass rate',
      type: 'percent',
      unit: 'percent',
      description: 'Passed enrollments as a share of those that were judged.',
    },
    { sum: sql`f.passed`, of: sql`(f.passed + f.failed)`, times: 100 },
  ),
  average_progress: mean(
    {
      id: 'average_progress',
      label: 'Average progress',
      type: 'percent',
      unit: 'percent',
      description: 'The mean progress of the enrolled ones.',
    },
    { sum: sql`f.progress`, of: sql`f.enrolled` },
  ),
  average_score: mean(
    {
      id: 'average_score',
      label: 'Average score',
      type: 'number',
      unit: 'points',
      description: 'The mean score of the enrolled ones that have a score.',
    },
    { sum: sql`f.scores`, of: sql`f.scored` },
  ),
  average_time: mean(
    {
      id: 'average_time',
      label: 'Average time',
      type: 'duration',
      unit: 'seconds',
      description: 'The mean time that an enrolled one has taken.',
      hidden: true,
    },
    { sum: sql`f.seconds`, of: sql`f.enrolled` },
  ),
  time_spent: {
    id: 'time_spent',
    label: 'Time in courses',
    type: 'duration',
    unit: 'seconds',
    value: sql`coalesce(f.seconds, 0)`,
    description: 'The time spent in the courses shown here.',
    total: 'sum',
  },
  last_access_at: {
    id: 'last_access_at',
    label: 'Last access',
    type: 'time',
    value: sql`f.last_access_at`,
    description: 'The latest visit to a course shown here.',
  },
} as const satisfies Record<string, ColumnDefinition>;
