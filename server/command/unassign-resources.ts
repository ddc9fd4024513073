/** Takes pages, menus, locations and the like away from a power user, some or all of a kind (PU-072 to PU-075). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type AssignableKind, assignableKinds } from '../../shared/resource.ts';
import { authorize } from './actor.ts';
import { assignable } from './assignable.ts';
import {
  type AssignedRecord,
  assignedSubject,
  heldKeys,
  requireHolder,
} from './assigned-record.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({
  powerUser: z.string(),
  kind: z.enum(assignableKinds),
  keys: z.array(z.string().max(500)).min(1).max(1000).optional(),
});

/**
 * Without keys, all of the kind. A page stays while a menu that holds it is assigned: named alone it is refused, and
 * of all pages those are left out. **A menu leaves its pages behind**, as pages that are assigned themselves: so menus
 * are taken first, pages after.
 * @param input `{ powerUser: id, kind, keys? }`
 * @throws Refusal `not-found`; `unprocessable` for what they don't hold, a page of a menu, or who is no power user
 */
export async function unassignResources(
  occasion: Occasion,
  input: unknown,
): Promise<AssignedRecord> {
  authorize(occasion.actor, 'resource.unassign');
  const { powerUser, kind, keys } = parse(inputSchema, input);
  const subject = assignedSubject(powerUser);
  const { after } = await change(occasion, 'resource.unassign', subject, (before) => {
    const holder = requireHolder(before, powerUser);
    const gone = keys ? requireHeld(holder, kind, keys) : takeable(holder, kind);
    if (gone.length === 0) return { statements: [] };
    const { table, column, all } = assignable(kind);
    const id = sql`(SELECT id FROM users WHERE key = ${powerUser})`;
    const named = sql`(SELECT id FROM (${all}) WHERE key IN
      (SELECT value FROM json_each(${JSON.stringify(gone)})))`;
    return {
      statements: [
        ...(kind === 'menu' ? [leavePages(id, named)] : []),
        sql`DELETE FROM ${table} WHERE power_user_id = ${id} AND ${column} IN ${named}`,
      ],
    };
  });
  return after;
}

/** What of a kind can be taken all at once: pages of menus stay. */
const takeable = (holder: AssignedRecord, kind: AssignableKind): string[] =>
  heldKeys(holder, kind).filter((key) => kind !== 'page' || menuOf(holder, key) === undefined);

function requireHeld(
  holder: AssignedRecord,
  kind: AssignableKind,
  keys: readonly string[],
): readonly string[] {
  for (const key of keys) {
    const menu = kind === 'page' ? menuOf(holder, key) : undefined;
    if (menu !== undefined) {
      const reason = `is in the menu "${menu}", which ${holder.username} holds: take the menu first`;
      throw new Refusal('unprocessable', `The page "${key}" ${reason}`);
    }
    if (!heldKeys(holder, kind).includes(key)) {
      throw new Refusal('unprocessable', `${holder.username} does not hold the ${kind} "${key}"`);
    }
  }
  return keys;
}

const menuOf = ({ menus }: AssignedRecord, page: string): string | undefined =>
  menus.find(({ pages }) => pages.includes(page))?.name;

/** PU-073: unassigning a menu does not unassign its pages. */
const leavePages = (powerUser: SQL, menus: SQL): SQL =>
  sql`INSERT INTO page_assignments (power_user_id, page)
    SELECT DISTINCT ${powerUser}, page FROM menu_pages WHERE menu_id IN ${menus}
    ON CONFLICT DO NOTHING`;
