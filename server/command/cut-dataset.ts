/** Cuts a dataset out of one that a power user holds, for one whom they manage (PU-062, PU-063, PU-101, FOR-019). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { timeSchema } from './assign-dataset.ts';
import { roomForDataset } from './assignment.ts';
import { type Leave, leaveTo, notAbove } from './authority.ts';
import { change, type Occasion, type Plan, readRecord } from './change.ts';
import { findDataset } from './dataset-record.ts';
import {
  itemsExist,
  objectionsTo,
  type RuledSelection,
  replaceSelections,
  selectionsSchema,
} from './dataset-selections.ts';
import { parse, refuseEach } from './parse.ts';
import { requirePickable } from './pickable.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z
  .strictObject({
    powerUser: z.string(),
    dataset: nameReferenceSchema,
    name: nameSchema,
    maker: z.string().optional(),
    selections: selectionsSchema,
    validFrom: timeSchema,
    validUntil: timeSchema,
    allowSensitive: z.boolean().default(false),
  })
  .refine(
    ({ validFrom, validUntil }) =>
      validFrom === null || validUntil === null || validFrom < validUntil,
    { error: 'It must end after it begins', path: ['validUntil'] },
  );
type Cut = z.infer<typeof inputSchema>;

/**
 * The part is private to whom it is cut for, and is called by their username and the name given. It shows no more than
 * its source shows the maker, and nothing once the maker does not hold it; what is cut out of it again, likewise.
 * A power user cuts out of what they hold and picks single items of it; who administers everything says whose it is.
 * @param input `{ powerUser: id, dataset: name of the source, name, maker?: id, selections, validFrom?, validUntil?,
 * allowSensitive? }`
 * @throws Refusal `not-found`; `forbidden` for a source or items that the power user doesn't hold; `unprocessable` for
 * a taken name, an axis that is all, items that don't exist, or more than can be held.
 */
export async function cutDataset(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'dataset.cut');
  const cut = parse(inputSchema, input);
  const subject = powerUserSubject(cut.powerUser);
  const { after } = await change(occasion, 'dataset.cut', subject, async (before) => {
    const leave = await leaveTo(occasion, 'manage', cut.powerUser);
    const holder = requirePowerUser(before, cut.powerUser);
    return planCut(occasion, cut, leave, holder);
  });
  return after;
}

async function planCut(
  occasion: Occasion,
  cut: Cut,
  leave: Leave,
  holder: PowerUserRecord,
): Promise<Plan> {
  const { database } = occasion;
  const source = await (leave.authority === null
    ? sourceOfMaker(occasion, cut)
    : requirePickable(database, leave.authority, cut));
  const objections = await objectionsTo(database, cut.selections, cut.allowSensitive);
  if (objections.length > 0) throw refuseEach(objections);
  const name = `${holder.username}: ${cut.name}`;
  const [[taken] = []] = await database.read(sql`SELECT 1 FROM datasets WHERE name = ${name}`);
  if (taken) throw new Refusal('unprocessable', `There is a dataset "${name}" already`);
  const room = await roomForDataset(
    database,
    holder,
    sql`SELECT 0, ${source.datasetId}, ${source.maker}`,
  );
  return {
    statements: writeCut(cut, name, source, holder.id),
    holds: [
      ...leave.holds,
      ...source.holds,
      ...itemsExist(cut.selections),
      sql`NOT EXISTS (SELECT 1 FROM datasets WHERE name = ${name})`,
      room,
    ],
  };
}

/** What is cut out of, whose gift it is, and what must hold of both when the batch runs. */
export interface Source {
  readonly datasetId: number;
  readonly maker: SQL;
  readonly holds: readonly SQL[];
}

/** Of somebody who administers everything: the maker must be named, and hold the source. */
async function sourceOfMaker({ database }: Occasion, { maker, ...cut }: Cut): Promise<Source> {
  if (maker === undefined) {
    throw new Refusal('unprocessable', 'maker: Say whose gift it is', {
      places: [{ field: 'maker', message: 'Say whose gift it is' }],
    });
  }
  const parent = requirePowerUser(await readRecord(database, powerUserSubject(maker)), maker);
  const { id } = await findDataset(database, cut.dataset);
  if (!parent.datasets.some(({ name }) => name === cut.dataset)) {
    const told = `${parent.username} does not hold the dataset "${cut.dataset}"`;
    throw new Refusal('unprocessable', told);
  }
  const [[row] = []] = await database.read(sql`SELECT id FROM users WHERE key = ${maker}`);
  const makerId = Number(row?.[0]);
  const below = notAbove(cut.powerUser, makerId);
  const [[[free] = []] = []] = await database.read(sql`SELECT ${below}`);
  if (free !== 1) {
    throw new Refusal('unprocessable', `${parent.username} has their own rights from there`);
  }
  return {
    datasetId: id,
    maker: sql`${makerId}`,
    holds: [
      below,
      sql`EXISTS (SELECT 1 FROM dataset_assignments
        WHERE dataset_id = ${id} AND power_user_id = ${makerId})`,
    ],
  };
}

function writeCut(
  { selections, validFrom, validUntil }: { selections: readonly RuledSelection[] } & Cut,
  name: string,
  { datasetId, maker }: Source,
  holder: string,
): SQL[] {
  const id = sql`(SELECT id FROM datasets WHERE name = ${name})`;
  const holderId = sql`(SELECT id FROM users WHERE key = ${holder})`;
  return [
    sql`INSERT INTO datasets (name, owner_id, cut_from, made_by)
      VALUES (${name}, ${holderId}, ${datasetId}, ${maker})`,
    ...replaceSelections(id, selections),
    sql`INSERT INTO dataset_assignments (power_user_id, dataset_id, valid_from, valid_until)
      VALUES (${holderId}, ${id}, ${validFrom}, ${validUntil})`,
  ];
}
