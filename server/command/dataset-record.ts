/** What a dataset selects, as one JSON record: for checks, guards, the audit row and recaps alike. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { axes, type ItemKind, selectionModes } from '../../shared/scope.ts';
import type { Database } from '../data/database.ts';
import { listsOf } from '../scope/rule.ts';
import type { Subject } from './change.ts';
import type { Listing } from './listing.ts';

export const datasetRecordSchema = z.object({
  name: z.string(),
  /** The id of the power user to whom it is private, or null for one that may be shared. */
  owner: z.string().nullable(),
  /** The axes that it names; one that it does not name is `none`. */
  selections: z.partialRecord(z.enum(axes), z.enum(selectionModes)),
  /** Hand-picked items, with their own ids; null for one of a kind that this version does not know. */
  items: z.array(
    z.object({
      kind: z.string(),
      key: z.string().nullable(),
      descendants: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
    }),
  ),
  /** What stands beside the items, an axis each. */
  rules: z
    .array(
      z.object({
        axis: z.string(),
        match: z.string(),
        group: z.int(),
        groupMatch: z.string(),
        field: z.string(),
        operator: z.string(),
        value: z.string().nullable(),
      }),
    )
    .transform(listsOf),
  holders: z.array(
    z.object({
      powerUser: z.string(),
      validFrom: z.int().nullable(),
      validUntil: z.int().nullable(),
    }),
  ),
  /** Ids of the sites whose ceiling it is. */
  ceilingOf: z.array(z.string()),
});
export type DatasetRecord = z.infer<typeof datasetRecordSchema>;

/** Which table names the items of a kind; the names come from nowhere else. */
export const itemTables = {
  user: 'users',
  group: 'groups',
  branch: 'branches',
  course: 'courses',
  category: 'categories',
  plan: 'learning_plans',
  catalog: 'catalogs',
} as const satisfies Record<ItemKind, string>;

/** The key of the row `dataset_items i` at hand. */
export const keyOfItem = sql.join(
  [
    sql`CASE i.kind`,
    ...Object.entries(itemTables).map(([kind, table]) =>
      sql.raw(`WHEN '${kind}' THEN (SELECT key FROM ${table} WHERE id = i.item_id)`),
    ),
    sql`END`,
  ],
  sql` `,
);

/** The record of the row `datasets d` at hand. */
export const datasetJson = sql`json_object(
  'name', d.name,
  'owner', (SELECT key FROM users WHERE id = d.owner_id),
  'selections', json((SELECT json_group_object(axis, mode)
    FROM (SELECT axis, mode FROM dataset_selections WHERE dataset_id = d.id ORDER BY axis))),
  'items', json((SELECT json_group_array(
      json_object('kind', i.kind, 'key', ${keyOfItem}, 'descendants', i.descendants)
      ORDER BY i.kind, i.item_id)
    FROM dataset_items i WHERE i.dataset_id = d.id)),
  'rules', json((SELECT json_group_array(
      json_object('axis', r.axis, 'match', r.match, 'group', r.group_no, 'groupMatch', r.group_match,
        'field', r.field, 'operator', r.operator, 'value', r.value)
      ORDER BY r.axis, r.position)
    FROM dataset_rules r WHERE r.dataset_id = d.id)),
  'holders', json((SELECT json_group_array(
      json_object('powerUser', u.key, 'validFrom', a.valid_from, 'validUntil', a.valid_until)
      ORDER BY u.key)
    FROM dataset_assignments a JOIN users u ON u.id = a.power_user_id WHERE a.dataset_id = d.id)),
  'ceilingOf', json((SELECT json_group_array(id ORDER BY id)
    FROM sites WHERE ceiling_dataset_id = d.id)))`;

const parseRecord = (json: string): DatasetRecord => datasetRecordSchema.parse(JSON.parse(json));

/** The dataset of which `condition` (over `d`) speaks; `name` is how it is known to the reader of the audit. */
export const datasetSubject = (name: string, condition: SQL): Subject<DatasetRecord> => ({
  name: `dataset:${name}`,
  record: sql`(SELECT ${datasetJson} FROM datasets d WHERE ${condition})`,
  parse: parseRecord,
});

/** A dataset's internal id, and whether it is private; Refusal `not-found` without one of that name. */
export async function findDataset(
  database: Database,
  name: string,
): Promise<{ id: number; owner: string | null }> {
  const [[row] = []] = await database.read(
    sql`SELECT d.id, u.key FROM datasets d LEFT JOIN users u ON u.id = d.owner_id WHERE d.name = ${name}`,
  );
  if (row === undefined) throw noDataset(name);
  return { id: Number(row[0]), owner: row[1] === null ? null : String(row[1]) };
}

/** Also for a dataset that goes away while a command looks at it. */
export const noDataset = (name: string): Refusal =>
  new Refusal('not-found', `There is no dataset "${name}"`);

/** Datasets as administrators page through them. */
export const datasetListing: Listing<DatasetRecord> = {
  name: 'datasets',
  from: sql`datasets d`,
  record: datasetJson,
  parse: parseRecord,
  key: sql`d.id`,
  sorts: {
    name: sql`lower(d.name)`,
    held_by: sql`(SELECT count(*) FROM dataset_assignments WHERE dataset_id = d.id)`,
  },
  searched: { plain: sql`d.name` },
};

/** Every dataset by name. */
export async function readDatasets(database: Database): Promise<DatasetRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${datasetJson} AS record FROM datasets d ORDER BY d.name`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
