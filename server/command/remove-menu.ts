/** Removes a menu. Pages that it alone brought are gone with it; those that were assigned themselves stay. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { type Occasion, remove } from './change.ts';
import { findMenu, type MenuRecord, menuSubject, noMenu } from './menu-record.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';

const inputSchema = z.strictObject({ menu: nameReferenceSchema });

/**
 * @param input `{ menu: name }`
 * @returns the menu that was, with the ids of those who held it
 * @throws Refusal `not-found`
 */
export async function removeMenu(occasion: Occasion, input: unknown): Promise<MenuRecord> {
  authorize(occasion.actor, 'menu.remove');
  const { menu } = parse(inputSchema, input);
  const id = await findMenu(occasion.database, menu);
  return remove(occasion, 'menu.remove', menuSubject(menu, sql`m.id = ${id}`), (before) => {
    if (before === null) throw noMenu(menu);
    return { statements: [sql`DELETE FROM menus WHERE id = ${id}`] };
  });
}
