/** The lines of an export: the screen's question without its pages, read in chunks at flat memory. */
import { sql } from 'drizzle-orm';
import type { Question } from '../../shared/wire/report.ts';
import { type Database, type Lines, toStatement } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { beyond, type Position } from '../report/cursor.ts';
import { compileQuestion, orderBy } from '../report/question.ts';
import type { OpenReport } from '../report/viewer.ts';
import { lineSql } from './csv.ts';

/** Rows that one statement answers where the driver can't stream. */
const rowsPerStatement = 2000;

/** The same rows in the same order as the screen's, from one snapshot where the driver can stream. */
export function exportLines(
  database: Database,
  report: OpenReport,
  question: Question,
  signal: AbortSignal,
): AsyncIterable<Lines> {
  if (!database.lines) return pagedLines(database, report, question, signal);
  const { columns, tables, rows, order } = compileQuestion(report, question);
  const all = sql`${tables} SELECT ${lineSql(columns)} AS line ${rows} ${orderBy(order)}`;
  return database.lines(toStatement(all), signal);
}

/** Where the driver can't stream: page by page behind the last row, so that none is skipped or repeated. */
async function* pagedLines(
  database: Database,
  report: OpenReport,
  question: Question,
  signal: AbortSignal,
): AsyncIterable<Lines> {
  let position: Position | undefined;
  do {
    signal.throwIfAborted();
    const { order } = compileQuestion(report, question);
    const only = position && beyond(order, position);
    const { columns, tables, rows } = compileQuestion(report, question, only ? { only } : {});
    const terms = order.map(({ by }, place) => sql`${by} AS ${sql.identifier(`k${place}`)}`);
    const [page = []] = await database.read(
      sql`${tables} SELECT ${sql.join([sql`${lineSql(columns)} AS line`, ...terms], sql`, `)}
        ${rows} ${orderBy(order)} LIMIT ${integer(rowsPerStatement)}`,
    );
    if (page.length > 0) yield { text: page.map(([line]) => line).join(''), rows: page.length };
    position = page.length < rowsPerStatement ? undefined : (page.at(-1)?.slice(1) as Position);
  } while (position);
}
