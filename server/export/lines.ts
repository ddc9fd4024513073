/** The lines of an export: the screen's question without its pages, read in chunks at flat memory. */
import type { Question } from '../../shared/wire/report.ts';
import { type Database, type Lines, toStatement } from '../data/database.ts';
import { beyond, type Position } from '../report/cursor.ts';
import { compileQuestion, orderBy } from '../report/question.ts';
import type { OpenReport } from '../report/viewer.ts';
import { firstLinesSql, linesSql } from './csv.ts';
import { defuse } from './defuse.ts';

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
  for await (const some of lines) yield { text: defuse(some), rows: some.rows };
}

function wholeStatement(report: OpenReport, question: Question) {
  const { columns, tables, rows, order } = compileQuestion(report, question);
  return toStatement(linesSql(columns, { tables, rows, order: orderBy(order) }));
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
    const terms = order.map(({ by }) => by);
    const clauses = { tables, rows, order: orderBy(order) };
    const [page = []] = await database.read(
      firstLinesSql(columns, clauses, terms, rowsPerStatement),
    );
    if (page.length > 0) yield { text: page.map(([line]) => line).join(''), rows: page.length };
    position = page.length < rowsPerStatement ? undefined : (page.at(-1)?.slice(1) as Position);
  } while (position);
}
