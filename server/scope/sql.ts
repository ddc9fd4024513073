/** Compiles a scope to SQL: tables of who and what is visible, and the only FROM clauses that a report can have. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, axes } from '../../shared/scope.ts';
import { integer } from '../data/literal.ts';
import { type Part, selected } from './axis.ts';
import { holderTables } from './holder.ts';
import { type Held, layOut } from './layout.ts';
import type { Take } from './rule-field.ts';
import { ruleValues } from './rule-sql.ts';
import type { Extent } from './scope.ts';
import { union } from './union.ts';

declare const scoped: unique symbol;

/** A FROM clause that is cut down to a scope. Only this file makes one, and it is never empty. */
export type ScopedFrom = SQL & { readonly [scoped]: true };

/** Tables with a row a person and course, how a row names its course, and whether an index is ordered by it. */
const pairTables = {
  enrollments: { course: (alias: SQL) => sql`${alias}.course_id`, ordered: true },
  daily_activity: { course: (alias: SQL) => sql`${alias}.course_id`, ordered: true },
  attendances: {
    course: (alias: SQL) =>
      sql`(SELECT course_id FROM sessions WHERE sessions.id = ${alias}.session_id)`,
    ordered: false,
  },
} as const;

/** The person of a row of `pairs`, `planPairs` and `certificates`: conditions on it are tested before the row is read. */
export const scopedPerson: SQL = sql`sp.id`;

/** The FROM clauses of one scope. All need the tables of `tables` in front of their statement. */
export interface ScopeSql {
  /** `WITH …`: the tables that the clauses below join. */
  readonly tables: SQL;
  /** `SELECT …`: one row, 1 where the scope has so few courses that `pairs` may be told so. */
  readonly fewCourses: SQL;
  /**
   * Rows of a table of pairs whose person and course stand in one rectangle.
   * @param few whether to look courses up one by one for each person, which takes less time where they are few
   */
  pairs(table: keyof typeof pairTables, alias: string, few?: boolean): ScopedFrom;
  /** Plan enrollments whose person and plan stand in one dataset. */
  planPairs(alias: string): ScopedFrom;
  /** Certificates whose person stands in one rectangle with the course or the plan. */
  certificates(alias: string): ScopedFrom;
  /** People who stand in a rectangle with a course. */
  learners(alias: string): ScopedFrom;
  /** Rows of a table about a visible person alone. */
  aboutLearners(table: 'external_trainings', alias: string): ScopedFrom;
  /** Courses that stand in a rectangle with a person. */
  courses(alias: string): ScopedFrom;
  /** `WITH … SELECT …`: the ids of datasets that show somebody in something through the site; of others not even the name is told. */
  readonly inhabited: SQL;
}

/** Adds joins to a scoped clause; what is joined can only narrow or decorate its rows. */
export const joined = (from: ScopedFrom, ...joins: SQL[]): ScopedFrom =>
  brand(sql.join([from, ...joins], sql` `));

const brand = (clause: SQL): ScopedFrom => clause as ScopedFrom;

const name = (identifier: string): SQL => sql`${sql.identifier(identifier)}`;

/** From so many courses on, all enrollments of a person are read and tested, instead of one search for each course. */
const mostSearched = 64;

/** One id of ours of an axis, where only that one is asked about. */
export type Only = Readonly<Partial<Record<Axis, number>>>;

/**
 * Compiles a scope. The text grows with the kinds of selection and rules in use, not with people, courses or items.
 * @param only what the tables are cut to, so that a question about one person reads that person alone
 */
