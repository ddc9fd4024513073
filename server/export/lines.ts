/** The lines of an export: the screen's question without its pages, read in chunks at flat memory. */
import type { Question } from '../../shared/wire/report.ts';
import { type Database, type Lines, toStatement } from '../data/database.ts';
import { beyond, type Position } from '../report/cursor.ts';
import { compileQuestion, orderBy } from '../report/question.ts';
import type { OpenReport } from '../report/viewer.ts';
import { defuseSeparators, linesSql } from './csv.ts';

/** Rows that one statement answers where the driver can't stream. */
const rowsPerStatement = 2000;

/**
 * The same rows in the same order as the screen's, from one snapshot where the driver can stream.
 * Throws what the database throws, and the signal's reason once it is aborted; it never ends early in silence.
 */
export async function* exportLines(
  database: Database,
  report: OpenReport,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<Lines, void, undefined> {
  const lines = database.lines
    ? database.lines(wholeStatement(report, question), signal)
    : pagedLines(database, report, question, signal);
  for await (const some of lines) yield { text: defuseSeparators(some), rows: some.rows };
}

function wholeStatement(report: OpenReport, question: Question) {
  const { columns, tables, rows, order } = compileQuestion(report, question);
  return toStatement(linesSql(columns, tables, { rows, order: orderBy(order) }));
}

/** Where the driver can't stream: page by page behind the last row, so that none is skipped or repeated. */
async function* pagedLines(
  database: Database,
  report: OpenReport,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<Lines, void, undefined> {
  let position: Position | undefined;
  do {
    signal.throwIfAborted();
    const { order } = compileQuestion(report, question);
    const only = position && beyond(order, position);
    const { columns, tables, rows } = compileQuestion(report, question, only ? { only } : {});
    const more = order.map(({ by }) => by);
    const limit = rowsPerStatement;
    const [page = []] = await database.read(
      linesSql(columns, tables, { rows, order: orderBy(order) }, { more, limit }),
    );
    if (page.length > 0) yield { text: page.map(([line]) => line).join(''), rows: page.length };
    position = page.length < rowsPerStatement ? undefined : (page.at(-1)?.slice(1) as Position);
  } while (position);
}
