/** Changes a menu's name or its pages, for everyone who holds it, from their next request on (PU-071). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import {
  findMenu,
  type MenuRecord,
  menuSubject,
  noMenu,
  pagesSchema,
  replacePages,
} from './menu-record.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';

const inputSchema = z.strictObject({
  menu: nameReferenceSchema,
  name: nameSchema.optional(),
  pages: pagesSchema.optional(),
});

/**
 * @param input `{ menu: name, name?: new one, pages?: all of them }`
 * @throws Refusal `not-found`; `unprocessable` for a bad or taken name, or a page that does not exist
 */
export async function editMenu(occasion: Occasion, input: unknown): Promise<MenuRecord> {
  authorize(occasion.actor, 'menu.edit');
  const { menu, name, pages } = parse(inputSchema, input);
  const id = await findMenu(occasion.database, menu);
  const subject = menuSubject(menu, sql`m.id = ${id}`);
  const { after } = await change(occasion, 'menu.edit', subject, async (before) => {
    if (before === null) throw noMenu(menu);
    const renamed = name !== undefined && name !== before.name;
    if (renamed && (await isTaken(occasion, name))) {
      throw refuseEach([{ field: 'name', message: `There is a menu "${name}" already` }]);
    }
    return {
      statements: [
        ...(renamed ? [sql`UPDATE menus SET name = ${name} WHERE id = ${id}`] : []),
        ...(pages ? replacePages(sql`${id}`, pages) : []),
      ],
      holds: renamed ? [sql`NOT EXISTS (SELECT 1 FROM menus WHERE name = ${name})`] : [],
    };
  });
  return after;
}

async function isTaken({ database }: Occasion, name: string): Promise<boolean> {
  const [rows = []] = await database.read(sql`SELECT 1 FROM menus WHERE name = ${name}`);
  return rows.length > 0;
}
