/** The import's own desk in the database: one at a time, and every write of it fails once the desk is another's. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../../shared/refusal.ts';
import {
  type Database,
  guard,
  isGuardFailure,
  type Row,
  type Runnable,
} from '../../data/database.ts';
import type { KindName } from './column.ts';
import { kinds } from './kinds.ts';

/** Where the rows of a kind wait until all have been checked. */
export const stagingTable = (name: KindName): string => `import_${name}`;

export interface Desk {
  read(...statements: SQL[]): Promise<Row[][]>;
  /** Writes all or nothing, if the desk is still ours. */
  write(statements: readonly Runnable[]): Promise<void>;
  /** Statements that leave nothing of the desk behind, for the batch that ends the import. */
  readonly clearing: readonly SQL[];
}

const dropStaging: readonly SQL[] = kinds.map(({ name }) =>
  sql.raw(`DROP TABLE IF EXISTS "${stagingTable(name)}"`),
);

const clearing = [...dropStaging, sql`DROP TABLE IF EXISTS import_desk`];

/**
 * Takes the desk and clears what a killed import left on it.
 * @param idleSeconds how long another import must have been silent before its desk is taken from it.
 * @throws Refusal `conflict` while another import is at work; every later call throws it, once the desk is lost.
 */
export async function takeDesk(database: Database, idleSeconds: number): Promise<Desk> {
  const token = crypto.randomUUID();
  const free = sql`NOT EXISTS (SELECT 1 FROM import_desk WHERE unixepoch() - beat_at < ${idleSeconds})`;
  await refusing(
    database.write([
      sql`CREATE TABLE IF NOT EXISTS import_desk (one INTEGER PRIMARY KEY CHECK (one = 1), token TEXT NOT NULL, beat_at INTEGER NOT NULL)`,
      guard(free),
      sql`DELETE FROM import_desk`,
      sql`INSERT INTO import_desk (one, token, beat_at) VALUES (1, ${token}, unixepoch())`,
      ...dropStaging,
    ]),
    `Another import is at work, or was killed less than ${idleSeconds} seconds ago: wait for it`,
  );
  const ours = sql`EXISTS (SELECT 1 FROM import_desk WHERE token = ${token})`;
  const lost = 'Another import has taken over; nothing of this one was written';
  return {
    read: (...statements) => refusing(database.read(...statements), lost),
    async write(statements) {
      const beat = sql`UPDATE import_desk SET beat_at = unixepoch()`;
      await refusing(database.write([guard(ours), beat, ...statements]), lost);
    },
    clearing,
  };
}

async function refusing<T>(work: Promise<T>, detail: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (isGuardFailure(error) || isMissingTable(error)) {
      throw new Refusal('conflict', detail, { cause: error });
    }
    throw error;
  }
}

/** Staging tables vanish under an import only when another has cleared them. */
const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && /no such table: (main\.)?import_/.test(error.message);
