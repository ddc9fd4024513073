/** The authority that there is, as the rows of its files, from one snapshot. */
import { type SQL, sql } from 'drizzle-orm';
import { toIsoTime } from '../../../shared/time.ts';
import type { Database, SqlValue } from '../../data/database.ts';
import type { AuthorityColumn, AuthorityFile, AuthorityRow, FileName } from './file.ts';
import { files } from './files.ts';

export type AuthorityTables = Readonly<Record<FileName, readonly AuthorityRow[]>>;

export interface Authority {
  readonly tables: AuthorityTables;
  /** Moves with every change of what the files say. */
  readonly stamp: readonly SqlValue[];
}

/**
 * Datasets, people and sites move the membership version, what people hold their epochs; profiles that nobody holds
 * and the origins of sites leave nothing but their audit row.
 */
export const stampColumns: readonly SQL[] = [
  sql`(SELECT value FROM versions WHERE name = 'membership')`,
  sql`(SELECT coalesce(sum(epoch), 0) FROM epochs)`,
  sql`(SELECT coalesce(max(id), 0) FROM audit_events
    WHERE subject >= 'profile:' AND subject < 'profile;')`,
  sql`(SELECT coalesce(max(id), 0) FROM audit_events WHERE subject >= 'site:' AND subject < 'site;')`,
];

export async function readAuthority(database: Database): Promise<Authority> {
  const [[stamp = []] = [], ...answers] = await database.read(
    sql`SELECT ${sql.join([...stampColumns], sql`, `)}`,
    ...files.map((file) => file.rows),
  );
  const tables = files.map((file, at) => [file.name, rowsOf(file, answers[at] ?? [])]);
  return { tables: Object.fromEntries(tables) as unknown as AuthorityTables, stamp };
}

const rowsOf = ({ columns }: AuthorityFile, rows: readonly (readonly SqlValue[])[]) =>
  rows.map(
    (row): AuthorityRow =>
      Object.fromEntries(columns.map((column, at) => [column.name, textOf(column, row[at])])),
  );

function textOf({ type }: AuthorityColumn, value: SqlValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (type === 'time') return toIsoTime(Number(value));
  // SQLite sorts by bytes.
  if (type === 'list') return String(value).split('|').sort().join('|');
  return type === 'boolean' ? String(value === 1) : String(value);
}
