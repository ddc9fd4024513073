/** What a profile is, as one JSON record: for checks, guards, the audit row and recaps alike. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import type { Subject } from './change.ts';
import type { Listing } from './listing.ts';

const profileRecordSchema = z.object({
  name: z.string(),
  description: z.string(),
  /** Permission ids, sorted. */
  permissions: z.array(z.string()),
  /** Ids of the power users who hold it, sorted. */
  holders: z.array(z.string()),
});
export type ProfileRecord = z.infer<typeof profileRecordSchema>;

/** The record of the row `profiles p` at hand. */
const profileJson = sql`json_object(
  'name', p.name,
  'description', p.description,
  'permissions', json((SELECT json_group_array(permission ORDER BY permission)
    FROM profile_permissions WHERE profile_id = p.id)),
  'holders', json((SELECT json_group_array(u.key ORDER BY u.key)
    FROM grants g JOIN users u ON u.id = g.power_user_id WHERE g.profile_id = p.id)))`;

const parseRecord = (json: string): ProfileRecord => profileRecordSchema.parse(JSON.parse(json));

/** The profile of which `condition` (over `p`) speaks; `name` is how it is known to the reader of the audit. */
export const profileSubject = (name: string, condition: SQL): Subject<ProfileRecord> => ({
  name: `profile:${name}`,
  record: sql`(SELECT ${profileJson} FROM profiles p WHERE ${condition})`,
  parse: parseRecord,
});

/** The internal id of a profile, or Refusal `not-found`. */
export async function findProfile(database: Database, name: string): Promise<number> {
  const [[row] = []] = await database.read(sql`SELECT id FROM profiles WHERE name = ${name}`);
  if (row === undefined) throw noProfile(name);
  return Number(row[0]);
}

/** Also for a profile that goes away while a command looks at it. */
export const noProfile = (name: string): Refusal =>
  new Refusal('not-found', `There is no profile "${name}"`);

/** Profiles as administrators page through them. */
export const profileListing: Listing<ProfileRecord> = {
  name: 'profiles',
  from: sql`profiles p`,
  record: profileJson,
  parse: parseRecord,
  key: sql`p.id`,
  sorts: {
    name: sql`lower(p.name)`,
    held_by: sql`(SELECT count(*) FROM grants WHERE profile_id = p.id)`,
  },
  searched: { plain: sql`p.name || char(10) || p.description` },
};

/** Every profile by name. */
export async function readProfiles(database: Database): Promise<ProfileRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${profileJson} AS record FROM profiles p ORDER BY p.name`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
