/** The pages, menus and named resources that a power user holds, as one JSON record. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type AssignableKind, resourceKinds } from '../../shared/resource.ts';
import type { Database } from '../data/database.ts';
import { userLevels } from '../data/schema/people.ts';
import type { Subject } from './change.ts';
import { noPerson } from './power-user-record.ts';

const assignedRecordSchema = z.object({
  username: z.string(),
  level: z.enum(userLevels),
  /** Pages that were assigned themselves. */
  pages: z.array(z.string()),
  /** Menus, each with the pages that it brings. */
  menus: z.array(z.object({ name: z.string(), pages: z.array(z.string()) })),
  resources: z.array(z.object({ kind: z.enum(resourceKinds), key: z.string(), name: z.string() })),
});
export type AssignedRecord = z.infer<typeof assignedRecordSchema>;

const assignedJson = sql`json_object('username', u.username, 'level', u.level,
  'pages', json((SELECT json_group_array(page ORDER BY page)
    FROM page_assignments WHERE power_user_id = u.id)),
  'menus', json((SELECT json_group_array(json_object('name', m.name, 'pages',
      json((SELECT json_group_array(page ORDER BY position, page) FROM menu_pages WHERE menu_id = m.id)))
      ORDER BY m.name)
    FROM menu_assignments a JOIN menus m ON m.id = a.menu_id WHERE a.power_user_id = u.id)),
  'resources', json((SELECT json_group_array(
      json_object('kind', r.kind, 'key', r.key, 'name', r.name) ORDER BY r.kind, r.key)
    FROM resource_assignments a JOIN resources r ON r.id = a.resource_id
    WHERE a.power_user_id = u.id)))`;

/** What the person with this id (the LMS's own) holds. */
export const assignedSubject = (key: string): Subject<AssignedRecord> => ({
  name: `power_user:${key}`,
  record: sql`(SELECT ${assignedJson} FROM users u WHERE u.key = ${key})`,
  parse: (json) => assignedRecordSchema.parse(JSON.parse(json)),
});

/** The record of somebody who must be a power user; refuses everybody else. */
export function requireHolder(found: AssignedRecord | null, key: string): AssignedRecord {
  if (found === null) throw noPerson(key);
  if (found.level === 'power_user') return found;
  throw new Refusal('unprocessable', `${found.username} is not a power user: promote them first`);
}

/** The ids by which a power user holds things of a kind; a menu's is its name. */
export function heldKeys({ pages, menus, resources }: AssignedRecord, kind: AssignableKind) {
  if (kind === 'page') return pages;
  if (kind === 'menu') return menus.map(({ name }) => name);
  return resources.flatMap((one) => (one.kind === kind ? [one.key] : []));
}

/** Every named resource by kind and id. */
export async function readResources(database: Database) {
  const [rows = []] = await database.read(
    sql`SELECT kind, key, name FROM resources ORDER BY kind, key`,
  );
  return rows.map(([kind, key, name]) => ({
    kind: String(kind),
    key: String(key),
    name: String(name),
  }));
}
