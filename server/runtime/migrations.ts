/** Reads the migrations that stand beside the tables and applies the missing ones in one transaction. */
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { migrate } from 'drizzle-orm/sqlite-proxy/migrator';
import type { Database } from '../data/database.ts';
import { sealAudit } from '../data/seal-audit.ts';

const folder = fileURLToPath(new URL('../data/migrations', import.meta.url));

/** Brings the database to the newest schema; does nothing where it is already there. */
export async function applyMigrations(database: Database): Promise<void> {
  await migrate(
    database.orm,
    async (statements) => {
      await database.write(statements.map((statement) => sql.raw(statement)));
    },
    { migrationsFolder: folder },
  );
  // What an older version wrote has no seals yet.
  await sealAudit(database);
}
