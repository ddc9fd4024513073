/** Reads a dashboard: all its figures by one statement from one snapshot, each with the question beneath it. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Dashboard, Drill } from '../../shared/wire/dashboard.ts';
import type { Filter } from '../../shared/wire/report.ts';
import type { Database } from '../data/database.ts';
import { scopedPerson } from '../scope/sql.ts';
import { reports } from './catalogue.ts';
import { courseColumns, courseJoins } from './course-columns.ts';
import type { Board, DashboardDefinition, DrillQuestion } from './dashboard-definition.ts';
import type { ColumnDefinition } from './definition.ts';
import { filterSql } from './filter.ts';
import { requireFewLetters } from './folding.ts';
import { allOf, neededJoins } from './joins.ts';
import { additionalFields, personColumns, personJoins } from './person-columns.ts';
import { unknownColumn } from './question.ts';
import {
  holds,
  mayFilter,
  mayOpen,
  type OpenReport,
  openReport,
  takesFilter,
  type Viewer,
} from './viewer.ts';

/** As many as a question takes (shared/wire/report.ts), those of a drill included. */
const mostFilters = 20;

/**
 * The dashboard with the data of all its tiles. Filters name a column of the person or the course and narrow
 * every tile.
 * @throws Refusal `not-found` where the viewer lacks a permission, `unknown-column` or `bad-request` for a filter
 */
export async function readDashboard(
  database: Database,
  viewer: Viewer,
  definition: DashboardDefinition | undefined,
  { filters }: { filters: readonly Filter[] },
): Promise<Dashboard> {
  if (!definition || !mayOpenDashboard(definition, viewer)) {
    throw new Refusal('not-found', 'There is no such dashboard');
  }
  const { context } = viewer;
  const { scoped, nowSeconds } = context;
  const { tables, answers } = definition.query(context, enrollmentsOf(viewer, filters));
  const names = Object.keys(answers);
  const counts = [scoped.learners('u'), scoped.courses('c')].map(
    (from) => sql`(SELECT count(*) FROM ${from})`,
  );
  const values = [...counts, ...names.map((name) => answers[name] ?? sql`NULL`)].map(
    (value, place) => sql`${value} AS ${sql.identifier(`v${place}`)}`,
  );
  const [[row = []] = []] = await database.read(
    sql`${scoped.tables}, ${sql.join([...tables], sql`, `)} SELECT ${sql.join(values, sql`, `)}`,
  );
  const [learners, courses, ...texts] = row;
  const answered = names.map((name, place) => [name, JSON.parse(String(texts[place]))] as const);
  const { id, title, description } = definition;
  return {
    id,
    title,
    description,
    as_of: toIsoTime(nowSeconds),
    learners: Number(learners),
    courses: Number(courses),
    tiles: [...definition.tiles(boardOf(viewer, filters), Object.fromEntries(answered))],
  };
}

/** Whether the dashboard exists for the viewer: by permission, and where pages are assigned, by assignment. */
export const mayOpenDashboard = (
  { id, needs }: DashboardDefinition,
  { scope, context }: Viewer,
): boolean => holds(scope, needs) && (context.pages === null || context.pages.has(id));

/** `FROM … WHERE …`: the viewer's enrollments `e` under filters on who and what. */
function enrollmentsOf({ context, scope }: Viewer, filters: readonly Filter[]): SQL {
  const columns = new Map(
    [
      ...personColumns(scopedPerson),
      ...courseColumns(sql`e.course_id`),
      ...additionalFields(context),
    ].map((column) => [column.id, column]),
  );
  const folding: [ColumnDefinition, Filter['value']][] = [];
  const conditions = filters.map((filter) => {
    const column = columns.get(filter.column);
    const visible = column && holds(scope, column.needs ?? []) && mayFilter(scope, column);
    if (!visible) throw unknownColumn(filter.column);
    folding.push([column, filter.value]);
    return filterSql(column, filter);
  });
  requireFewLetters(folding);
  const joins = [...personJoins(sql`e.user_id`), ...courseJoins(sql`e.course_id`)];
  const where = conditions.length > 0 ? sql` WHERE ${allOf(conditions)}` : sql``;
  return sql`FROM ${context.scoped.pairs('enrollments', 'e')} ${neededJoins(joins, conditions)}${where}`;
}

function boardOf(viewer: Viewer, filters: readonly Filter[]): Board {
  const opened = new Map<string, OpenReport | undefined>();
  const open = (id: string): OpenReport | undefined => {
    const definition = reports.get(id);
    if (definition && !opened.has(id)) {
      opened.set(
        id,
        mayOpen(definition, viewer.scope) ? openReport(definition, viewer) : undefined,
      );
    }
    return opened.get(id);
  };
  const showsRows = holds(viewer.scope, ['insights.drill_down']);
  return {
    nowSeconds: viewer.context.nowSeconds,
    showsRows,
    drill(question: DrillQuestion): Drill {
      const report = showsRows ? open(question.report) : undefined;
      const all = [...filters, ...question.filters];
      const possible =
        report &&
        all.length <= mostFilters &&
        all.every(({ column }) => takesFilter(report, column));
      if (!possible) return null;
      const sort = (question.sort ?? []).map((term) => ({ ...term }));
      return { report: question.report, filters: all, sort };
    },
  };
}
