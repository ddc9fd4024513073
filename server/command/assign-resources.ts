/** Lets a power user hold pages, menus, locations and the like (PU-045, PU-049). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { assignableKinds } from '../../shared/resource.ts';
import { authorize } from './actor.ts';
import { assignable, missingOf } from './assignable.ts';
import {
  type AssignedRecord,
  assignedSubject,
  heldKeys,
  requireHolder,
} from './assigned-record.ts';
import { change, type Occasion } from './change.ts';
import { parse, refuseEach } from './parse.ts';

const inputSchema = z.strictObject({
  powerUser: z.string(),
  kind: z.enum(assignableKinds),
  keys: z.array(z.string().min(1).max(500)).min(1).max(1000),
});

/**
 * What is held already stays as it is.
 * @param input `{ powerUser: id, kind, keys }`; a page's key is its id, a menu's its name
 * @throws Refusal `not-found`; `unprocessable` for what does not exist (each is named) or somebody who is no power user
 */
export async function assignResources(occasion: Occasion, input: unknown): Promise<AssignedRecord> {
  authorize(occasion.actor, 'resource.assign');
  const { powerUser, kind, keys } = parse(inputSchema, input);
  const subject = assignedSubject(powerUser);
  const { after } = await change(occasion, 'resource.assign', subject, async (before) => {
    const held = heldKeys(requireHolder(before, powerUser), kind);
    const [missing = []] = await occasion.database.read(missingOf(kind, keys));
    if (missing.length > 0) {
      throw refuseEach(
        missing.map(([key]) => ({ field: 'keys', message: `There is no ${kind} "${key}"` })),
      );
    }
    const fresh = keys.filter((key) => !held.includes(key));
    if (fresh.length === 0) return { statements: [] };
    const { table, column, all } = assignable(kind);
    return {
      statements: [
        sql`INSERT INTO ${table} (power_user_id, ${column})
          SELECT u.id, named.id FROM users u JOIN (${all}) named
          WHERE u.key = ${powerUser}
          AND named.key IN (SELECT value FROM json_each(${JSON.stringify(fresh)}))`,
      ],
      holds: [sql`NOT EXISTS (${missingOf(kind, fresh)})`],
    };
  });
  return after;
}
