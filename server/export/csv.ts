/** CSV by RFC 4180, written by the database itself: a line is one text column, so a row costs one value to read. */
import { type SQL, sql } from 'drizzle-orm';
import { constantText } from '../data/literal.ts';
import type { ColumnDefinition } from '../report/definition.ts';

/** Put in front of a file for spreadsheets that take UTF-8 for something else without it. */
export const byteOrderMark = '\uFEFF';

const lineEnd = '\r\n';

/**
 * A cell whose first visible character is one of these is a formula to some spreadsheet (threat 42):
 * the full-width forms are to those of East Asian locales.
 */
const formulaStart = `[=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20-]*`;

/** The names of the columns, units included, as the first line. */
export const headerLine = (columns: readonly ColumnDefinition[]): string =>
  `${columns.map((column) => quoted(defused(heading(column)))).join(',')}${lineEnd}`;

function heading({ label, type, unit }: ColumnDefinition): string {
  if (type === 'time') return `${label} (UTC)`;
  return unit === undefined ? label : `${label} (${unit})`;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const defused = (text: string): string =>
  /^[ ]*[=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20-]/.test(text) ? `'${text}` : text;

/** One row of the report as a line of the file. */
export const lineSql = (columns: readonly ColumnDefinition[]): SQL =>
  sql`${sql.join(
    columns.map((column) => sql`coalesce(${cellSql(column)}, '')`),
    sql` || ',' || `,
  )} || char(13, 10)`;

/** Numbers stay numbers; times and days are what spreadsheets read as such; text is quoted and defused. */
function cellSql(column: ColumnDefinition): SQL {
  const { type, value } = column;
  switch (type) {
    case 'number':
    case 'percent':
    case 'duration':
      return sql`CASE WHEN ${value} IS NOT NULL THEN printf('%.15g', ${value}) END`;
    case 'time':
      return sql`strftime('%Y-%m-%d %H:%M:%S', ${value}, 'unixepoch')`;
    case 'day':
      return sql`strftime('%Y-%m-%d', ${value} * 86400, 'unixepoch')`;
    case 'boolean':
      return sql`CASE ${value} WHEN 1 THEN 'TRUE' WHEN 0 THEN 'FALSE' END`;
    case 'choice':
      return choiceSql(column);
    case 'text':
      return textSql(value);
    default:
      return type satisfies never;
  }
}

const textSql = (value: SQL): SQL =>
  sql`'"' || CASE WHEN ltrim(${value}) GLOB ${constantText(formulaStart)} THEN '''' ELSE '' END
    || replace(${value}, '"', '""') || '"'`;

/** The label that the screen shows; a value without one stands for itself. */
function choiceSql({ value, choices = [] }: ColumnDefinition): SQL {
  const labels = choices.map(
    (choice) => sql`WHEN ${constantText(choice.value)} THEN ${constantText(quoted(choice.label))}`,
  );
  if (labels.length === 0) return textSql(value);
  return sql`CASE ${value} ${sql.join(labels, sql` `)} ELSE ${textSql(value)} END`;
}
