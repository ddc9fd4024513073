/** The limits of holding datasets: how many each, and who may hold a private one. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { isCut, linksAbove } from '../scope/chain.ts';
import { maxLinks } from '../scope/scope.ts';
import type { PowerUserRecord } from './power-user-record.ts';

/**
 * Refuses a dataset beyond the limit, and gives the condition that there is still room when the batch runs:
 * the person is a power user then and holds fewer than the limit, together with what their datasets were cut out of.
 * @param cut `SELECT root, cut_from, made_by`: of the dataset to come, if it is cut out of another
 */
export async function roomForDataset(
  database: Database,
  holder: PowerUserRecord,
  cut?: SQL,
): Promise<SQL> {
  const room = sql`EXISTS (SELECT 1 FROM users u WHERE u.key = ${holder.id} AND u.level = 'power_user'
    AND (SELECT count(*) FROM dataset_assignments WHERE power_user_id = u.id)
      + (${linksAbove(sql`u.id`, cut)}) < ${maxLinks})`;
  const [[[found] = []] = []] = await database.read(sql`SELECT ${room}`);
  if (found !== 1) {
    const counted = cut || holder.linksAbove > 0 ? ', with those that theirs were cut out of' : '';
    throw new Refusal(
      'unprocessable',
      `A power user holds at most ${maxLinks} datasets${counted}, and ${holder.username} does: join some of them`,
    );
  }
  return room;
}

/** Rows (root, cut_from, made_by) of a dataset that was cut out of another; none for one that was not. */
export const cutOf = (datasetId: number): SQL =>
  sql`SELECT d.id, d.cut_from, d.made_by FROM datasets d WHERE d.id = ${datasetId} AND ${isCut}`;

/** Refuses a dataset that is private to somebody else (PU-046). */
export function requireOwn(name: string, owner: string | null, holder: PowerUserRecord): void {
  if (owner === null || owner === holder.id) return;
  throw new Refusal('unprocessable', `The dataset "${name}" is private to another power user`);
}
