/** Changes what rights and reports go by in a person: account, names, branch, manager, expiry, additional fields. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fold } from '../../shared/fold.ts';
import { personKeys } from '../data/keys.ts';
import { userStatuses } from '../data/schema/people.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { idSchema, lineSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { noPerson } from './power-user-record.ts';
import { type Reference, requireReferences } from './references.ts';
import { type UserRecord, userSubject } from './user-record.ts';

const inputSchema = z.strictObject({
  user: idSchema,
  status: z.enum(userStatuses).optional(),
  firstName: lineSchema(255).optional(),
  lastName: lineSchema(255).optional(),
  email: lineSchema(320).nullable().optional(),
  branch: idSchema.min(1).nullable().optional(),
  manager: idSchema.min(1).nullable().optional(),
  /** Unix seconds. */
  expiresAt: z.int().min(0).max(253_402_300_799).nullable().optional(),
  fields: z
    .array(z.strictObject({ id: idSchema, value: lineSchema(4000).nullable() }))
    .default([])
    .refine((fields) => new Set(fields.map(({ id }) => id)).size === fields.length, {
      error: 'A field stands twice',
    }),
});
type Edit = z.infer<typeof inputSchema>;

/**
 * What is not named stays. Level and username are not changed here: a level has its own commands, and a username is
 * who somebody is to their portal.
 * @param input `{ user: id, status?, firstName?, lastName?, email?, branch?, manager?, expiresAt?, fields? }`
 * @throws Refusal `not-found`; `unprocessable` for a branch, manager or field that there is not (each by its field)
 */
export async function editUser(occasion: Occasion, input: unknown): Promise<UserRecord> {
  authorize(occasion.actor, 'user.edit');
  const edit = parse(inputSchema, input);
  const { after } = await change(occasion, 'user.edit', userSubject(edit.user), async (before) => {
    if (before === null) throw noPerson(edit.user);
    if (edit.manager === edit.user) {
      throw refuseEach([{ field: 'manager', message: 'Nobody is their own manager' }]);
    }
    const holds = await requireReferences(occasion.database, referencesOf(edit));
    const wanted = wantedOf(before, edit);
    if (JSON.stringify(wanted) === JSON.stringify(before)) return { statements: [] };
    return { statements: [updateOf(wanted), ...fieldStatements(edit)], holds };
  });
  return after;
}

function wantedOf(before: UserRecord, { fields, user: _, ...rest }: Edit): UserRecord {
  const named = Object.entries(rest).filter(([, value]) => value !== undefined);
  const values = new Map(before.fields.map(({ id, value }) => [id, value]));
  for (const { id, value } of fields) {
    if (value) values.set(id, value);
    else values.delete(id);
  }
  const sorted = [...values].map(([id, value]) => ({ id, value }));
  return {
    ...before,
    ...Object.fromEntries(named),
    ...(rest.email === '' && { email: null }),
    // In the order that they have: a value that only moved is no change.
    fields: sameFields(before, values) ? before.fields : sorted,
  };
}

const sameFields = ({ fields }: UserRecord, values: ReadonlyMap<string, string>): boolean =>
  fields.length === values.size && fields.every(({ id, value }) => values.get(id) === value);

const referencesOf = ({ branch, manager, fields }: Edit): Reference[] => [
  ...(branch ? [{ kind: 'branch', key: branch, field: 'branch' } as const] : []),
  ...(manager ? [{ kind: 'user', key: manager, field: 'manager' } as const] : []),
  ...fields.map(
    ({ id: key }, at): Reference => ({ kind: 'additional field', key, field: `fields.${at}.id` }),
  ),
];

function updateOf({ id, ...user }: UserRecord): SQL {
  const { nameKey, searchKey } = personKeys(user);
  return sql`UPDATE users SET email = ${user.email}, first_name = ${user.firstName},
    last_name = ${user.lastName}, name_key = ${nameKey}, search_key = ${searchKey},
    status = ${user.status}, expires_at = ${user.expiresAt},
    branch_id = (SELECT id FROM branches WHERE key = ${user.branch}),
    manager_id = (SELECT id FROM users WHERE key = ${user.manager}) WHERE key = ${id}`;
}

function fieldStatements({ user, fields }: Edit): SQL[] {
  if (fields.length === 0) return [];
  const gone = fields.filter(({ value }) => !value).map(({ id }) => id);
  const set = fields.flatMap(({ id, value }) => (value ? [[id, value, fold(value)]] : []));
  const person = sql`(SELECT id FROM users WHERE key = ${user})`;
  return [
    sql`DELETE FROM user_field_values WHERE user_id = ${person} AND field_id IN
      (SELECT id FROM user_fields WHERE key IN (SELECT value FROM json_each(${JSON.stringify(gone)})))`,
    sql`INSERT INTO user_field_values (user_id, field_id, value, value_key)
      SELECT ${person}, f.id, e.value ->> 1, e.value ->> 2
      FROM json_each(${JSON.stringify(set)}) e JOIN user_fields f ON f.key = e.value ->> 0
      WHERE true ON CONFLICT (user_id, field_id)
      DO UPDATE SET value = excluded.value, value_key = excluded.value_key`,
  ];
}
