/** The ceiling of a site: a shared dataset that outlives every power user. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { findDataset } from './dataset-record.ts';

/** The dataset of that name, which must not be private, and the condition that it is still so when the batch runs. */
export async function findCeiling(
  database: Database,
  name: string,
): Promise<{ datasetId: number; holds: SQL }> {
  const { id, owner } = await findDataset(database, name);
  if (owner !== null) {
    throw new Refusal(
      'unprocessable',
      `The dataset "${name}" is private, so it can't be a ceiling`,
    );
  }
  return {
    datasetId: id,
    holds: sql`EXISTS (SELECT 1 FROM datasets WHERE id = ${id} AND owner_id IS NULL)`,
  };
}
