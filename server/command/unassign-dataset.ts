/** Takes a dataset away from a power user; what they saw through it alone is gone with their next request (PU-053). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { findDataset } from './dataset-record.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z.strictObject({ powerUser: z.string(), dataset: nameReferenceSchema });

/**
 * @param input `{ powerUser: id, dataset: name }`
 * A power user takes any dataset from whom they manage, also one that they can't give back.
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for a dataset that they don't hold or somebody who is no power user.
 */
export async function unassignDataset(
  occasion: Occasion,
  input: unknown,
): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'dataset.unassign');
  const { powerUser, dataset } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'dataset.unassign', subject, async (before) => {
    const { authority, holds } = await leaveTo(occasion, 'manage', powerUser);
    const { username, datasets } = requirePowerUser(before, powerUser);
    if (!datasets.some(({ name }) => name === dataset)) {
      // Whoever does not see every dataset is not told whether there is one of that name.
      if (authority === null) await findDataset(occasion.database, dataset);
      throw new Refusal('unprocessable', `${username} does not hold the dataset "${dataset}"`);
    }
    return {
      statements: [
        sql`DELETE FROM dataset_assignments WHERE dataset_id = (SELECT id FROM datasets WHERE name = ${dataset})
          AND power_user_id = (SELECT id FROM users WHERE key = ${powerUser})`,
        // What was cut for one is of no use to another.
        sql`DELETE FROM datasets WHERE name = ${dataset} AND made_by IS NOT NULL
          AND id NOT IN (SELECT dataset_id FROM dataset_assignments)`,
      ],
      holds,
    };
  });
  return after;
}
