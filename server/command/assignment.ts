/** The limits of holding datasets: how many each, and who may hold a private one. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { maxDatasetsPerPowerUser } from '../scope/scope.ts';
import type { PowerUserRecord } from './power-user-record.ts';

/**
 * Refuses a dataset beyond the limit, and gives the condition that there is still room when the batch runs:
 * the person is a power user then and holds fewer than the limit.
 */
export function roomForDataset(holder: PowerUserRecord): SQL {
  if (holder.datasets.length >= maxDatasetsPerPowerUser) {
    throw new Refusal(
      'unprocessable',
      `A power user holds at most ${maxDatasetsPerPowerUser} datasets, and ${holder.username} does: join some of them`,
    );
  }
  return sql`EXISTS (SELECT 1 FROM users u WHERE u.key = ${holder.id} AND u.level = 'power_user'
    AND (SELECT count(*) FROM dataset_assignments WHERE power_user_id = u.id) < ${maxDatasetsPerPowerUser})`;
}

/** Refuses a dataset that is private to somebody else (PU-046). */
export function requireOwn(name: string, owner: string | null, holder: PowerUserRecord): void {
  if (owner === null || owner === holder.id) return;
  throw new Refusal('unprocessable', `The dataset "${name}" is private to another power user`);
}
