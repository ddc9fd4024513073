/** Turns a file into rows: header, cells and keys checked, each finding with its line and column. */
import { createCsvScanner } from '../bundle/csv.ts';
import { Unreadable } from '../bundle/finding.ts';
import { textBlocks } from '../bundle/text-blocks.ts';
import { type AuthorityFile, type AuthorityRow, fileNamed } from './file.ts';
import { readCell } from './read-cell.ts';

/** What a row of a file says: only the columns that the file has. */
export interface GivenRow {
  readonly line: number;
  readonly cells: AuthorityRow;
}

export type Refuse = (line: number | null, column: string | null, reason: string) => void;

/** `Profile Name` is `profile_name`: as the LMS spells it (PU-107). */
const columnName = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** The rows that could be read; whatever could not is refused. */
export async function parseFile(
  file: AuthorityFile,
  stream: ReadableStream<Uint8Array>,
  refuse: Refuse,
): Promise<GivenRow[]> {
  const rows: GivenRow[] = [];
  let names: readonly string[] | null | undefined;
  const scanner = createCsvScanner((cells, line) => {
    if (names === undefined) names = headerOf(file, cells, refuse);
    else if (names !== null) {
      const row = rowOf(file, names, cells, (column, reason) => refuse(line, column, reason));
      if (row !== null) rows.push({ line, cells: row });
    }
  });
  try {
    for await (const block of textBlocks(stream, () => undefined)) scanner.push(block);
    scanner.end();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    refuse(error.line, null, error.message);
  }
  if (names === undefined) refuse(null, null, 'the file is empty; it needs a header at least');
  return rows;
}

/** The columns in the order of the cells, or null. */
function headerOf(file: AuthorityFile, cells: readonly string[], refuse: Refuse): string[] | null {
  const [only = ''] = cells;
  if (cells.length === 1 && only.includes('|')) {
    refuse(
      1,
      null,
      'the | parts the names of profiles, so the file needs , ; or a tab between its cells (PU-108)',
    );
    return null;
  }
  const names = cells.map(columnName);
  const known = file.columns.map(({ name }) => name);
  const wrong = [
    ...names
      .filter((name) => !known.includes(name))
      .map((name) => [
        name,
        `no such column of ${fileNamed(file.name)}; there are ${known.join(', ')}`,
      ]),
    ...names
      .filter((name, at) => names.indexOf(name) < at)
      .map((name) => [name, 'stands twice in the header']),
    ...file.columns
      .filter(({ name, required }) => required && !names.includes(name))
      .map(({ name }) => [name, 'this column is required']),
  ];
  for (const [column = null, reason = ''] of wrong) refuse(1, column || null, reason);
  return wrong.length === 0 ? names : null;
}

function rowOf(
  { columns }: AuthorityFile,
  names: readonly string[],
  cells: readonly string[],
  refuse: (column: string | null, reason: string) => void,
): AuthorityRow | null {
  if (cells.length !== names.length) {
    refuse(null, `has ${cells.length} cells, and the header ${names.length}`);
    return null;
  }
  let right = true;
  const row = columns.flatMap((column) => {
    const at = names.indexOf(column.name);
    if (at === -1) return [];
    const read = readCell(column, cells[at] ?? '');
    if ('text' in read) return [[column.name, read.text]];
    right = false;
    refuse(column.name, read.because);
    return [];
  });
  return right ? Object.fromEntries(row) : null;
}
