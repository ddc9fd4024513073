/** Puts people into a group that is filled by hand, and takes people out of it. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { RefusalPlace } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { authorize } from './actor.ts';
import { change, type Occasion, type Subject } from './change.ts';
import { type GroupRecord, groupSubject, requireManual } from './group-record.ts';
import { idSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';

const peopleSchema = z.array(idSchema).max(10_000).default([]);
const inputSchema = z
  .strictObject({ group: idSchema, add: peopleSchema, remove: peopleSchema })
  .check(({ value, issues }) => {
    const both = value.add.filter((id) => value.remove.includes(id));
    if (both.length === 0) return;
    const message = `Both added and removed: ${both.slice(0, 20).join(', ')}`;
    issues.push({ code: 'custom', message, input: value, path: ['add'] });
  });

/** The group, with those of the named people who are in it. */
interface GroupWithNamed extends GroupRecord {
  readonly named: readonly string[];
}

export interface MemberChanges {
  readonly group: GroupRecord;
  /** Ids of those who were no members. */
  readonly added: readonly string[];
  /** Ids of those who were. */
  readonly removed: readonly string[];
}

/**
 * The audit tells of the people whom the change names alone, because groups are large.
 * @param input `{ group: id, add?: ids of users, remove?: ids of users }`, up to 10,000 each
 * @throws Refusal `not-found`; `unprocessable` for an automatic group and for people who are not there (each by its id)
 */
export async function changeGroupMembers(
  occasion: Occasion,
  input: unknown,
): Promise<MemberChanges> {
  authorize(occasion.actor, 'group.change_members');
  const { group, add, remove } = parse(inputSchema, input);
  const named = sql`SELECT value FROM json_each(${JSON.stringify([...add, ...remove])})`;
  const subject = withNamed(group, named);
  const { before, after } = await change(
    occasion,
    'group.change_members',
    subject,
    async (found) => {
      requireManual(found, group);
      const missing = await missingPeople(occasion.database, { add, remove });
      if (missing.length > 0) throw refuseEach(missing);
      const members = new Set(found?.named);
      const moves = add.some((id) => !members.has(id)) || remove.some((id) => members.has(id));
      return { statements: moves ? membersOf(group, add, remove) : [] };
    },
  );
  const [earlier, later] = [new Set(before?.named), new Set(after.named)];
  const { named: _, ...record } = after;
  return {
    group: record,
    added: after.named.filter((id) => !earlier.has(id)),
    removed: (before?.named ?? []).filter((id) => !later.has(id)),
  };
}

function withNamed(key: string, named: SQL): Subject<GroupWithNamed> {
  const { name, record, parse: parseRecord } = groupSubject(key);
  return {
    name,
    record: sql`json_set(${record}, '$.named', json((SELECT json_group_array(u.key ORDER BY u.key)
      FROM users u JOIN group_members m ON m.user_id = u.id JOIN groups g ON g.id = m.group_id
      WHERE g.key = ${key} AND u.key IN (${named}))))`,
    parse: (json) => ({ ...parseRecord(json), named: JSON.parse(json).named }),
  };
}

async function missingPeople(
  database: Database,
  lists: Readonly<Record<'add' | 'remove', readonly string[]>>,
): Promise<RefusalPlace[]> {
  const fields = ['add', 'remove'] as const;
  const answers = await database.read(
    ...fields.map(
      (field) => sql`SELECT key, value FROM json_each(${JSON.stringify(lists[field])})
        WHERE value NOT IN (SELECT key FROM users)`,
    ),
  );
  return fields.flatMap((field, at) =>
    (answers[at] ?? []).map(([place, id]) => ({
      field: `${field}.${place}`,
      message: `Nobody has the id "${id}"`,
    })),
  );
}

const membersOf = (key: string, add: readonly string[], remove: readonly string[]): SQL[] => {
  const group = sql`(SELECT id FROM groups WHERE key = ${key})`;
  const people = (ids: readonly string[]) =>
    sql`SELECT id FROM users WHERE key IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  return [
    sql`DELETE FROM group_members WHERE group_id = ${group} AND user_id IN (${people(remove)})`,
    sql`INSERT INTO group_members (group_id, user_id) SELECT ${group}, id FROM (${people(add)})
      WHERE true ON CONFLICT DO NOTHING`,
  ];
};
