/** A person as administrators see them, as one JSON record: names, place, account and additional fields. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { userLevels, userStatuses } from '../data/schema/people.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const userRecordSchema = z.object({
  id: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  level: z.enum(userLevels),
  status: z.enum(userStatuses),
  branch: z.string().nullable(),
  manager: z.string().nullable(),
  /** Ids, sorted. */
  groups: z.array(z.string()),
  createdAt: z.int().nullable(),
  lastAccessAt: z.int().nullable(),
  expiresAt: z.int().nullable(),
  /** Those that have a value, by id. */
  fields: z.array(z.object({ id: z.string(), value: z.string() })),
});
export type UserRecord = z.infer<typeof userRecordSchema>;

/** The record of the row `users u` at hand. */
const userJson = sql`json_object(
  'id', u.key,
  'username', u.username,
  'email', u.email,
  'firstName', u.first_name,
  'lastName', u.last_name,
  'level', u.level,
  'status', u.status,
  'branch', (SELECT key FROM branches WHERE id = u.branch_id),
  'manager', (SELECT key FROM users WHERE id = u.manager_id),
  'groups', json((SELECT json_group_array(g.key ORDER BY g.key)
    FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = u.id)),
  'createdAt', u.created_at,
  'lastAccessAt', u.last_access_at,
  'expiresAt', u.expires_at,
  'fields', json((SELECT json_group_array(json_object('id', f.key, 'value', v.value) ORDER BY f.key)
    FROM user_field_values v JOIN user_fields f ON f.id = v.field_id WHERE v.user_id = u.id)))`;

const parseRecord = (json: string): UserRecord => userRecordSchema.parse(JSON.parse(json));

/** The person with this id (the LMS's own). */
export const userSubject = (key: string): Subject<UserRecord> => ({
  name: `user:${key}`,
  record: sql`(SELECT ${userJson} FROM users u WHERE u.key = ${key})`,
  parse: parseRecord,
});

/** People as administrators page through them. */
export const userListing: Listing<UserRecord> = {
  name: 'users',
  from: sql`users u`,
  record: userJson,
  parse: parseRecord,
  key: sql`u.id`,
  sorts: {
    name: sql`u.name_key`,
    username: sql`u.username`,
    email: sql`coalesce(u.email, '')`,
    created_at: sql`coalesce(u.created_at, 0)`,
    last_access_at: sql`coalesce(u.last_access_at, 0)`,
  },
  searched: { folded: sql`u.search_key` },
};

/** Of the row `users u`. */
export const userFilters: Filters = {
  level: (level) => sql`u.level = ${level}`,
  status: (status) => sql`u.status = ${status}`,
  branch: (key) => sql`u.branch_id = (SELECT id FROM branches WHERE key = ${key})`,
  under: (key) => sql`u.branch_id IN (SELECT c.descendant_id FROM branch_closure c
    JOIN branches b ON b.id = c.ancestor_id WHERE b.key = ${key})`,
  group: (key) => sql`u.id IN (SELECT m.user_id FROM group_members m
    JOIN groups g ON g.id = m.group_id WHERE g.key = ${key})`,
  manager: (key) => sql`u.manager_id = (SELECT id FROM users WHERE key = ${key})`,
};
