/** Removes a dataset, and with it what its holders saw through it, at once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { refuseGiven } from './automation-gifts.ts';
import { type Occasion, remove } from './change.ts';
import { type DatasetRecord, datasetSubject, findDataset, noDataset } from './dataset-record.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';

const inputSchema = z.strictObject({ dataset: nameReferenceSchema });

/**
 * @param input `{ dataset: name }`
 * @returns the dataset that was, with the ids of those who held it.
 * @throws Refusal `not-found`; `unprocessable` for the ceiling of a site, which never goes without one, and for
 * one that an automation gives.
 */
export async function removeDataset(occasion: Occasion, input: unknown): Promise<DatasetRecord> {
  authorize(occasion.actor, 'dataset.remove');
  const { dataset } = parse(inputSchema, input);
  const { id } = await findDataset(occasion.database, dataset);
  const subject = datasetSubject(dataset, sql`d.id = ${id}`);
  return remove(occasion, 'dataset.remove', subject, async (before) => {
    if (before === null) throw noDataset(dataset);
    if (before.ceilingOf.length > 0) {
      const sites = before.ceilingOf.join(', ');
      throw new Refusal('unprocessable', `The dataset "${dataset}" is the ceiling of: ${sites}`);
    }
    await refuseGiven(occasion.database, { dataset: id });
    return { statements: [sql`DELETE FROM datasets WHERE id = ${id}`] };
  });
}
