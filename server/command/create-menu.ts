/** Makes a menu: a named set of pages, which whoever holds it keeps, current and future (PU-071). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { type MenuRecord, menuSubject, pagesSchema, replacePages } from './menu-record.ts';
import { parse, refuseEach } from './parse.ts';
import { nameSchema } from './plain-text.ts';

const inputSchema = z.strictObject({ name: nameSchema, pages: pagesSchema.default([]) });

/**
 * @param input `{ name, pages?: ids of dashboards }`
 * @throws Refusal `unprocessable` for a bad or taken name, or a page that does not exist
 */
export async function createMenu(occasion: Occasion, input: unknown): Promise<MenuRecord> {
  authorize(occasion.actor, 'menu.create');
  const { name, pages } = parse(inputSchema, input);
  const subject = menuSubject(name, sql`m.name = ${name}`);
  const { after } = await change(occasion, 'menu.create', subject, (before) => {
    if (before !== null) {
      throw refuseEach([{ field: 'name', message: `There is a menu "${name}" already` }]);
    }
    const id = sql`(SELECT id FROM menus WHERE name = ${name})`;
    return {
      statements: [sql`INSERT INTO menus (name) VALUES (${name})`, ...replacePages(id, pages)],
    };
  });
  return after;
}
