/** What a menu is, as one JSON record: for checks, guards, the audit row and lists alike. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { dashboards } from '../report/dashboard-catalogue.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const menuRecordSchema = z.object({
  name: z.string(),
  /** Ids of dashboards, in the order of the menu. */
  pages: z.array(z.string()),
  /** Ids of the power users who hold it. */
  holders: z.array(z.string()),
});
export type MenuRecord = z.infer<typeof menuRecordSchema>;

const menuJson = sql`json_object('name', m.name,
  'pages', json((SELECT json_group_array(page ORDER BY position, page)
    FROM menu_pages WHERE menu_id = m.id)),
  'holders', json((SELECT json_group_array(u.key ORDER BY u.key)
    FROM menu_assignments a JOIN users u ON u.id = a.power_user_id WHERE a.menu_id = m.id)))`;

const parseRecord = (json: string): MenuRecord => menuRecordSchema.parse(JSON.parse(json));

export const menuSubject = (name: string, condition: SQL): Subject<MenuRecord> => ({
  name: `menu:${name}`,
  record: sql`(SELECT ${menuJson} FROM menus m WHERE ${condition})`,
  parse: parseRecord,
});

export const menuListing: Listing<MenuRecord> = {
  name: 'menus',
  from: sql`menus m`,
  record: menuJson,
  parse: parseRecord,
  key: sql`m.id`,
  sorts: {
    name: sql`lower(m.name)`,
    held_by: sql`(SELECT count(*) FROM menu_assignments WHERE menu_id = m.id)`,
  },
  searched: { plain: sql`m.name` },
};

/** Of the row `menus m`. */
export const menuFilters: Filters = {
  page: (page) => sql`m.id IN (SELECT menu_id FROM menu_pages WHERE page = ${page})`,
  holder: (key) => sql`m.id IN (SELECT a.menu_id FROM menu_assignments a
    JOIN users u ON u.id = a.power_user_id WHERE u.key = ${key})`,
};

/** Every menu by name. */
export async function readMenus(database: Database): Promise<MenuRecord[]> {
  const [rows = []] = await database.read(sql`SELECT ${menuJson} FROM menus m ORDER BY m.name`);
  return rows.map(([json]) => parseRecord(String(json)));
}

/** The internal id of the menu with this name; Refusal `not-found` without one. */
export async function findMenu(database: Database, name: string): Promise<number> {
  const [[row] = []] = await database.read(sql`SELECT id FROM menus WHERE name = ${name}`);
  if (row === undefined) throw noMenu(name);
  return Number(row[0]);
}

export const noMenu = (name: string): Refusal =>
  new Refusal('not-found', `There is no menu "${name}"`);

/** The id of a dashboard. */
export const pageSchema = z.string().refine((id) => dashboards.has(id), {
  error: ({ input }) =>
    `There is no page ${JSON.stringify(input)}: ${[...dashboards.keys()].join(', ')}`,
});

/** Each page once. */
export const pagesSchema = z
  .array(pageSchema)
  .max(200)
  .transform((pages) => [...new Set(pages)]);

/** Writes the pages of a menu anew; what stays is not touched, so that nobody's rights move for nothing. */
export const replacePages = (menuId: SQL, pages: readonly string[]): SQL[] => [
  sql`DELETE FROM menu_pages WHERE menu_id = ${menuId}
    AND page NOT IN (SELECT value FROM json_each(${JSON.stringify(pages)}))`,
  sql`INSERT INTO menu_pages (menu_id, page, position)
    SELECT ${menuId}, value, key FROM json_each(${JSON.stringify(pages)}) WHERE true
    ON CONFLICT (menu_id, page) DO UPDATE SET position = excluded.position
    WHERE position <> excluded.position`,
];
