/** Removes a group that is filled by hand; datasets and catalogs that name it are without it at once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { type Occasion, remove } from './change.ts';
import { type GroupRecord, groupSubject, requireManual } from './group-record.ts';
import { idSchema } from './lms-text.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({ group: idSchema });

/**
 * @param input `{ group: id }`
 * @returns the group that was
 * @throws Refusal `not-found`; `unprocessable` for an automatic group
 */
export async function removeGroup(occasion: Occasion, input: unknown): Promise<GroupRecord> {
  authorize(occasion.actor, 'group.remove');
  const { group } = parse(inputSchema, input);
  return remove(occasion, 'group.remove', groupSubject(group), (before) => {
    requireManual(before, group);
    return { statements: [sql`DELETE FROM groups WHERE key = ${group}`] };
  });
}
