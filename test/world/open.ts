/** An empty database in memory, with every table and trigger of the product. */
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';

export async function openMemory(): Promise<Database> {
  const database = openDatabase(await openLibsql(':memory:'));
  await applyMigrations(database);
  return database;
}
