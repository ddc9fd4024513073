/** Inserts of any number of rows by one bound parameter, for drizzle's tables. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** All rows have the fields of the first; no row makes no statement. Values are taken as they are. */
export function bulk<T extends SQLiteTable>(
  table: T,
  rows: readonly Partial<Record<keyof T['$inferInsert'], unknown>>[],
): SQL[] {
  const [first] = rows;
  if (first === undefined) return [];
  const fields = Object.keys(first);
  const columns = getTableColumns(table);
  const names = fields.map((field) => sql.identifier(columns[field]?.name ?? field));
  const values = fields.map((_, index) => sql.raw(`value ->> ${index}`));
  const json = JSON.stringify(
    rows.map((row) => fields.map((field) => row[field as keyof typeof row])),
  );
  return [
    sql`INSERT INTO ${table} (${sql.join(names, sql`, `)})
      SELECT ${sql.join(values, sql`, `)} FROM json_each(${json})`,
  ];
}
