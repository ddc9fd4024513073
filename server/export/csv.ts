/** CSV by RFC 4180, written by the database itself: a line is one text column, so a row costs one value to read. */
import { type SQL, sql } from 'drizzle-orm';
import { constantText, integer } from '../data/literal.ts';
import type { ColumnDefinition } from '../report/definition.ts';
import { defuse } from './defuse.ts';

/** Put in front of a file for spreadsheets that take UTF-8 for something else without it. */
export const byteOrderMark = '\uFEFF';

const lineEnd = '\r\n';

/** As many values as one call of a function may take everywhere (D1's limit is 32, with the format itself). */
const cellsPerCall = 30;

/** The names of the columns, units included, as the first line, defused. */
export function headerLine(columns: readonly ColumnDefinition[]): string {
  const cells = columns.map((column) => `"${heading(column).replaceAll('"', '""')}"`);
  return defuse({ text: cells.join(',') + lineEnd, rows: 1 });
}

function heading({ label, type, unit }: ColumnDefinition): string {
  if (type === 'time') return `${label} (UTC)`;
  return unit === undefined ? label : `${label} (${unit})`;
}

/** The parts of a statement that come before and behind what it selects. */
export interface Clauses {
  /** `WITH …` */
  readonly tables: SQL;
  /** `FROM … WHERE …` */
  readonly rows: SQL;
  /** `ORDER BY …` */
  readonly order: SQL;
}

/** A statement of one column: all lines of a file, in order and not yet defused. */
export const linesSql = (
  columns: readonly ColumnDefinition[],
  { tables, rows, order }: Clauses,
): SQL => sql`${tables} SELECT ${lineSql(columns, ({ value }) => value)} AS line ${rows} ${order}`;

/**
 * The first lines, each with the values that it is ordered by. What is beyond them is not formatted: the condition
 * behind the limit keeps SQLite from merging the two queries.
 */
export function firstLinesSql(
  columns: readonly ColumnDefinition[],
  { tables, rows, order }: Clauses,
  orderedBy: readonly SQL[],
  limit: number,
): SQL {
  const cells = columns.map(({ value }, place) => sql`${value} AS ${name('v', place)}`);
  const terms = orderedBy.map((value, place) => sql`${value} AS ${name('k', place)}`);
  const line = lineSql(columns, (_, place) => name('v', place));
  return sql`${tables} SELECT ${sql.join([sql`${line} AS line`, ...orderedBy.map((_, place) => name('k', place))], sql`, `)}
    FROM (SELECT ${sql.join([...cells, ...terms], sql`, `)} ${rows} ${order} LIMIT ${integer(limit)})
    WHERE 1`;
}

const name = (letter: 'v' | 'k', place: number): SQL => sql`${sql.identifier(`${letter}${place}`)}`;

/** One row as a line. A few calls of `printf` cost a third of joining cell by cell. */
function lineSql(
  columns: readonly ColumnDefinition[],
  read: (column: ColumnDefinition, place: number) => SQL,
): SQL {
  const cells = columns.map((column, place) => cellSql(column, read(column, place)));
  const calls: SQL[] = [];
  for (let from = 0; from < cells.length; from += cellsPerCall) {
    const some = cells.slice(from, from + cellsPerCall);
    const end = from + cellsPerCall < cells.length ? ',' : lineEnd;
    const format = constantText(some.map(({ format: one }) => one).join(',') + end);
    calls.push(sql`printf(${sql.join([format, ...some.map(({ value }) => value)], sql`, `)})`);
  }
  return calls.length > 0 ? sql.join(calls, sql` || `) : constantText(lineEnd);
}

/** How `printf` writes a value: `%s` as it stands and nothing for null; `"%w"` quoted by RFC 4180, and never null. */
interface Cell {
  readonly format: '%s' | '"%w"';
  readonly value: SQL;
}

/** Numbers stay numbers; times and days are what spreadsheets read as such; text and labels are quoted. */
function cellSql({ type, choices }: ColumnDefinition, value: SQL): Cell {
  switch (type) {
    case 'number':
    case 'percent':
    case 'duration':
      return plain(sql`CASE WHEN ${value} IS NOT NULL THEN printf('%.15g', ${value}) END`);
    case 'time':
      return plain(sql`datetime(${value}, 'unixepoch')`);
    case 'day':
      return plain(sql`date(${value} * 86400, 'unixepoch')`);
    case 'boolean':
      return plain(sql`CASE ${value} WHEN 1 THEN 'TRUE' WHEN 0 THEN 'FALSE' END`);
    case 'choice':
      return quoted(labelSql(value, choices));
    case 'text':
      return quoted(value);
    default:
      return type satisfies never;
  }
}

const plain = (value: SQL): Cell => ({ format: '%s', value });
const quoted = (value: SQL): Cell => ({ format: '"%w"', value: sql`coalesce(${value}, '')` });

/** The label that the screen shows; a value without one stands for itself. */
function labelSql(value: SQL, choices: ColumnDefinition['choices'] = []): SQL {
  if (choices.length === 0) return value;
  const labels = choices.map(
    (choice) => sql`WHEN ${constantText(choice.value)} THEN ${constantText(choice.label)}`,
  );
  return sql`CASE ${value} ${sql.join(labels, sql` `)} ELSE ${value} END`;
}
