/** Changes the name of an additional field, or whether only those see it who may view invisible fields. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { idSchema, titleSchema } from './lms-text.ts';
import { parse } from './parse.ts';
import { noUserField, type UserFieldRecord, userFieldSubject } from './user-field-record.ts';

const inputSchema = z.strictObject({
  field: idSchema,
  name: titleSchema().optional(),
  invisible: z.boolean().optional(),
});

/**
 * @param input `{ field: id, name?, invisible? }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name
 */
export async function editUserField(occasion: Occasion, input: unknown): Promise<UserFieldRecord> {
  authorize(occasion.actor, 'user_field.edit');
  const { field, ...edit } = parse(inputSchema, input);
  const subject = userFieldSubject(field);
  const { after } = await change(occasion, 'user_field.edit', subject, (before) => {
    if (before === null) throw noUserField(field);
    const { name = before.name, invisible = before.invisible } = edit;
    if (name === before.name && invisible === before.invisible) return { statements: [] };
    return {
      statements: [
        sql`UPDATE user_fields SET name = ${name}, invisible = ${Number(invisible)} WHERE key = ${field}`,
      ],
    };
  });
  return after;
}
