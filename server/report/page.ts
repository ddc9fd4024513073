/** One page of a report with its totals, from one snapshot. */
import { type SQL, sql } from 'drizzle-orm';
import { toIsoTime } from '../../shared/time.ts';
import type { Cell, Question, Rows } from '../../shared/wire/report.ts';
import type { Database, Row, SqlValue } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import type { Settings } from '../token/settings.ts';
import { cellSql, toCell } from './cells.ts';
import { beyond, cursorContext, openCursor, type Position, sealCursor } from './cursor.ts';
import type { ColumnDefinition } from './definition.ts';
import { type CompiledQuestion, compileQuestion, orderBy } from './question.ts';
import { settle } from './settled.ts';
import type { OpenReport } from './viewer.ts';

export interface PageRequest {
  readonly question: Question;
  /** Rows in a page: 1 to 200. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * The rows of one page, their count and totals over the whole answer.
 * @throws Refusal `unknown-column`, `bad-request` or `bad-cursor`
 */
export async function readPage(
  database: Database,
  settings: Settings,
  report: OpenReport,
  { question, limit, cursor }: PageRequest,
): Promise<Rows> {
  const compiled = compileQuestion(report, question);
  const context = cursorContext(report, question);
  const position = cursor === undefined ? undefined : await openCursor(settings, context, cursor);
  const only = position && beyond(compiled.order, position);
  const page = only ? compileQuestion(report, question, { only }) : compiled;
  const totalled = compiled.columns.filter(({ total }) => total);

  const rows = await answerOf(database, pageSql(page, compiled, report.definition.row, limit + 1));
  const width = packsOf(compiled.columns.length);
  const terms = compiled.order.length;
  const [first] = rows;
  // An empty page tells nothing about the rest, where it lies behind others.
  const whole = unpacked(
    first ? first.slice(width + terms) : (await answerOf(database, totalsSql(compiled)))[0],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    report: report.definition.id,
    as_of: toIsoTime(report.viewer.context.nowSeconds),
    columns: compiled.columns.map(({ id }) => id),
    rows: shown.map((row) => toRecord(compiled.columns, unpacked(row.slice(0, width)))),
    total: Number(whole[0] ?? 0),
    totals: Object.fromEntries(
      totalled.map(({ id }, place) => [id, (whole[place + 1] ?? null) as number | null]),
    ),
    next_cursor:
      last && rows.length > limit
        ? await sealCursor(settings, context, last.slice(width, width + terms) as Position)
        : null,
  };
}

const answerOf = async (database: Database, statement: SQL): Promise<Row[]> =>
  (await database.read(statement))[0] ?? [];

/**
 * The columns, then the terms of the order, from which the next cursor is made, then count and totals, alike in
 * every row. The rows of the page are found first, with no more joins than filters and order need; what is told
 * beside them is read for them alone.
 */
function pageSql(
  { rowsFor }: CompiledQuestion,
  compiled: CompiledQuestion,
  row: string,
  limit: number,
): SQL {
  const { columns, tables, joinsFor, order } = compiled;
  const by = order.map((term) => term.by);
  const values = columns.map(({ value }) => value);
  const terms = by.map((term, place) => sql`${term} AS ${sql.raw(`k${place}`)}`);
  const alias = sql.identifier(row);
  return sql`${tables} SELECT ${sql.join([...packed(columns.map(cellSql), 'r'), ...terms], sql`, `)}, whole.*
    FROM (SELECT ${alias}.* ${rowsFor(by)} ${orderBy(order)} LIMIT ${integer(limit)}) ${alias}
    LEFT JOIN (${wholeSql(compiled)}) whole ON 1 ${joinsFor([...values, ...by])} ${orderBy(order)}`;
}

const totalsSql = (compiled: CompiledQuestion): SQL =>
  sql`${compiled.tables} ${wholeSql(compiled)}`;

/** `SELECT …`: how many rows there are, and the totals of the columns that have one. */
function wholeSql({ columns, rowsFor }: CompiledQuestion): SQL {
  const totals = columns.filter(({ total }) => total).map(totalOf);
  const all = packed([sql`count(*)`, ...totals], 'w');
  return sql`SELECT ${sql.join(all, sql`, `)} ${rowsFor(totals)}`;
}

const totalOf = ({ total, value, average }: ColumnDefinition): SQL =>
  total === 'sum' ? sql`total(${value})` : (average ?? sql`avg(${value})`);

/** D1 passes no more arguments to a function than 32. */
const mostPacked = 30;

const packsOf = (values: number): number => Math.ceil(values / mostPacked);

/**
 * Values in arrays of JSON, because a driver takes longer over each value than the database does. Numbers come with
 * 15 digits, which is why the terms of an order stay outside.
 */
function packed(values: readonly SQL[], letter: 'r' | 'w'): SQL[] {
  return Array.from({ length: packsOf(values.length) }, (_, place) => {
    const some = values.slice(place * mostPacked, (place + 1) * mostPacked);
    const list = some.map((value) => settle(value).sql);
    return sql`json_array(${sql.join(list, sql`, `)}) AS ${sql.raw(`${letter}${place}`)}`;
  });
}

const unpacked = (packs: Row = []): SqlValue[] =>
  packs.flatMap((pack) => JSON.parse(String(pack)) as SqlValue[]);

function toRecord(columns: readonly ColumnDefinition[], row: Row): Record<string, Cell> {
  const record: Record<string, Cell> = {};
  for (const [place, column] of columns.entries()) {
    record[column.id] = toCell(column, row[place] ?? null);
  }
  return record;
}
