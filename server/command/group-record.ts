/** A group as one JSON record: for checks, guards, the audit row and lists alike. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { userStatuses } from '../data/schema/people.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const groupRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  automatic: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
  members: z.int(),
});
export type GroupRecord = z.infer<typeof groupRecordSchema>;

const groupJson = sql`json_object('id', g.key, 'name', g.name, 'automatic', g.automatic,
  'members', (SELECT count(*) FROM group_members WHERE group_id = g.id))`;

const parseRecord = (json: string): GroupRecord => groupRecordSchema.parse(JSON.parse(json));

export const groupSubject = (key: string): Subject<GroupRecord> => ({
  name: `group:${key}`,
  record: sql`(SELECT ${groupJson} FROM groups g WHERE g.key = ${key})`,
  parse: parseRecord,
});

export const noGroup = (key: string): Refusal =>
  new Refusal('not-found', `There is no group "${key}"`);

/** A group that is changed by hand; one that the LMS fills would be filled anew by the next import. */
export function requireManual(found: GroupRecord | null, key: string): GroupRecord {
  if (found === null) throw noGroup(key);
  if (found.automatic) {
    throw new Refusal('unprocessable', `The group "${key}" is automatic: the LMS fills it`);
  }
  return found;
}

export const groupListing: Listing<GroupRecord> = {
  name: 'groups',
  from: sql`groups g`,
  record: groupJson,
  parse: parseRecord,
  key: sql`g.id`,
  sorts: {
    name: sql`lower(g.name)`,
    id: sql`g.key`,
    members: sql`(SELECT count(*) FROM group_members WHERE group_id = g.id)`,
  },
  searched: { plain: sql`g.name || char(10) || g.key` },
};

const memberSchema = z.object({
  id: z.string(),
  username: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  status: z.enum(userStatuses),
});
export type GroupMember = z.infer<typeof memberSchema>;

/** The people of groups; of which, the caller's condition says. */
export const memberListing: Listing<GroupMember> = {
  name: 'group-members',
  from: sql`group_members m JOIN users u ON u.id = m.user_id`,
  record: sql`json_object('id', u.key, 'username', u.username, 'firstName', u.first_name,
    'lastName', u.last_name, 'status', u.status)`,
  parse: (json) => memberSchema.parse(JSON.parse(json)),
  key: sql`u.id`,
  sorts: { name: sql`u.name_key`, username: sql`u.username` },
  searched: { folded: sql`u.search_key` },
};

/** Of the row `group_members m`. */
export const inGroup = (key: string): SQL =>
  sql`m.group_id = (SELECT id FROM groups WHERE key = ${key})`;

/** Of the row `groups g`. */
export const groupFilters: Filters = {
  automatic: (automatic) => sql`g.automatic = ${Number(automatic === 'true')}`,
  member: (key) => sql`g.id IN (SELECT m.group_id FROM group_members m
    JOIN users u ON u.id = m.user_id WHERE u.key = ${key})`,
};
