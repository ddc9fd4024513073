/** Compiles a question to a report: which rows, which columns, in which order. Screen and export share it. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Question } from '../../shared/wire/report.ts';
import type { ColumnDefinition } from './definition.ts';
import { filterSql, searchSql, sortedBy } from './filter.ts';
import { mayFilter, type OpenReport } from './viewer.ts';

/** One term of an order; empty values come last whichever the direction. */
export interface SortTerm {
  readonly by: SQL;
  readonly desc: boolean;
}

export interface CompiledQuestion {
  readonly columns: readonly ColumnDefinition[];
  /** `WITH …` */
  readonly tables: SQL;
  /** `FROM … WHERE …`: scope, the report's own condition, filters and search. */
  readonly rows: SQL;
  /** Ends with the report's key, so that no two rows are equal in it. */
  readonly order: readonly SortTerm[];
}

/** @throws Refusal `unknown-column` for a column that does not exist or that the viewer may not see: both alike */
export function compileQuestion(
  report: OpenReport,
  question: Question,
  options: { exceptFiltersOn?: string; only?: SQL } = {},
): CompiledQuestion {
  const { definition, viewer, columns } = report;
  const { context } = viewer;
  const conditions: SQL[] = [];
  if (definition.where) conditions.push(definition.where(context));
  if (options.only) conditions.push(options.only);
  for (const filter of question.filters) {
    const column = columnOf(report, filter.column);
    if (!mayFilter(viewer.scope, column)) throw unknownColumn(filter.column);
    if (filter.column !== options.exceptFiltersOn) conditions.push(filterSql(column, filter));
  }
  const search = question.q === undefined ? undefined : searchSql(columns.values(), question.q);
  if (search) conditions.push(search);
  return {
    columns: question.columns
      ? unique(question.columns).map((id) => columnOf(report, id))
      : [...columns.values()],
    tables: context.scoped.tables,
    rows: sql`FROM ${definition.from(context)}${whereAll(conditions)}`,
    order: orderOf(report, question),
  };
}

/** The parentheses keep a condition from escaping its neighbours. */
function whereAll(conditions: readonly SQL[]): SQL {
  if (conditions.length === 0) return sql``;
  return sql` WHERE ${sql.join(
    conditions.map((condition) => sql`(${condition})`),
    sql` AND `,
  )}`;
}

function orderOf(report: OpenReport, { sort }: Question): SortTerm[] {
  const { definition, columns } = report;
  const chosen =
    sort.length > 0 ? sort : definition.defaultSort.filter(({ column }) => columns.has(column));
  return [
    ...chosen.map(({ column, desc }) => ({ by: sortedBy(columnOf(report, column)), desc })),
    ...definition.key.map((by) => ({ by, desc: false })),
  ];
}

/** `ORDER BY …` */
export const orderBy = (order: readonly SortTerm[]): SQL =>
  sql`ORDER BY ${sql.join(
    order.map(({ by, desc }) => (desc ? sql`${by} DESC NULLS LAST` : sql`${by} ASC NULLS LAST`)),
    sql`, `,
  )}`;

export function columnOf({ columns }: OpenReport, id: string): ColumnDefinition {
  const column = columns.get(id);
  if (!column) throw unknownColumn(id);
  return column;
}

const unknownColumn = (id: string): Refusal =>
  new Refusal('unknown-column', 'The report has no such column', {
    places: [{ field: id, message: 'no such column' }],
  });

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
