/** Puts an academy into an empty database, all of it in one transaction. */
import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { Refusal } from '../../../shared/refusal.ts';
import { auditRow } from '../audit-event.ts';
import { type Database, guard, isGuardFailure, type Runnable } from '../database.ts';
import type { Academy } from './academy.ts';
import { type AcademyTable, academyTables } from './rows.ts';

/** One value may take up to two million bytes (D1); the widest of our rows takes some two hundred. */
const rowsPerStatement = 4000;

/** Rows travel as one JSON parameter, because a statement takes a hundred at most (D1). */
function insertRows(table: SQLiteTable, rows: readonly object[]): SQL[] {
  const columns = Object.entries(getTableColumns(table));
  const names = columns.map(([, column]) => sql.identifier(column.name));
  const values = columns.map((_, at) => sql.raw(`value ->> ${at}`));
  const statements: SQL[] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const tuples = rows.slice(from, from + rowsPerStatement).map((row) => {
      const given = new Map(Object.entries(row));
      return columns.map(([key, column]) => {
        const value = given.get(key) ?? column.default ?? null;
        return value === null ? null : column.mapToDriverValue(value);
      });
    });
    statements.push(sql`INSERT INTO ${table} (${sql.join(names, sql`, `)})
      SELECT ${sql.join(values, sql`, `)} FROM json_each(${JSON.stringify(tuples)})`);
  }
  return statements;
}

/** Made-up people must never mix with real ones, nor our ids with theirs. */
const isEmpty = sql.join(
  Object.values(academyTables).map((table) => sql`NOT EXISTS (SELECT 1 FROM ${table})`),
  sql` AND `,
);

/**
 * Writes the academy with its audit row, in one batch. Throws `Refusal('conflict')` and changes nothing where the
 * database holds anything already.
 */
export async function loadAcademy(database: Database, academy: Academy): Promise<void> {
  const { name, nowSeconds, rows } = academy;
  const inserts = (Object.keys(academyTables) as AcademyTable[]).flatMap((table) =>
    insertRows(academyTables[table], rows[table]),
  );
  const audit = auditRow({
    at: nowSeconds,
    actorKind: 'operator',
    actor: 'operator: sample academy',
    action: 'academy.load',
    subject: name,
    after: JSON.stringify({ users: rows.users.length, enrollments: rows.enrollments.length }),
  });
  const statements: Runnable[] = [guard(isEmpty), ...inserts, audit];
  try {
    await database.write(statements);
  } catch (error) {
    if (!isGuardFailure(error)) throw error;
    throw new Refusal('conflict', 'The sample academy goes into an empty database only.', {
      cause: error,
    });
  }
}
