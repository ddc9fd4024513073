/** CSV by RFC 4180, written by the database itself: a line is one text column, so a row costs one value to read. */
import { type SQL, sql } from 'drizzle-orm';
import type { Lines } from '../data/database.ts';
import { constantText, integer } from '../data/literal.ts';
import type { ColumnDefinition } from '../report/definition.ts';

/** Put in front of a file for spreadsheets that take UTF-8 for something else without it. */
export const byteOrderMark = '\uFEFF';

const lineEnd = '\r\n';

/**
 * A cell whose first visible character is one of these is a formula to some spreadsheet (threat 42):
 * the full-width forms are to those of East Asian locales.
 */
const formulaStart = '[=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20-]';

/** As many values as one call of a function may take everywhere (D1's limit is 32, with the format itself). */
const cellsPerCall = 30;

/** The names of the columns, units included, as the first line. */
export function headerLine(columns: readonly ColumnDefinition[]): string {
  const cells = columns.map((column) => quoted(defused(heading(column))));
  return defuseSeparators({ text: cells.join(',') + lineEnd, rows: 1 });
}

function heading({ label, type, unit }: ColumnDefinition): string {
  if (type === 'time') return `${label} (UTC)`;
  return unit === undefined ? label : `${label} (${unit})`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const startsFormula = new RegExp(`^ *${formulaStart}`);

const defused = (text: string): string => (startsFormula.test(text) ? `'${text}` : text);

/** What may stand before a formula where a cell begins inside a cell: such a reader takes doubled quotes for nothing. */
const formulaBehind = '(?=[ \\t"]*[=+@\uFF1D\uFF0B\uFF0D\uFF20-])';
const afterSemicolon = new RegExp(`;${formulaBehind}`, 'g');
const afterBreak = new RegExp(`(?:\\r\\n?|\\n)${formulaBehind}`, 'g');
const quotedCells = /"(?:[^"]|"")*"/g;

/**
 * Where the system's list separator is a semicolon, some spreadsheets heed no quote behind the first comma: they split
 * at semicolons and line breaks inside cells too, and what follows would start a cell (threat 42). Only text cells
 * hold semicolons, so whole lines are treated at once; line breaks are told from the ends of rows by their number.
 */
export function defuseSeparators({ text, rows }: Lines): string {
  const parted = text.includes(';') ? text.replaceAll(afterSemicolon, ";'") : text;
  if (!breaksInside(text, rows)) return parted;
  return parted.replaceAll(quotedCells, (cell) => cell.replaceAll(afterBreak, "$&'"));
}

function breaksInside(text: string, rows: number): boolean {
  let feeds = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) feeds += 1;
  return feeds > rows || /\r(?!\n)/.test(text);
}

/**
 * A statement whose first column is the lines of the file in order.
 * @param tables `WITH …`
 * @param clauses `FROM … WHERE …` and `ORDER BY …`
 * @param options `more`: values that come along behind the line as they are
 */
export function linesSql(
  columns: readonly ColumnDefinition[],
  tables: SQL,
  { rows, order }: { rows: SQL; order: SQL },
  { more = [], limit = -1 }: { more?: readonly SQL[]; limit?: number } = {},
): SQL {
  const cells = columns.map(({ value }, place) => sql`${value} AS ${name('v', place)}`);
  const extra = more.map((value, place) => sql`${value} AS ${name('k', place)}`);
  const told = more.map((_, place) => name('k', place));
  // The limit and the condition together keep SQLite from merging the two queries, which would
  // work out each value anew wherever a cell mentions it.
  return sql`${tables} SELECT ${sql.join([sql`${lineSql(columns)} AS line`, ...told], sql`, `)}
    FROM (SELECT ${sql.join([...cells, ...extra], sql`, `)}
      ${rows} ${order} LIMIT ${integer(limit)}) WHERE 1`;
}

const name = (letter: 'v' | 'k', place: number): SQL => sql`${sql.identifier(`${letter}${place}`)}`;

/** One row of `v0`, `v1`, … as a line. A few calls of `printf` cost a third of joining cell by cell. */
function lineSql(columns: readonly ColumnDefinition[]): SQL {
  const cells = columns.map((column, place) => cellSql(column, name('v', place)));
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

/** Numbers stay numbers; times and days are what spreadsheets read as such; text is quoted and defused. */
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
      return quotedCell(choiceSql(value, choices));
    case 'text':
      return quotedCell(textSql(value));
    default:
      return type satisfies never;
  }
}

const plain = (value: SQL): Cell => ({ format: '%s', value });
const quotedCell = (value: SQL): Cell => ({ format: '"%w"', value: sql`coalesce(${value}, '')` });

/** What begins with a letter is no formula, which two comparisons tell much sooner than a pattern. */
const textSql = (value: SQL): SQL =>
  sql`CASE WHEN (${value} < 'A' OR ${value} >= ${constantText('\uFF00')})
    AND ltrim(${value}) GLOB ${constantText(`${formulaStart}*`)} THEN '''' || ${value} ELSE ${value} END`;

/** The label that the screen shows; a value without one stands for itself. */
function choiceSql(value: SQL, choices: ColumnDefinition['choices'] = []): SQL {
  if (choices.length === 0) return textSql(value);
  const labels = choices.map(
    (choice) => sql`WHEN ${constantText(choice.value)} THEN ${constantText(defused(choice.label))}`,
  );
  return sql`CASE ${value} ${sql.join(labels, sql` `)} ELSE ${textSql(value)} END`;
}