export function compileScope(scope: Extent, only: Only = {}): ScopeSql {
  // Where nothing can combine, the bits that keep rectangles apart are left out.
  const apart = mayCombine(scope);
  const wholeCourses = [...scope.rectangles, scope.ceiling].every(
    ({ modes, above = [] }) =>
      modes.courses === 'all' && above.every((link) => link.modes.courses === 'all'),
  );

  // Looked up in an index that SQLite builds once: a join of these tables would read one whole for every row.
  const within = (axis: 'courses' | 'plans', id: SQL) =>
    apart
      ? sql`(sp.bits, ${id}) IN (SELECT bits, id FROM ${name(`scope_${axis}_by_bits`)})`
      : sql`${id} IN (SELECT id FROM ${name(`scope_${axis}`)})`;
  const people = (table: SQL, as: SQL) =>
    sql`scope_people sp CROSS JOIN ${table} ${as} ON ${as}.user_id = sp.id`;

  return {
    tables: scopeTables(scope, apart, only),
    fewCourses:
      apart || wholeCourses
        ? sql`SELECT 0 AS few`
        : sql`SELECT count(*) <= ${integer(mostSearched)} AS few FROM scope_courses`,
    pairs(table, alias, few = false) {
      const as = name(alias);
      const rows = people(name(table), as);
      if (wholeCourses) return brand(rows);
      const { course, ordered } = pairTables[table];
      if (!ordered || (few && !apart)) {
        return brand(sql`${rows} AND ${within('courses', course(as))}`);
      }
      // The bounds let the index skip; the plus keeps it from being searched once for every course of the scope.
      return brand(sql`${rows}
        AND ${course(as)} >= (SELECT min(id) FROM scope_courses)
        AND ${course(as)} <= (SELECT max(id) FROM scope_courses)
        AND ${within('courses', sql`+${course(as)}`)}`);
    },
    planPairs(alias) {
      const as = name(alias);
      return brand(
        sql`${people(sql`plan_enrollments`, as)} AND ${within('plans', sql`${as}.plan_id`)}`,
      );
    },
    certificates(alias) {
      const as = name(alias);
      return brand(sql`${people(sql`certificates`, as)}
        AND (${within('courses', sql`${as}.course_id`)} OR ${within('plans', sql`${as}.plan_id`)})`);
    },
    learners(alias) {
      const as = name(alias);
      return brand(sql`scope_learners su CROSS JOIN users ${as} ON ${as}.id = su.id`);
    },
    aboutLearners(table, alias) {
      const as = name(alias);
      return brand(sql`scope_learners su CROSS JOIN ${name(table)} ${as}
        ON ${as}.user_id = su.id`);
    },
    inhabited: sql`${scopeTables(scope, scope.rectangles.length > 1, only)}
      SELECT h.dataset_id FROM scope_held h
      WHERE EXISTS (SELECT 1 FROM scope_people p WHERE (p.bits & h.bit) <> 0)
      AND EXISTS (SELECT 1 FROM scope_courses c WHERE (c.bits & h.bit) <> 0)`,
    courses(alias) {
      const as = name(alias);
      return brand(sql`scope_taught st CROSS JOIN courses ${as} ON ${as}.id = st.id`);
    },
  };
}

/**
 * Whether rectangles must be kept apart: not one alone, and not those that are all of every course and of the same
 * plans, which are one rectangle of all their people.
 */
const mayCombine = ({ rectangles }: Extent): boolean =>
  rectangles.length > 1 &&
  !rectangles.every(
    ({ modes, above }) =>
      above === undefined &&
      modes.courses === 'all' &&
      modes.plans !== 'subset' &&
      modes.plans === rectangles[0]?.modes.plans,
  );

/** One row, 1 or 0: whether a scope shows a person, a course, or the pair. Ids are ours. */
export function shows(scope: Extent, id: { people: number | null; courses: number | null }): SQL {
  const { people, courses } = id;
  const { tables } = compileScope(scope, {
    ...(people !== null && { people }),
    ...(courses !== null && { courses }),
  });
  const person = people === null ? undefined : integer(people);
  const course = courses === null ? undefined : integer(courses);
  if (person && course) {
    const together = mayCombine(scope) ? sql`AND (p.bits & c.bits) <> 0` : sql``;
    return sql`${tables} SELECT EXISTS (SELECT 1 FROM scope_people p CROSS JOIN scope_courses c
      WHERE p.id = ${person} AND c.id = ${course} ${together}) AS shown`;
  }
  const one = person
    ? sql`SELECT 1 FROM scope_learners WHERE id = ${person}`
    : sql`SELECT 1 FROM scope_taught WHERE id = ${course}`;
  return sql`${tables} SELECT EXISTS (${one}) AS shown`;
}

/** The table of ids that a scope's `tables` hold for an axis: what is selected, whether or not anything pairs with it. */
export const selection = (axis: Axis): SQL => name(`scope_${axis}`);

