/** The values of one column with how many rows each has, under all filters but the column's own. */
import { sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Facets, Question } from '../../shared/wire/report.ts';
import type { Database, Row, SqlValue } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { cellSql, toCell } from './cells.ts';
import type { ColumnDefinition } from './definition.ts';
import { comparedBy } from './folding.ts';
import { columnOf, compileQuestion, unknownColumn } from './question.ts';
import { mayFilter, type OpenReport } from './viewer.ts';

/** Values that one answer lists at most. */
const mostValues = 100;

/**
 * The values with the most rows first. Each counts what a filter by it would show.
 * @throws Refusal `unknown-column` unless the viewer sees the column, may filter by it, and it has facets
 */
export async function readFacets(
  database: Database,
  report: OpenReport,
  request: { column: string; question: Question; search?: string | undefined },
): Promise<Facets> {
  const column = columnOf(report, request.column);
  if (!column.facet || !mayFilter(report.viewer.scope, column)) throw unknownColumn(column.id);
  const values = await countValues(database, report, column, request);
  const labels = new Map(column.choices?.map(({ value, label }) => [value, label]));
  return {
    report: report.definition.id,
    column: column.id,
    as_of: toIsoTime(report.viewer.context.nowSeconds),
    values: values.slice(0, mostValues).map(([raw, count]) => {
      const value = toCell(column, raw);
      const text = String(value ?? '');
      return { value, label: labels.get(text) ?? text, count };
    }),
    more: values.length > mostValues,
  };
}

/**
 * The search is for an option as the reader sees it, so it is for the label of a choice. Text without stored
 * folded text is folded here, so all its values are read; else the database needs to name only the first ones.
 */
async function countValues(
  database: Database,
  report: OpenReport,
  column: ColumnDefinition,
  { question, search = '' }: { question: Question; search?: string | undefined },
): Promise<[SqlValue, number][]> {
  const needle = fold(search);
  const inSql = column.type === 'text' && needle !== '';
  const compared = comparedBy(column, inSql ? [needle] : []);
  const { tables, rowsFor } = compileQuestion(report, question, {
    exceptFiltersOn: column.id,
    ...(inSql && { only: sql`instr(coalesce(${compared}, ''), ${needle}) > 0` }),
  });
  const folded = column.type === 'text' && (column.folded !== undefined || column.exact === true);
  const by =
    column.type === 'text' ? sql`nullif(${folded ? compared : column.value}, '')` : cellSql(column);
  const [rows = []] = await database.read(
    sql`${tables} SELECT ${by} AS folded, count(*) AS rows, min(${cellSql(column)}) AS value
      ${rowsFor([by, column.value])} GROUP BY 1 ORDER BY 2 DESC, 1
      ${folded ? sql`LIMIT ${integer(mostValues + 1)}` : sql``}`,
  );
  const values = merged(rows, column.type === 'text' && !column.exact ? fold : String);
  return inSql || needle === '' ? values : values.filter(matching(column, needle));
}

/** Values that a filter can't tell apart count as one, under the first of their spellings. */
function merged(rows: readonly Row[], same: (text: string) => string): [SqlValue, number][] {
  const found = new Map<SqlValue, [SqlValue, number]>();
  for (const [by = null, count, value = null] of rows) {
    const key = typeof by === 'string' ? same(by) : by;
    const known = found.get(key);
    found.set(key, [known?.[0] ?? (by === null ? null : value), (known?.[1] ?? 0) + Number(count)]);
  }
  return [...found.values()].toSorted(([, one], [, other]) => other - one);
}

const matching =
  ({ choices = [] }: ColumnDefinition, needle: string) =>
  ([value]: readonly [SqlValue, number]): boolean => {
    const label = choices.find((choice) => choice.value === value)?.label;
    return fold(label ?? String(value ?? '')).includes(needle);
  };
