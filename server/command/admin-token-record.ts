/** What an administration token is, as one JSON record: for checks, guards, the audit row and lists. Never its hash. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../data/database.ts';
import type { Subject } from './change.ts';

const adminTokenRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Unix seconds. */
  createdAt: z.int(),
  expiresAt: z.int(),
  revokedAt: z.int().nullable(),
});
export type AdminTokenRecord = z.infer<typeof adminTokenRecordSchema>;

/** The record of the row `admin_tokens t` at hand. */
const adminTokenJson = sql`json_object('id', t.id, 'name', t.name, 'createdAt', t.created_at,
  'expiresAt', t.expires_at, 'revokedAt', t.revoked_at)`;

const parseRecord = (json: string): AdminTokenRecord =>
  adminTokenRecordSchema.parse(JSON.parse(json));

export const adminTokenSubject = (id: string): Subject<AdminTokenRecord> => ({
  name: `admin_token:${id}`,
  record: sql`(SELECT ${adminTokenJson} FROM admin_tokens t WHERE t.id = ${id})`,
  parse: parseRecord,
});

/** Every token, the newest first; the ended ones too, for the audit names them. */
export async function readAdminTokens(database: Database): Promise<AdminTokenRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${adminTokenJson} FROM admin_tokens t ORDER BY t.created_at DESC, t.id`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
