/** What a site is, as one JSON record: for checks, guards, the audit row and lists alike. Never a key's secret. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import type { Subject } from './change.ts';
import type { Listing } from './listing.ts';

const siteRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  active: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
  origins: z.array(z.string()),
  /** The name of the dataset that intersects whatever is seen through the site; null if it went missing. */
  ceiling: z.string().nullable(),
  keys: z.array(
    z.object({
      id: z.string(),
      alg: z.string(),
      /** Unix seconds. */
      createdAt: z.int(),
      revokedAt: z.int().nullable(),
    }),
  ),
});
export type SiteRecord = z.infer<typeof siteRecordSchema>;

/** The record of the row `sites s` at hand. */
const siteJson = sql`json_object(
  'id', s.id,
  'name', s.name,
  'active', s.active,
  'origins', json((SELECT json_group_array(origin ORDER BY origin)
    FROM site_origins WHERE site_id = s.id)),
  'ceiling', (SELECT name FROM datasets WHERE id = s.ceiling_dataset_id),
  'keys', json((SELECT json_group_array(json_object(
      'id', id, 'alg', alg, 'createdAt', created_at, 'revokedAt', revoked_at)
      ORDER BY created_at, id)
    FROM site_keys WHERE site_id = s.id)))`;

const parseRecord = (json: string): SiteRecord => siteRecordSchema.parse(JSON.parse(json));

export const siteSubject = (id: string): Subject<SiteRecord> => ({
  name: `site:${id}`,
  record: sql`(SELECT ${siteJson} FROM sites s WHERE s.id = ${id})`,
  parse: parseRecord,
});

/** The record of a site that must be there. */
export function requireSite(found: SiteRecord | null, id: string): SiteRecord {
  if (found === null) throw noSite(id);
  return found;
}

export const noSite = (id: string): Refusal => new Refusal('not-found', `There is no site "${id}"`);

/** Sites as administrators page through them. */
export const siteListing: Listing<SiteRecord> = {
  name: 'sites',
  from: sql`sites s`,
  record: siteJson,
  parse: parseRecord,
  key: sql`s.id`,
  sorts: { id: sql`s.id`, name: sql`lower(s.name)` },
  searched: { plain: sql`s.id || char(10) || s.name` },
};

/** Every site by id. */
export async function readSites(database: Database): Promise<SiteRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${siteJson} AS record FROM sites s ORDER BY s.id`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
