/** What an automation gives, as it comes from outside: one profile, and datasets that nobody owns. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { maxDatasetsPerPowerUser } from '../scope/scope.ts';
import { findDataset } from './dataset-record.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { findProfile } from './profile-record.ts';

/** Names of one dataset or more (SKY-026). */
export const givenDatasetsSchema = z
  .array(nameReferenceSchema)
  .min(1, { error: 'An automation gives at least one dataset' })
  .max(maxDatasetsPerPowerUser, {
    error: `A power user holds at most ${maxDatasetsPerPowerUser} datasets`,
  })
  .transform((names) => [...new Set(names)]);

/** The profile of that name, and the condition that it is still there when the batch runs. */
export async function findGivenProfile(
  database: Database,
  name: string,
): Promise<{ id: number; holds: SQL }> {
  const id = await findProfile(database, name);
  return { id, holds: sql`EXISTS (SELECT 1 FROM profiles WHERE id = ${id})` };
}

/** The datasets of those names, and the condition that they are still shared when the batch runs. */
export async function findGivenDatasets(
  database: Database,
  names: readonly string[],
): Promise<{ ids: readonly number[]; holds: SQL }> {
  const found = await Promise.all(names.map((name) => findDataset(database, name)));
  const ids = found.map(({ id }) => id);
  const list = JSON.stringify(ids);
  const own = sql`owner_id IS NOT NULL OR made_by IS NOT NULL OR cut_from IS NOT NULL`;
  const [rows = []] = await database.read(
    sql`SELECT name FROM datasets WHERE (${own}) AND id IN (SELECT value FROM json_each(${list}))`,
  );
  if (rows.length > 0) {
    const told = rows.map(([name]) => `"${name}"`).join(', ');
    throw new Refusal('unprocessable', `A power user's own, so no automation gives it: ${told}`);
  }
  return {
    ids,
    holds: sql`(SELECT count(*) FROM datasets WHERE NOT (${own})
      AND id IN (SELECT value FROM json_each(${list}))) = ${ids.length}`,
  };
}

/** Makes the datasets that an automation gives exactly these; rows that stay are not touched. */
export function replaceGivenDatasets(automationId: SQL, ids: readonly number[]): SQL[] {
  const list = JSON.stringify(ids);
  return [
    sql`DELETE FROM automation_datasets WHERE automation_id = ${automationId}
      AND dataset_id NOT IN (SELECT value FROM json_each(${list}))`,
    sql`INSERT INTO automation_datasets (automation_id, dataset_id)
      SELECT ${automationId}, value FROM json_each(${list}) WHERE true ON CONFLICT DO NOTHING`,
  ];
}

/** Refuses the removal of what an automation gives: which one must be said, or the automation would give something else. */
export async function refuseGiven(
  database: Database,
  what: { profile: number } | { dataset: number },
): Promise<void> {
  const [rows = []] = await database.read(
    'profile' in what
      ? sql`SELECT name FROM automations WHERE profile_id = ${what.profile} ORDER BY name`
      : sql`SELECT a.name FROM automation_datasets d JOIN automations a ON a.id = d.automation_id
          WHERE d.dataset_id = ${what.dataset} ORDER BY a.name`,
  );
  if (rows.length === 0) return;
  const names = rows.map(([name]) => `"${name}"`).join(', ');
  throw new Refusal('unprocessable', `Automations give it: ${names}; change or remove them first`);
}
