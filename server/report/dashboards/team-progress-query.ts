/** What "Team progress" counts: the viewer's enrollments go once into a slim table, and all figures come from there. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../../data/literal.ts';
import type { BoardQuery } from '../dashboard-definition.ts';
import type { ReportContext } from '../definition.ts';
import { metrics, personMetrics } from '../metrics.ts';
import { lastMonths, type Month } from '../months.ts';
import { fullNameSql } from '../person-columns.ts';
import { counts, isCounted, stateSql } from '../states.ts';

export const shownMonths = 12;
export const shownCourses = 12;
export const shownPeople = 10;

export interface TeamProgressAnswers {
  readonly totals: Readonly<
    Record<
      | 'completed'
      | 'in_progress'
      | 'not_started'
      | 'overdue'
      | 'at_risk'
      | 'people_open'
      | 'people_inactive'
      | 'people_attention',
      number
    >
  >;
  /** Place of the month, completions. */
  readonly months: readonly (readonly [number, number])[];
  /** Key, name, then enrollments completed, in progress, not started (neither overdue) and overdue. */
  readonly courses: readonly (readonly [string, string, number, number, number, number])[];
  /** Key, name, overdue, at risk, last access. */
  readonly people: readonly (readonly [string, string, number, number, number | null])[];
}

const monthSql = (months: readonly Month[]): SQL => sql`CASE
  WHEN NOT ${metrics.completions.holds()} OR e.completed_at >= ${integer(months.at(-1)?.until ?? 0)} THEN NULL
  ${sql.join(
    months
      .map(({ from }, place) => sql`WHEN e.completed_at >= ${integer(from)} THEN ${integer(place)}`)
      .toReversed(),
    sql` `,
  )} END`;

/** One row a person: everything that the people's figures are made of. */
const people = sql`SELECT s.user_id AS id, ${counts.completed} AS completed,
    ${counts.in_progress} AS in_progress, ${counts.not_started} AS not_started,
    ${counts.open} AS open, ${counts.overdue} AS overdue, ${counts.at_risk} AS at_risk,
    max(s.last_access_at) AS last_access_at
  FROM seen s GROUP BY s.user_id`;

const totals = (nowSeconds: number): SQL => {
  const sum = (name: string) => sql`coalesce(sum(f.${sql.identifier(name)}), 0)`;
  const holding = (condition: SQL) => sql`coalesce(sum(${condition}), 0)`;
  return sql`SELECT json_object('completed', ${sum('completed')},
      'in_progress', ${sum('in_progress')}, 'not_started', ${sum('not_started')},
      'overdue', ${sum('overdue')}, 'at_risk', ${sum('at_risk')},
      'people_open', ${holding(sql`f.open > 0`)},
      'people_inactive', ${holding(personMetrics.inactive.holds(nowSeconds))},
      'people_attention', ${holding(personMetrics.needs_attention.holds())})
    FROM figures f`;
};

/** The courses with the most open enrollments first; one that nobody is enrolled in is left out. */
const courses = sql`SELECT json_group_array(json_array(t.key, t.name, t.completed, t.in_progress, t.not_started, t.overdue))
  FROM (SELECT c.key AS key, c.name AS name, g.* FROM (
      SELECT s.course_id AS id, ${counts.completed} AS completed,
        ${counts.in_progress_in_time} AS in_progress, ${counts.not_started_in_time} AS not_started,
        ${counts.overdue} AS overdue
      FROM seen s WHERE ${isCounted} GROUP BY s.course_id) g
    CROSS JOIN courses c ON c.id = g.id
    ORDER BY g.in_progress + g.not_started + g.overdue DESC, g.completed DESC, c.name_key, c.id
    LIMIT ${integer(shownCourses)}) t`;

/** The worst first, in the order of the drill to all of them. */
const attention = sql`SELECT json_group_array(json_array(t.key, t.name, t.overdue, t.at_risk, t.last_access_at))
  FROM (SELECT u.key AS key, ${fullNameSql(sql`u`)} AS name, f.overdue AS overdue, f.at_risk AS at_risk,
      f.last_access_at AS last_access_at
    FROM figures f CROSS JOIN users u ON u.id = f.id
    WHERE ${personMetrics.needs_attention.holds()}
    ORDER BY f.overdue DESC, f.at_risk DESC, u.name_key, u.id LIMIT ${integer(shownPeople)}) t`;

export function teamProgressQuery({ nowSeconds }: ReportContext, enrollments: SQL): BoardQuery {
  const months = lastMonths(nowSeconds, shownMonths);
  return {
    tables: [
      sql`seen AS MATERIALIZED (SELECT e.user_id AS user_id, e.course_id AS course_id,
        ${stateSql(nowSeconds)} AS state, e.last_access_at AS last_access_at,
        ${monthSql(months)} AS month ${enrollments})`,
      sql`figures AS MATERIALIZED (${people})`,
    ],
    answers: {
      totals: sql`(${totals(nowSeconds)})`,
      months: sql`(SELECT json_group_array(json_array(t.month, t.completions)) FROM
        (SELECT s.month AS month, count(*) AS completions FROM seen s
          WHERE s.month IS NOT NULL GROUP BY s.month) t)`,
      courses: sql`(${courses})`,
      people: sql`(${attention})`,
    },
  };
}