/** `WITH` the people, courses and plans of all rectangles, each with the bits of the rectangles it stands in. */
function scopeTables({ rectangles, ceiling }: Extent, apart: boolean, only: Only): SQL {
  const lid = sql`scope_ceiling`;
  const limit = layOut([ceiling]);
  const layout = layOut(rectangles);
  const { take, tables: valueTables } = ruleValues();
  const tables = [
    sql`scope_held (${heldColumns}) AS (${heldRows(layout.own)})`,
    sql`${lid} (${heldColumns}) AS (${heldRows(limit.own)})`,
  ];
  // What is asked for once need not be written down, unless each rectangle asks for it again.
  const kept = apart ? sql`MATERIALIZED` : sql``;
  for (const axis of axes) {
    const { taking, met } = layout.on(axis);
    let held = sql`scope_held`;
    if (met !== null) {
      held = name(`scope_links_${axis}`);
      tables.push(sql`${held} (${heldColumns}) AS (${heldRows(taking)})`);
    }
    const { rows, of, each } = axisRows(axis, held, taking, take);
    const one = only[axis];
    // SQLite asks each of the ways for this id, instead of walking it to the end.
    const alone = one === undefined ? [] : [sql`r.id = ${integer(one)}`];
    const where = (...all: SQL[]) =>
      all.length > 0 ? sql`WHERE ${sql.join(all, sql` AND `)}` : sql``;
    const beneath =
      ceiling.modes[axis] === 'all'
        ? where(...alone)
        : where(
            sql`r.id IN (SELECT r.id FROM (${axisRows(axis, lid, limit.own, take).rows}) r ${where(...alone)})`,
            ...alone,
          );
    const sum = each ? sql`sum(r.bit)` : sql`sum(DISTINCT r.bit)`;
    const once = each && of.length < 2;
    const bits = apart || met !== null ? (once ? sql`r.bit` : sum) : sql`1`;
    const found = sql`SELECT r.id AS id, ${bits} AS bits FROM (${rows}) r ${beneath}
      ${once ? sql`` : sql`GROUP BY r.id`}`;
    tables.push(sql`${name(`scope_${axis}`)} (id, bits) AS ${kept}
      (${met === null ? found : sql`SELECT id, bits FROM (SELECT id, ${met} AS bits FROM (${found})) WHERE bits <> 0`})`);
  }
  for (const axis of ['courses', 'plans'] as const) {
    if (!apart) break;
    tables.push(sql`${name(`scope_${axis}_by_bits`)} (bits, id) AS (SELECT p.bits, a.id
      FROM (SELECT DISTINCT bits FROM scope_people) p
      CROSS JOIN ${name(`scope_${axis}`)} a ON (p.bits & a.bits) <> 0)`);
  }
  tables.push(
    sql`scope_learners (id) AS (${living(sql`scope_people`, sql`scope_courses`, apart)})`,
    sql`scope_taught (id) AS (${living(sql`scope_courses`, sql`scope_people`, apart)})`,
  );
  const bound = holderTables([
    ceiling,
    ...rectangles.flatMap((one) => [one, ...(one.above ?? [])]),
  ]);
  return sql`WITH ${sql.join([...valueTables(), ...bound, ...tables], sql`, `)}`;
}

/** Ids of one axis whose rectangle is not empty on the other axis. */
const living = (axis: SQL, other: SQL, apart: boolean): SQL =>
  apart
    ? sql`SELECT a.id FROM ${axis} a WHERE (a.bits & (SELECT sum(DISTINCT h.bit) FROM scope_held h
        WHERE EXISTS (SELECT 1 FROM ${other} o WHERE (o.bits & h.bit) <> 0))) <> 0`
    : sql`SELECT a.id FROM ${axis} a WHERE EXISTS (SELECT 1 FROM ${other})`;

/** An axis; a plan brings its courses. Never empty text: nobody is a row that isn't there. */
function axisRows(axis: Axis, held: SQL, datasets: readonly Held[], take: Take): Part {
  const parts = selected(axis, held, datasets, take);
  if (axis === 'courses') {
    for (const { rows, of } of selected('plans', held, datasets, take)) {
      const brought = sql`SELECT pc.course_id AS id, p.bit AS bit FROM (${rows}) p
        CROSS JOIN learning_plan_courses pc ON pc.plan_id = p.id`;
      // Two plans may bring one course.
      parts.push({ rows: brought, of, each: false });
    }
  }
  const of = parts.flatMap((part) => part.of);
  return {
    rows: union(parts.map(({ rows }) => rows)),
    of,
    each: parts.every(({ each }) => each) && new Set(of).size === of.length,
  };
}

const heldColumns = sql`dataset_id, holder_id, bit, people, courses, plans`;

/** Datasets, one bit each. Ids and modes come from our own tables, never from a request. */
function heldRows(datasets: readonly Held[]): SQL {
  if (datasets.length === 0) return sql`SELECT 0, 0, 0, 'none', 'none', 'none' WHERE 0`;
  const rows = datasets.map(
    ({ datasetId, holderId, modes, bit }) =>
      sql`(${integer(datasetId)}, ${integer(holderId)}, ${bit}, ${sql.raw(axes.map((axis) => `'${modes[axis]}'`).join(', '))})`,
  );
  return sql`VALUES ${sql.join(rows, sql`, `)}`;
}
