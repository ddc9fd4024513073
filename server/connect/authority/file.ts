/** The words in which a file of the authority is described; reader, writer, checks and documentation are derived from them. */
import type { SQL } from 'drizzle-orm';

/** What a cell may say; docs/authority.md shows them. */
export const cellTypes = {
  text: 'text',
  word: 'one of the words given',
  list: 'texts parted by a vertical bar, in any order',
  boolean: '`true` or `false`',
  number: 'a whole number from 1',
  time: 'ISO 8601: `2026-03-31` or `2026-03-31T17:30:00Z`; empty is open',
} as const;

export type CellType = keyof typeof cellTypes;

export interface AuthorityColumn {
  readonly name: string;
  readonly type: CellType;
  readonly description: string;
  /** The header must have it. A column that is left out keeps what is there, and is empty for what is new. */
  readonly required?: true;
  /** A row may leave it empty. */
  readonly optional?: true;
  readonly words?: readonly string[];
  /** What an empty cell or a missing column of a new row means. */
  readonly fallback?: string;
}

export const fileNames = [
  'profiles',
  'datasets',
  'dataset-items',
  'dataset-rules',
  'power-users',
  'delegations',
  'assignments',
  'sites',
  'automations',
  'automation-datasets',
  'automation-rules',
] as const;
export type FileName = (typeof fileNames)[number];

/** Cells by column, as they are written: two rows are the same if their texts are. */
export type AuthorityRow = Readonly<Record<string, string>>;

export interface AuthorityFile {
  readonly name: FileName;
  readonly description: string;
  readonly columns: readonly AuthorityColumn[];
  /** The columns that tell a row from all others of its file. */
  readonly key: readonly string[];
  /** Of what its rows are parts: they come and go with it as a whole. */
  readonly partOf?: { readonly file: FileName; readonly column: string };
  /** The rows that there are: a column each, in order. */
  readonly rows: SQL;
  /** Writes rows that are new or changed; `rows` is a JSON array of their cells, lists as arrays, empty ones as null. */
  readonly put: (rows: SQL) => readonly SQL[];
  /** Takes rows away. */
  readonly drop: (rows: SQL) => readonly SQL[];
}

export const keyOf = (file: Pick<AuthorityFile, 'key'>, row: AuthorityRow): string =>
  JSON.stringify(file.key.map((column) => row[column] ?? ''));

/** The thing that a row is about, as the audit names it: `profile:Reader`. */
export const fileNamed = (name: FileName): string => `${name}.csv`;
