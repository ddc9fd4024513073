/** Ends an administration token: whoever holds it is refused from now on. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { type AdminTokenRecord, adminTokenSubject } from './admin-token-record.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({ token: z.string() });

/**
 * @param input `{ token: id }`. A token that is revoked already keeps its time.
 * @throws Refusal `not-found`.
 */
export async function revokeAdminToken(
  occasion: Occasion,
  input: unknown,
): Promise<AdminTokenRecord> {
  authorize(occasion.actor, 'admin_token.revoke');
  const { token: id } = parse(inputSchema, input);
  const subject = adminTokenSubject(id);
  const { after } = await change(occasion, 'admin_token.revoke', subject, (before) => {
    if (before === null) {
      throw new Refusal('not-found', `There is no administration token "${id}"`);
    }
    if (before.revokedAt !== null) return { statements: [] };
    return {
      statements: [
        sql`UPDATE admin_tokens SET revoked_at = ${occasion.nowSeconds} WHERE id = ${id}`,
      ],
    };
  });
  return after;
}
