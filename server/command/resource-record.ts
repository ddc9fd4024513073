/** A named resource as one JSON record: for checks, guards, the audit row and lists alike. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type ResourceKind, resourceKinds } from '../../shared/resource.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const resourceRecordSchema = z.object({
  kind: z.enum(resourceKinds),
  key: z.string(),
  name: z.string(),
  /** Ids of the power users who hold it. */
  holders: z.array(z.string()),
});
export type ResourceRecord = z.infer<typeof resourceRecordSchema>;
/** By which one is known: a key says nothing without its kind. */
export type ResourceName = Pick<ResourceRecord, 'kind' | 'key'>;

const resourceJson = sql`json_object('kind', r.kind, 'key', r.key, 'name', r.name,
  'holders', json((SELECT json_group_array(u.key ORDER BY u.key) FROM resource_assignments a
    JOIN users u ON u.id = a.power_user_id WHERE a.resource_id = r.id)))`;

const parseRecord = (json: string): ResourceRecord => resourceRecordSchema.parse(JSON.parse(json));

export const resourceSubject = (kind: ResourceKind, key: string): Subject<ResourceRecord> => ({
  name: `${kind}:${key}`,
  record: sql`(SELECT ${resourceJson} FROM resources r WHERE r.kind = ${kind} AND r.key = ${key})`,
  parse: parseRecord,
});

export const noResource = (kind: ResourceKind, key: string): Refusal =>
  new Refusal('not-found', `There is no ${kind} "${key}"`);

export const resourceListing: Listing<ResourceRecord> = {
  name: 'resources',
  from: sql`resources r`,
  record: resourceJson,
  parse: parseRecord,
  key: sql`r.id`,
  sorts: {
    name: sql`lower(r.name)`,
    key: sql`r.key`,
    held_by: sql`(SELECT count(*) FROM resource_assignments WHERE resource_id = r.id)`,
  },
  searched: { plain: sql`r.name || char(10) || r.key` },
};

/** Of the row `resources r`. */
export const resourceFilters: Filters = {
  kind: (kind) => sql`r.kind = ${kind}`,
  holder: (key) => sql`r.id IN (SELECT a.resource_id FROM resource_assignments a
    JOIN users u ON u.id = a.power_user_id WHERE u.key = ${key})`,
};
