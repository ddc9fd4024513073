/** Changes the name of a group that is filled by hand. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { type GroupRecord, groupSubject, requireManual } from './group-record.ts';
import { idSchema, titleSchema } from './lms-text.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({ group: idSchema, name: titleSchema().optional() });

/**
 * @param input `{ group: id, name? }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name and for an automatic group
 */
export async function editGroup(occasion: Occasion, input: unknown): Promise<GroupRecord> {
  authorize(occasion.actor, 'group.edit');
  const { group, name } = parse(inputSchema, input);
  const { after } = await change(occasion, 'group.edit', groupSubject(group), (before) => {
    const found = requireManual(before, group);
    if (name === undefined || name === found.name) return { statements: [] };
    return { statements: [sql`UPDATE groups SET name = ${name} WHERE key = ${group}`] };
  });
  return after;
}
