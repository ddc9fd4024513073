/** Makes a group that is filled by hand. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { type GroupRecord, groupSubject } from './group-record.ts';
import { newIdSchema, titleSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';

const inputSchema = z.strictObject({ id: newIdSchema, name: titleSchema() });

/**
 * @param input `{ id, name }`
 * @throws Refusal `unprocessable` for a bad id or name, and for an id that is taken
 */
export async function createGroup(occasion: Occasion, input: unknown): Promise<GroupRecord> {
  authorize(occasion.actor, 'group.create');
  const { id, name } = parse(inputSchema, input);
  const { after } = await change(occasion, 'group.create', groupSubject(id), (before) => {
    if (before !== null) {
      throw refuseEach([{ field: 'id', message: `There is a group "${id}" already` }]);
    }
    return { statements: [sql`INSERT INTO groups (key, name) VALUES (${id}, ${name})`] };
  });
  return after;
}
