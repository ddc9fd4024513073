/** Takes the teeth out of text that a spreadsheet would run as a formula (threat 42), whole lines of a file at once. */
import type { Lines } from '../data/database.ts';

/** What makes a formula at the start of a cell: the full-width forms do in spreadsheets of East Asian locales. */
const sign = '=+@\uFF1D\uFF0B\uFF0D\uFF20-';

/** A quoted cell at the start of the text, of a row, or behind another cell. Only text is quoted, so numbers stay. */
const cellStart = new RegExp(`(?:^|[,\\n])"(?= *[\\t${sign}])`, 'g');

/**
 * Where the system's list separator is a semicolon, some spreadsheets heed no quote behind the first comma: they split
 * at semicolons and line breaks inside cells too, take doubled quotes for nothing, and what follows would start a cell.
 */
const formulaBehind = `(?=[ \\t"]*[${sign}])`;
const afterSemicolon = new RegExp(`;${formulaBehind}`, 'g');
const afterBreak = new RegExp(`(?:\\r\\n?|\\n)${formulaBehind}`, 'g');

/** For lines with breaks inside cells, where the ends of rows can't be told from them at a glance. */
const quotedCell = /"(?:[^"]|"")*"/g;
const startOfText = new RegExp(`^"(?= *[\\t\\r\\n${sign}])`);

/** The same lines with an apostrophe before whatever would start a formula. They are RFC 4180 and end with a row. */
export function defuse({ text, rows }: Lines): string {
  const parted = text.includes(';') ? text.replaceAll(afterSemicolon, ";'") : text;
  if (!breaksInside(text, rows)) return parted.replaceAll(cellStart, "$&'");
  return parted.replaceAll(quotedCell, (cell) =>
    cell.replaceAll(afterBreak, "$&'").replace(startOfText, `"'`),
  );
}

function breaksInside(text: string, rows: number): boolean {
  let feeds = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) feeds += 1;
  return feeds > rows || /\r(?!\n)/.test(text);
}
