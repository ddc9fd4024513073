/** Who asks: their scope compiled once, and which reports and columns exist for them. */
import { type SQL, sql } from 'drizzle-orm';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Report, ReportSummary } from '../../shared/wire/report.ts';
import type { Database } from '../data/database.ts';
import { settingOf, settingSql } from '../data/setting.ts';
import { fieldReach } from '../scope/field-branch.ts';
import type { Scope } from '../scope/scope.ts';
import { compileScope } from '../scope/sql.ts';
import { remembering } from '../token/remember.ts';
import type { ColumnDefinition, ReportContext, ReportDefinition } from './definition.ts';
import { operatorsOf } from './filter.ts';
import { settle } from './settled.ts';

export interface Viewer {
  readonly scope: Scope;
  readonly context: ReportContext;
}

/** A report as it exists for one viewer: only the columns that they may see. */
export interface OpenReport {
  readonly definition: ReportDefinition;
  readonly viewer: Viewer;
  readonly columns: ReadonlyMap<string, ColumnDefinition>;
  /** What filters alone may name. */
  readonly narrows: ReadonlyMap<string, ColumnDefinition>;
}

/** What a viewer has beside the moment, the same for as long as scope and membership are. */
type Prepared = Omit<ReportContext, 'nowSeconds' | 'permissions'>;

/** As many viewers as look at once; statements are texts of a few kilobytes. */
const preparing = remembering<Prepared>(500);

/**
 * Prepares everything that the reports of one request share.
 * @param nowSeconds Unix seconds; overdue and the like are judged at this moment.
 */
export async function openViewer(
  database: Database,
  scope: Scope,
  nowSeconds: number,
): Promise<Viewer> {
  // What is read belongs to this version or a later one, and no version comes twice: it is never too old.
  const state = `${scope.digest} ${scope.versions.membership}`;
  const prepared = await preparing(database, state, () => prepare(database, scope));
  return { scope, context: { ...prepared, permissions: scope.permissions, nowSeconds } };
}

async function prepare(database: Database, scope: Scope): Promise<Prepared> {
  const compiled = compileScope(scope);
  // Every statement of the request begins with these tables.
  const tables = settle(compiled.tables).sql;
  const reach = fieldReach(scope);
  const [fields = [], few = [], assigning = [], assigned = []] = await database.read(
    sql`${tables} SELECT f.id, f.key, f.name, f.invisible, f.by_branch FROM user_fields f
      WHERE f.by_branch = 0 OR ${reach.there} ORDER BY f.name, f.id`,
    sql`${tables} ${compiled.fewCourses}`,
    sql`SELECT ${settingSql('assign_pages')}`,
    pagesOf(scope.powerUserId),
  );
  const hasFew = few[0]?.[0] === 1;
  const seesInvisible = scope.permissions.has('users.view_invisible_fields');
  return {
    scoped: {
      ...compiled,
      tables,
      pairs: (table, alias) => compiled.pairs(table, alias, hasFew),
    },
    fields: fields
      .filter(([, , , invisible]) => seesInvisible || invisible === 0)
      .map(([id, key, name, , byBranch]) => ({
        ...{ id: Number(id), key: String(key), name: String(name) },
        isOf: byBranch === 1 ? (branch) => reach.of(Number(id), branch) : null,
      })),
    pages: settingOf('assign_pages', assigning[0]?.[0])
      ? new Set(assigned.map(([page]) => String(page)))
      : null,
  };
}

/** Pages that a power user was assigned, and those of their menus: a menu brings all that it has now (PU-071). */
const pagesOf = (powerUserId: number): SQL =>
  sql`SELECT page FROM page_assignments WHERE power_user_id = ${powerUserId}
    UNION SELECT p.page FROM menu_assignments a JOIN menu_pages p ON p.menu_id = a.menu_id
      WHERE a.power_user_id = ${powerUserId}`;

/** @throws Refusal `not-found` where the viewer lacks a permission, as if the report did not exist. */
export function openReport(definition: ReportDefinition | undefined, viewer: Viewer): OpenReport {
  if (!definition || !mayOpen(definition, viewer.scope)) {
    throw new Refusal('not-found', 'There is no such report');
  }
  const visible = (columns: readonly ColumnDefinition[]) =>
    new Map(
      columns
        .filter(({ needs = [] }) => holds(viewer.scope, needs))
        .map((column) => [column.id, column]),
    );
  const columns = visible(definition.columns(viewer.context));
  return {
    definition,
    viewer,
    columns,
    narrows: visible(definition.narrows?.(viewer.context) ?? []),
  };
}

export const mayOpen = ({ needs, needsOneOf }: ReportDefinition, scope: Scope): boolean =>
  holds(scope, needs) &&
  (needsOneOf === undefined || needsOneOf.some((id) => scope.permissions.has(id)));

export const holds = (scope: Scope, needs: readonly PermissionId[]): boolean =>
  needs.every((permission) => scope.permissions.has(permission));

/** Whether the viewer may filter by a column that they see (PERM-061). */
export const mayFilter = (
  scope: Scope,
  { filterNeeds = [], filterNeedsOneOf }: ColumnDefinition,
): boolean =>
  holds(scope, filterNeeds) &&
  (filterNeedsOneOf === undefined || filterNeedsOneOf.some((id) => scope.permissions.has(id)));

/** Whether the viewer may filter the report by the column of that id. */
export function takesFilter({ columns, narrows, viewer }: OpenReport, id: string): boolean {
  const column = columns.get(id) ?? narrows.get(id);
  return column !== undefined && mayFilter(viewer.scope, column);
}

/** The report in a list, as it exists for this viewer. */
export function summarizeReport(report: OpenReport): ReportSummary {
  const { id, title, description, grain } = report.definition;
  return { id, title, description, grain, of_one_learner: takesFilter(report, 'user_id') };
}

/** The report as the wire describes it to this viewer. */
export function describeReport(report: OpenReport): Report {
  const { definition, viewer, columns, narrows } = report;
  const describe = (some: ReadonlyMap<string, ColumnDefinition>) =>
    [...some.values()].map((column) => describeColumn(column, viewer.scope));
  return {
    ...summarizeReport(report),
    columns: describe(columns),
    narrows: describe(narrows)
      .filter(({ filterable }) => filterable)
      .map((column) => ({ ...column, sortable: false, facet: false, shown: false })),
    default_sort: definition.defaultSort
      .filter(({ column }) => columns.has(column))
      .map((term) => ({ ...term })),
    exportable: viewer.scope.permissions.has('reports.export'),
  };
}

function describeColumn(column: ColumnDefinition, scope: Scope): Column {
  const filterable = mayFilter(scope, column) && operatorsOf(column).length > 0;
  return {
    id: column.id,
    label: column.label,
    type: column.type,
    unit: column.unit ?? null,
    description: column.description ?? null,
    sortable: true,
    filterable,
    facet: filterable && column.facet === true,
    shown: column.hidden !== true,
    total: column.total ?? null,
    choices: column.choices?.map((choice) => ({ ...choice })) ?? null,
  };
}
