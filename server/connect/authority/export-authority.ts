/** Writes the whole authority as CSV files that can be reviewed, versioned, and put back (docs/authority.md). */
import type { Database } from '../../data/database.ts';
import { type AuthorityFile, type AuthorityRow, fileNamed } from './file.ts';
import { files } from './files.ts';
import { readAuthority } from './read-authority.ts';

/** The files' texts by name. The same authority is the same text, to the byte. */
export async function exportAuthority(database: Database): Promise<Map<string, string>> {
  const { tables } = await readAuthority(database);
  return new Map(files.map((file) => [fileNamed(file.name), textOf(file, tables[file.name])]));
}

/** Lines end with LF, as those of other texts that are versioned. A cell that looks like a formula stays as it is. */
function textOf({ columns }: AuthorityFile, rows: readonly AuthorityRow[]): string {
  const names = columns.map(({ name }) => name);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string): string =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
