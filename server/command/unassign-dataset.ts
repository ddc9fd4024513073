/** Takes a dataset away from a power user; what they saw through it alone is gone with their next request. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { findDataset } from './dataset-record.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z.strictObject({ powerUser: z.string(), dataset: nameReferenceSchema });

/**
 * @param input `{ powerUser: id, dataset: name }`
 * @throws Refusal `not-found`; `unprocessable` for a dataset that they don't hold or somebody who is no power user.
 */
export async function unassignDataset(
  occasion: Occasion,
  input: unknown,
): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'dataset.unassign');
  const { powerUser, dataset } = parse(inputSchema, input);
  const { id } = await findDataset(occasion.database, dataset);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'dataset.unassign', subject, (before) => {
    const { username, datasets } = requirePowerUser(before, powerUser);
    if (!datasets.some(({ name }) => name === dataset)) {
      throw new Refusal('unprocessable', `${username} does not hold the dataset "${dataset}"`);
    }
    return {
      statements: [
        sql`DELETE FROM dataset_assignments WHERE dataset_id = ${id}
          AND power_user_id = (SELECT id FROM users WHERE key = ${powerUser})`,
      ],
    };
  });
  return after;
}
