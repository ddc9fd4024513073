/** Changes the name of an additional field, who may see it and where, and whether people change their own value. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { idSchema, titleSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { noUserField, type UserFieldRecord, userFieldSubject } from './user-field-record.ts';

const inputSchema = z.strictObject({
  field: idSchema,
  name: titleSchema().optional(),
  invisible: z.boolean().optional(),
  viewerEditable: z.boolean().optional(),
  branches: z.array(z.string().max(255)).max(1000).nullable().optional(),
});

/**
 * @param input `{ field: id, name?, invisible?, viewerEditable?, branches? }`: of these branches and all below them
 * alone; null for everywhere, none for nobody
 * @throws Refusal `not-found`; `unprocessable` for a bad name or branches that don't exist
 */
export async function editUserField(occasion: Occasion, input: unknown): Promise<UserFieldRecord> {
  authorize(occasion.actor, 'user_field.edit');
  const { field, ...edit } = parse(inputSchema, input);
  const subject = userFieldSubject(field);
  const { after } = await change(occasion, 'user_field.edit', subject, async (before) => {
    if (before === null) throw noUserField(field);
    const after = { ...before, ...Object.fromEntries(given(edit)) };
    if (JSON.stringify(after) === JSON.stringify(before)) return { statements: [] };
    const { name, invisible, viewerEditable, branches } = after;
    const missing = missingBranches(branches ?? []);
    const [strange = []] = await occasion.database.read(missing);
    if (strange.length > 0) {
      throw refuseEach(
        strange.map(([key]) => ({ field: 'branches', message: `There is no branch "${key}"` })),
      );
    }
    const id = sql`(SELECT id FROM user_fields WHERE key = ${field})`;
    return {
      statements: [
        sql`UPDATE user_fields SET name = ${name}, invisible = ${Number(invisible)},
          viewer_editable = ${Number(viewerEditable)}, by_branch = ${Number(branches !== null)}
          WHERE key = ${field}`,
        sql`DELETE FROM user_field_branches WHERE field_id = ${id}`,
        sql`INSERT INTO user_field_branches (field_id, branch_id) SELECT ${id}, id FROM branches
          WHERE key IN (SELECT value FROM json_each(${JSON.stringify(branches ?? [])}))`,
      ],
      holds: [sql`NOT EXISTS (${missing})`],
    };
  });
  return after;
}

const given = (edit: object) => Object.entries(edit).filter(([, value]) => value !== undefined);

const missingBranches = (keys: readonly string[]) =>
  sql`SELECT value FROM json_each(${JSON.stringify(keys)})
    WHERE value NOT IN (SELECT key FROM branches)`;
