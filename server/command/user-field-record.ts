/** An additional field of people, as one JSON record. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import type { Subject } from './change.ts';
import type { Listing } from './listing.ts';

const flag = z.union([z.literal(0), z.literal(1)]).transform(Boolean);

const userFieldRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  invisible: flag,
  /** Whether people may change their own value in the LMS. */
  viewerEditable: flag,
  /** Ids of the branches for whose people, and all below, it is there; null for everybody. */
  branches: z.array(z.string()).nullable(),
  /** How many people have a value. */
  values: z.int(),
});
export type UserFieldRecord = z.infer<typeof userFieldRecordSchema>;

const userFieldJson = sql`json_object('id', f.key, 'name', f.name, 'invisible', f.invisible,
  'viewerEditable', f.viewer_editable, 'branches', CASE WHEN f.by_branch THEN json((
    SELECT json_group_array(b.key ORDER BY b.key) FROM user_field_branches l
    JOIN branches b ON b.id = l.branch_id WHERE l.field_id = f.id)) END,
  'values', (SELECT count(*) FROM user_field_values WHERE field_id = f.id))`;

const parseRecord = (json: string): UserFieldRecord =>
  userFieldRecordSchema.parse(JSON.parse(json));

export const userFieldSubject = (key: string): Subject<UserFieldRecord> => ({
  name: `user_field:${key}`,
  record: sql`(SELECT ${userFieldJson} FROM user_fields f WHERE f.key = ${key})`,
  parse: parseRecord,
});

export const noUserField = (key: string): Refusal =>
  new Refusal('not-found', `There is no additional field "${key}"`);

/** Every additional field by name. */
export async function readUserFields(database: Database): Promise<UserFieldRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${userFieldJson} FROM user_fields f ORDER BY f.name, f.id`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}

export const userFieldListing: Listing<UserFieldRecord> = {
  name: 'user-fields',
  from: sql`user_fields f`,
  record: userFieldJson,
  parse: parseRecord,
  key: sql`f.id`,
  sorts: { name: sql`lower(f.name)`, id: sql`f.key` },
  searched: { plain: sql`f.name` },
};
