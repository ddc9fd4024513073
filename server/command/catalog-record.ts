/** A catalog with what it lists and who sees it, as one JSON record: for checks, guards, the audit row and lists. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { catalogVisibilities } from '../data/schema/learning.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

export const itemKinds = ['course', 'plan'] as const;
export const audienceKinds = ['user', 'group', 'branch'] as const;

const catalogRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  visibility: z.enum(catalogVisibilities),
  /** By kind and id. */
  items: z.array(z.object({ kind: z.enum(itemKinds), id: z.string() })),
  audience: z.array(
    z.object({
      kind: z.enum(audienceKinds),
      id: z.string(),
      descendants: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
    }),
  ),
});
export type CatalogRecord = z.infer<typeof catalogRecordSchema>;

/** Each kind with the table of its keys; the names come from nowhere else. */
const keyOf = (tables: Readonly<Record<string, string>>): SQL =>
  sql.raw(
    `CASE x.kind ${Object.entries(tables)
      .map(([kind, table]) => `WHEN '${kind}' THEN (SELECT key FROM ${table} WHERE id = x.item_id)`)
      .join(' ')} END`,
  );

const itemKey = keyOf({ course: 'courses', plan: 'learning_plans' });
const audienceKey = keyOf({ user: 'users', group: 'groups', branch: 'branches' });

const catalogJson = sql`json_object('id', k.key, 'name', k.name, 'visibility', k.visibility,
  'items', json((SELECT json_group_array(json_object('kind', kind, 'id', key) ORDER BY kind, key)
    FROM (SELECT x.kind AS kind, ${itemKey} AS key FROM catalog_items x
      WHERE x.catalog_id = k.id) WHERE key IS NOT NULL)),
  'audience', json((SELECT json_group_array(
      json_object('kind', kind, 'id', key, 'descendants', descendants) ORDER BY kind, key)
    FROM (SELECT x.kind AS kind, ${audienceKey} AS key, x.descendants AS descendants
      FROM catalog_audiences x WHERE x.catalog_id = k.id) WHERE key IS NOT NULL)))`;

const parseRecord = (json: string): CatalogRecord => catalogRecordSchema.parse(JSON.parse(json));

export const catalogSubject = (key: string): Subject<CatalogRecord> => ({
  name: `catalog:${key}`,
  record: sql`(SELECT ${catalogJson} FROM catalogs k WHERE k.key = ${key})`,
  parse: parseRecord,
});

export const noCatalog = (key: string): Refusal =>
  new Refusal('not-found', `There is no catalog "${key}"`);

export const catalogListing: Listing<CatalogRecord> = {
  name: 'catalogs',
  from: sql`catalogs k`,
  record: catalogJson,
  parse: parseRecord,
  key: sql`k.id`,
  sorts: { name: sql`lower(k.name)`, id: sql`k.key` },
  searched: { plain: sql`k.name || char(10) || k.key` },
};

/** Of the row `catalogs k`. */
export const catalogFilters: Filters = {
  visibility: (visibility) => sql`k.visibility = ${visibility}`,
};
