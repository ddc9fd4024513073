/** Makes a user a power user, who then can hold profiles and datasets (PU-006, PU-008, PU-101). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { noPerson, type PowerUserRecord, powerUserSubject } from './power-user-record.ts';

const inputSchema = z.strictObject({ powerUser: z.string() });

/**
 * @param input `{ powerUser: id }`. Somebody who is a power user already stays one, also when no automation
 * makes them one any more.
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for a superadmin, who is unrestricted and would lose that.
 */
export async function promotePowerUser(
  occasion: Occasion,
  input: unknown,
): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'power_user.promote');
  const { powerUser } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'power_user.promote', subject, async (before) => {
    const { giver, holds } = await leaveTo(occasion, 'promote', powerUser);
    if (before === null) throw noPerson(powerUser);
    if (before.promoted) {
      const id = sql`(SELECT id FROM users WHERE key = ${powerUser})`;
      const statements = [
        sql`DELETE FROM automation_promotions WHERE user_id = ${id}`,
        sql`UPDATE users SET promoted_by = ${giver} WHERE id = ${id}`,
      ];
      return { statements, holds };
    }
    if (before.level === 'power_user') return { statements: [] };
    if (before.level === 'superadmin') {
      throw new Refusal('unprocessable', `${before.username} is a superadmin`);
    }
    const promotion = sql`level = 'power_user', promoted_by = ${giver}`;
    return { statements: [sql`UPDATE users SET ${promotion} WHERE key = ${powerUser}`], holds };
  });
  return after;
}
