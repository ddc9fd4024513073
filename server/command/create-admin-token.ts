/** Makes an administration token for a superadmin's own program: named, of limited life, and shown this once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { adminTokenDays, adminTokenSeconds, newAdminToken } from '../token/admin-token.ts';
import { authorize } from './actor.ts';
import { type AdminTokenRecord, adminTokenSubject } from './admin-token-record.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { nameSchema } from './plain-text.ts';

const { byDefault, atMost } = adminTokenDays;

const inputSchema = z.strictObject({
  name: nameSchema,
  days: z
    .int({ error: 'The life of a token is a whole number of days' })
    .min(1, { error: 'A token is good for at least a day' })
    .max(atMost, { error: `A token is good for at most ${atMost} days` })
    .default(byDefault),
});

/** The token as it is kept, and its secret: this is the only time that it is told. */
export interface CreatedAdminToken {
  readonly token: AdminTokenRecord;
  readonly secret: string;
}

/**
 * @param input `{ name, days?: 1 to 366, 90 by default }`
 * @throws Refusal `unprocessable` for a bad name or a life without end.
 */
export async function createAdminToken(
  occasion: Occasion,
  input: unknown,
): Promise<CreatedAdminToken> {
  authorize(occasion.actor, 'admin_token.create');
  const { name, days } = parse(inputSchema, input);
  const { id, secret, hash } = await newAdminToken();
  const { nowSeconds } = occasion;
  const expiresAt = nowSeconds + adminTokenSeconds(days);
  const { after } = await change(occasion, 'admin_token.create', adminTokenSubject(id), () => ({
    statements: [
      sql`INSERT INTO admin_tokens (id, name, hash, created_at, expires_at)
        VALUES (${id}, ${name}, ${hash}, ${nowSeconds}, ${expiresAt})`,
    ],
  }));
  return { token: after, secret };
}
