/** What a person holds, as one JSON record: for checks, guards, the audit row and recaps alike. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { userLevels, userStatuses } from '../data/schema/people.ts';
import { linksAbove } from '../scope/chain.ts';
import type { Subject } from './change.ts';
import type { Listing } from './listing.ts';

const heldDatasetSchema = z.object({
  name: z.string(),
  /** Unix seconds, inclusive; null is open. */
  validFrom: z.int().nullable(),
  /** Unix seconds, exclusive; null is open. */
  validUntil: z.int().nullable(),
});

/** By whom a profile was given; null for a superadmin, and where the giver is there no more. */
const giftSchema = z.object({ profile: z.string(), by: z.string().nullable() });

const powerUserRecordSchema = z.object({
  id: z.string(),
  username: z.string(),
  level: z.enum(userLevels),
  status: z.enum(userStatuses),
  /** Names of the profiles held, sorted. */
  profiles: z.array(z.string()),
  /** Of those, the ones that power users granted. */
  givenByPowerUsers: z.array(giftSchema),
  /** Profiles held to pass on, which give no rights themselves (PU-081). */
  toPassOn: z.array(giftSchema),
  datasets: z.array(heldDatasetSchema),
  /** Names of the datasets that are private to this person. */
  privateDatasets: z.array(z.string()),
  /** Id of the power user who made this one a power user; null where a superadmin did. */
  promotedBy: z.string().nullable(),
  /** How many links stand above the datasets held, which share their limit with them. */
  linksAbove: z.int(),
  /** What automations have given, which counts while they are settled. */
  gifts: z.array(
    z.object({ automation: z.string(), profile: z.string(), datasets: z.array(z.string()) }),
  ),
  /** Whether only automations made this person a power user. */
  promoted: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
});
export type PowerUserRecord = z.infer<typeof powerUserRecordSchema>;

export { profilesEach } from '../scope/automation.ts';

const gift = sql`json_object('profile', p.name, 'by', (SELECT key FROM users WHERE id = g.granted_by))`;

/** The record of the row `users u` at hand. */
const powerUserJson = sql`json_object(
  'id', u.key,
  'username', u.username,
  'level', u.level,
  'status', u.status,
  'profiles', json((SELECT json_group_array(p.name ORDER BY p.name)
    FROM grants g JOIN profiles p ON p.id = g.profile_id WHERE g.power_user_id = u.id)),
  'givenByPowerUsers', json((SELECT json_group_array(${gift} ORDER BY p.name)
    FROM grants g JOIN profiles p ON p.id = g.profile_id
    WHERE g.power_user_id = u.id AND g.granted_by IS NOT NULL)),
  'toPassOn', json((SELECT json_group_array(${gift} ORDER BY p.name)
    FROM profile_resources g JOIN profiles p ON p.id = g.profile_id WHERE g.power_user_id = u.id)),
  'datasets', json((SELECT json_group_array(json_object(
      'name', d.name, 'validFrom', a.valid_from, 'validUntil', a.valid_until) ORDER BY d.name)
    FROM dataset_assignments a JOIN datasets d ON d.id = a.dataset_id WHERE a.power_user_id = u.id)),
  'privateDatasets', json((SELECT json_group_array(d.name ORDER BY d.name)
    FROM datasets d WHERE d.owner_id = u.id)),
  'promotedBy', (SELECT key FROM users WHERE id = u.promoted_by),
  'linksAbove', (${linksAbove(sql`u.id`)}),
  'gifts', json((SELECT json_group_array(json(g.told) ORDER BY g.automation_id)
    FROM automation_gifts g WHERE g.user_id = u.id)),
  'promoted', EXISTS (SELECT 1 FROM automation_promotions WHERE user_id = u.id))`;

const parseRecord = (json: string): PowerUserRecord =>
  powerUserRecordSchema.parse(JSON.parse(json));

/** The person with this id (the LMS's own). */
export const powerUserSubject = (key: string): Subject<PowerUserRecord> => ({
  name: `power_user:${key}`,
  record: sql`(SELECT ${powerUserJson} FROM users u WHERE u.key = ${key})`,
  parse: parseRecord,
});

/** The id (the LMS's own) of the person with this username, compared exactly; Refusal `not-found` without one. */
export async function findPerson(database: Database, username: string): Promise<string> {
  const [[row] = []] = await database.read(sql`SELECT key FROM users WHERE username = ${username}`);
  if (row === undefined) throw new Refusal('not-found', `Nobody has the username "${username}"`);
  return String(row[0]);
}

/** The record of somebody who must be a power user; refuses everybody else. */
export function requirePowerUser(found: PowerUserRecord | null, key: string): PowerUserRecord {
  if (found === null) throw noPerson(key);
  if (found.level !== 'power_user') {
    throw new Refusal('unprocessable', `${found.username} is not a power user: promote them first`);
  }
  return found;
}

/** Also for somebody who goes away while a command looks at them. */
export const noPerson = (key: string): Refusal =>
  new Refusal('not-found', `Nobody has the id "${key}"`);

/** People with what they hold, as administrators page through them; whom to list is the caller's condition. */
export const powerUserListing: Listing<PowerUserRecord> = {
  name: 'power-users',
  from: sql`users u`,
  record: powerUserJson,
  parse: parseRecord,
  key: sql`u.id`,
  sorts: {
    name: sql`u.name_key`,
    username: sql`u.username`,
    profiles: sql`(SELECT count(*) FROM grants WHERE power_user_id = u.id)`,
    datasets: sql`(SELECT count(*) FROM dataset_assignments WHERE power_user_id = u.id)`,
  },
  searched: { folded: sql`u.search_key` },
};

/** Every power user by username. */
export async function readPowerUsers(database: Database): Promise<PowerUserRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${powerUserJson} AS record FROM users u WHERE u.level = 'power_user' ORDER BY u.username`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
