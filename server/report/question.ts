/** Compiles a question to a report: which rows, which columns, in which order. Screen and export share it. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Filter, Question } from '../../shared/wire/report.ts';
import type { ColumnDefinition } from './definition.ts';
import { filterInFigures, filterSql } from './filter.ts';
import { requireFewLetters, sortedBy } from './folding.ts';
import { allOf, neededJoins } from './joins.ts';
import { searchSql } from './search.ts';
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
  /** `FROM … WHERE …`: scope, the report's own condition, filters and search; columns and order can be read from it. */
  readonly rows: SQL;
  /** The same rows for a statement that reads these expressions alone: what only others need is not joined. */
  rowsFor(expressions: readonly SQL[]): SQL;
  /** The joins that the expressions need beside the report's row, where the rows are found already. */
  joinsFor(expressions: readonly SQL[]): SQL;
  /** Ends with the report's key, so that no two rows are equal in it. */
  readonly order: readonly SortTerm[];
}

/**
 * @throws Refusal `unknown-column` for a column that does not exist or that the viewer may not see: both alike;
 * `bad-request` for a filter that makes no sense or that is missing where the report requires one
 */
export function compileQuestion(
  report: OpenReport,
  question: Question,
  options: { exceptFiltersOn?: string; only?: SQL } = {},
): CompiledQuestion {
  const { definition, viewer } = report;
  const { context } = viewer;
  const { conditions, counting, search } = filtersOf(report, question, options.exceptFiltersOn);
  if (definition.where) conditions.push(definition.where(context));
  if (options.only) conditions.push(options.only);
  const joins = definition.joins?.(context, counting) ?? [];
  const columns = question.columns
    ? unique(question.columns).map((id) => columnOf(report, id))
    : [...report.columns.values()];
  const order = orderOf(report, question);
  const from = definition.from(context);
  const joinsFor = (expressions: readonly SQL[]) => neededJoins(joins, expressions);
  const rowsFor = (expressions: readonly SQL[]) =>
    sql`FROM ${from} ${joinsFor([...expressions, ...conditions])}${whereAll(conditions)}`;
  return {
    columns,
    tables: sql.join(
      [context.scoped.tables, ...search, ...joins.flatMap(({ table = [] }) => table)],
      sql`, `,
    ),
    get rows() {
      return rowsFor([...columns.map(({ value }) => value), ...order.map(({ by }) => by)]);
    },
    rowsFor,
    joinsFor,
    order,
  };
}

/** Conditions on the rows, those on what the rows' figures are counted over, and the table of a search's words. */
function filtersOf(report: OpenReport, question: Question, except: string | undefined) {
  const { definition, viewer, columns, narrows } = report;
  const conditions: SQL[] = [];
  const counting: SQL[] = [];
  const folding: [ColumnDefinition, Filter['value']][] = [];
  let narrowed = false;
  for (const filter of question.filters) {
    const column = columns.get(filter.column) ?? narrows.get(filter.column);
    if (!column || !mayFilter(viewer.scope, column)) throw unknownColumn(filter.column);
    if (filter.column === except) continue;
    folding.push([column, filter.value]);
    const condition = filterSql(column, filter);
    const narrowing = columns.has(column.id) ? filterInFigures(column, filter) : condition;
    if (columns.has(column.id)) conditions.push(condition);
    else narrowed = true;
    if (narrowing) counting.push(narrowing);
  }
  const { q } = question;
  const places = q === undefined ? [] : searchedBy(report);
  for (const column of places) folding.push([column, q]);
  requireFewLetters(folding);
  if (narrowed) conditions.push(sql`f.id IS NOT NULL`);
  const search = q === undefined ? undefined : searchSql(places, q);
  if (search) conditions.push(search.condition);
  requireFilter(definition.requires, question);
  return { conditions, counting, search: search ? [search.table] : [] };
}

/** A search is a filter on the columns that it looks into. */
const searchedBy = ({ columns, viewer }: OpenReport): ColumnDefinition[] =>
  [...columns.values()].filter((column) => column.searched && mayFilter(viewer.scope, column));

function requireFilter(required: string | undefined, { filters }: Question): void {
  if (required === undefined) return;
  if (filters.some(({ column, op }) => column === required && op === 'equals')) return;
  throw new Refusal('bad-request', `This report needs a filter: ${required} equals …`, {
    places: [{ field: `filters.${required}`, message: 'a filter by equals is needed' }],
  });
}

function whereAll(conditions: readonly SQL[]): SQL {
  if (conditions.length === 0) return sql``;
  return sql` WHERE ${allOf(conditions)}`;
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

export const unknownColumn = (id: string): Refusal =>
  new Refusal('unknown-column', 'The report has no such column', {
    places: [{ field: id, message: 'no such column' }],
  });

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
