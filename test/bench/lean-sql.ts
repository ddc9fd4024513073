/** The leanest SQL that one can write by hand for what the reports are measured on: it knows group, courses and date. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../../server/data/literal.ts';
import { lastMonths } from '../../server/report/months.ts';
import { benchNow } from './large-academy.ts';

/** The people and courses of the supervisor called `small`. */
const inCourses = sql`CROSS JOIN enrollments e ON e.user_id = m.user_id
  AND e.course_id IN (SELECT item_id FROM dataset_items WHERE dataset_id = 1 AND kind = 'course')`;
const rows = sql`FROM group_members m ${inCourses}`;

const order = sql`ORDER BY e.due_at ASC NULLS LAST, u.name_key, e.user_id, e.course_id`;

/** The first 51 enrollments with all their columns, joined to what is told beside them only once they are found. */
export const leanPage: SQL = sql`SELECT u.key AS k1, trim(u.first_name || ' ' || u.last_name) AS k2,
    u.username AS k3, u.email AS k4, b.name AS k5, u.status AS k6, c.key AS k7, c.name AS k8,
    c.code AS k9, c.type AS k10, c.status AS k11, k.name AS k12, e.*, u.name_key AS k13,
    e.level = 'learner' AND e.archived_at IS NULL AND e.status IN ('enrolled', 'in_progress')
      AND e.due_at < ${integer(benchNow)} AS overdue
  FROM (SELECT e.* FROM group_members m CROSS JOIN users u ON u.id = m.user_id ${inCourses}
    WHERE m.group_id = 2 ${order} LIMIT 51) e
  JOIN users u ON u.id = e.user_id LEFT JOIN branches b ON b.id = u.branch_id
  JOIN courses c ON c.id = e.course_id LEFT JOIN categories k ON k.id = c.category_id ${order}`;

export const leanTotals: SQL = sql`SELECT count(*) AS n, avg(e.progress) AS progress,
  avg(e.score) AS score, sum(e.seconds) AS seconds ${rows} WHERE m.group_id = 2`;

const months = lastMonths(benchNow, 12);
const soon = integer(benchNow + 14 * 86_400);
const long = integer(benchNow - 30 * 86_400);
const begun = sql`(e.status = 'enrolled')`;

/** All that Team progress shows, from one slim table, as one row of JSON. */
export const leanDashboard: SQL = sql`WITH seen AS MATERIALIZED (SELECT e.user_id, e.course_id,
    CASE WHEN e.level <> 'learner' OR e.archived_at IS NOT NULL THEN 0
      WHEN e.status = 'completed' THEN 1
      WHEN e.status NOT IN ('enrolled', 'in_progress') THEN 0
      WHEN e.due_at < ${integer(benchNow)} THEN 4 + ${begun}
      WHEN e.due_at < ${soon} AND e.progress < 50 THEN 6 + ${begun}
      ELSE 2 + ${begun} END AS state,
    e.last_access_at AS last,
    CASE WHEN e.completed_at IS NULL OR e.level <> 'learner' OR e.status <> 'completed' THEN NULL
      ${sql.join(
        months
          .map(
            ({ from }, place) =>
              sql`WHEN e.completed_at >= ${integer(from)} THEN ${integer(place)}`,
          )
          .toReversed(),
        sql` `,
      )} END AS month
    ${rows} WHERE m.group_id = 2),
  people AS MATERIALIZED (SELECT user_id AS id, sum(state = 1) AS completed,
    sum(state IN (2, 4, 6)) AS begun, sum(state IN (3, 5, 7)) AS fresh, sum(state IN (4, 5)) AS late,
    sum(state > 5) AS risky, max(last) AS last FROM seen GROUP BY user_id)
  SELECT (SELECT json_array(sum(completed), sum(begun), sum(fresh), sum(late), sum(risky),
      sum(begun + fresh > 0), sum(begun + fresh > 0 AND (last IS NULL OR last < ${long})),
      sum(late + risky > 0)) FROM people) AS totals,
    (SELECT json_group_array(json_array(u.key, u.first_name || ' ' || u.last_name, p.late, p.risky, p.last))
      FROM (SELECT p.* FROM people p CROSS JOIN users u ON u.id = p.id WHERE p.late + p.risky > 0
        ORDER BY p.late DESC, p.risky DESC, u.name_key, u.id LIMIT 10) p
      JOIN users u ON u.id = p.id) AS attention,
    (SELECT json_group_array(json_array(c.key, c.name, g.a, g.b, g.c, g.d)) FROM
      (SELECT course_id, sum(state = 1) AS a, sum(state IN (2, 6)) AS b, sum(state IN (3, 7)) AS c,
        sum(state IN (4, 5)) AS d FROM seen WHERE state > 0 GROUP BY course_id
        ORDER BY b + c + d DESC, a DESC LIMIT 12) g JOIN courses c ON c.id = g.course_id) AS courses,
    (SELECT json_group_array(json_array(month, n)) FROM
      (SELECT month, count(*) AS n FROM seen WHERE month IS NOT NULL GROUP BY month)) AS months`;
