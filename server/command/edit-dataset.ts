/** Changes a dataset's name or its selections, for everyone who holds it and every site whose ceiling it is. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { type DatasetRecord, datasetSubject, findDataset, noDataset } from './dataset-record.ts';
import {
  itemsExist,
  objectionsTo,
  replaceSelections,
  selectionsSchema,
} from './dataset-selections.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';

const inputSchema = z.strictObject({
  dataset: nameReferenceSchema,
  name: nameSchema.optional(),
  selections: selectionsSchema.default([]),
  allowSensitive: z.boolean().default(false),
});

/**
 * An axis that is named is replaced wholly; one that is not named stays.
 * @param input `{ dataset: name, name?: new one, selections?: { people?, courses?, plans? }, allowSensitive? }`
 * @throws Refusal `not-found`; `unprocessable` for a bad or taken name or items that don't exist (each is named).
 */
export async function editDataset(occasion: Occasion, input: unknown): Promise<DatasetRecord> {
  authorize(occasion.actor, 'dataset.edit');
  const { dataset, name, selections, allowSensitive } = parse(inputSchema, input);
  const { id } = await findDataset(occasion.database, dataset);
  const subject = datasetSubject(dataset, sql`d.id = ${id}`);
  const { after } = await change(occasion, 'dataset.edit', subject, async (before) => {
    if (before === null) throw noDataset(dataset);
    const objections = await objectionsTo(occasion.database, selections, allowSensitive);
    if (objections.length > 0) throw refuseEach(objections);
    const renamed = name !== undefined && name !== before.name;
    if (renamed) await requireFreeName(occasion, name);
    return {
      statements: [
        ...(renamed ? [sql`UPDATE datasets SET name = ${name} WHERE id = ${id}`] : []),
        ...replaceSelections(sql`${id}`, selections),
      ],
      holds: [
        ...itemsExist(selections),
        ...(renamed ? [sql`NOT EXISTS (SELECT 1 FROM datasets WHERE name = ${name})`] : []),
      ],
    };
  });
  return after;
}

async function requireFreeName({ database }: Occasion, name: string): Promise<void> {
  const [rows = []] = await database.read(sql`SELECT 1 FROM datasets WHERE name = ${name}`);
  if (rows.length > 0) throw new Refusal('unprocessable', `There is a dataset "${name}" already`);
}
