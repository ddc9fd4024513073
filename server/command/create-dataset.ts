/** Makes a dataset: these people on these courses; shared by name, or private to one power user (PU-046, FOR-019). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { roomForDataset } from './assignment.ts';
import { change, type Occasion, readRecord } from './change.ts';
import { type DatasetRecord, datasetSubject } from './dataset-record.ts';
import {
  itemsExist,
  objectionsTo,
  replaceSelections,
  selectionsSchema,
} from './dataset-selections.ts';
import { parse, refuseEach } from './parse.ts';
import { nameSchema } from './plain-text.ts';
import { powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z.strictObject({
  name: nameSchema,
  owner: z.string().optional(),
  selections: selectionsSchema.default([]),
  allowSensitive: z.boolean().default(false),
});

/**
 * An axis that is not named is `none`. A private dataset is assigned to its owner in the same batch.
 * @param input `{ name, owner?: id of a power user, selections?: { people?, courses?, plans? }, allowSensitive? }`
 * @throws Refusal `unprocessable` for a bad or taken name or items that don't exist (each is named); `not-found` owner.
 */
export async function createDataset(occasion: Occasion, input: unknown): Promise<DatasetRecord> {
  authorize(occasion.actor, 'dataset.create');
  const { name, owner, selections, allowSensitive } = parse(inputSchema, input);
  const subject = datasetSubject(name, sql`d.name = ${name}`);
  const { after } = await change(occasion, 'dataset.create', subject, async (before) => {
    if (before !== null) throw new Refusal('unprocessable', `There is a dataset "${name}" already`);
    const objections = await objectionsTo(occasion.database, selections, allowSensitive);
    if (objections.length > 0) throw refuseEach(objections);
    const id = sql`(SELECT id FROM datasets WHERE name = ${name})`;
    const forOwner = owner === undefined ? null : await assignToOwner(occasion, id, owner);
    return {
      statements: [
        sql`INSERT INTO datasets (name, owner_id)
          VALUES (${name}, (SELECT id FROM users WHERE key = ${owner ?? null}))`,
        ...replaceSelections(id, selections),
        ...(forOwner === null ? [] : [forOwner.statement]),
      ],
      holds: [...itemsExist(selections), ...(forOwner === null ? [] : [forOwner.holds])],
    };
  });
  return after;
}

async function assignToOwner(
  { database }: Occasion,
  dataset: ReturnType<typeof sql>,
  owner: string,
) {
  const holder = requirePowerUser(await readRecord(database, powerUserSubject(owner)), owner);
  return {
    statement: sql`INSERT INTO dataset_assignments (power_user_id, dataset_id)
      SELECT id, ${dataset} FROM users WHERE key = ${owner}`,
    holds: await roomForDataset(database, holder),
  };
}
