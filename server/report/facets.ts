/** The values of one column with how many rows each has, under all filters but the column's own. */
import { sql } from 'drizzle-orm';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Facets, Question } from '../../shared/wire/report.ts';
import type { Database } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { comparedBy } from './filter.ts';
import { toCell } from './page.ts';
import { columnOf, compileQuestion } from './question.ts';
import { mayFilter, type OpenReport } from './viewer.ts';

/** Values that one answer lists at most. */
const mostValues = 100;

/** @throws Refusal `unknown-column` unless the viewer sees the column, may filter by it, and it has facets */
export async function readFacets(
  database: Database,
  report: OpenReport,
  request: { column: string; question: Question; search?: string | undefined },
): Promise<Facets> {
  const column = columnOf(report, request.column);
  if (!column.facet || !mayFilter(report.viewer.scope, column)) {
    throw new Refusal('unknown-column', 'The report has no such column', {
      places: [{ field: request.column, message: 'no such column' }],
    });
  }
  const needle = fold(request.search ?? '');
  const { tables, rows } = compileQuestion(report, request.question, {
    exceptFiltersOn: column.id,
    ...(needle && { only: sql`instr(coalesce(${comparedBy(column)}, ''), ${needle}) > 0` }),
  });
  const [values = []] = await database.read(
    sql`${tables} SELECT ${column.value} AS value, count(*) AS rows ${rows}
      GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${integer(mostValues + 1)}`,
  );
  const labels = new Map(column.choices?.map(({ value, label }) => [value, label]));
  return {
    report: report.definition.id,
    column: column.id,
    as_of: toIsoTime(report.viewer.context.nowSeconds),
    values: values.slice(0, mostValues).map(([raw = null, count]) => {
      const value = toCell(column, raw);
      return {
        value,
        label: labels.get(String(value)) ?? String(value ?? ''),
        count: Number(count),
      };
    }),
    more: values.length > mostValues,
  };
}
