/** Makes a power user a user again, who loses every profile and dataset (PU-011, PU-012). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z.strictObject({ powerUser: z.string() });

/**
 * What they held goes by a trigger on the level, so that no other way of demoting can leave it behind.
 * @param input `{ powerUser: id }`
 * @returns what they held before.
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for somebody who is no power user.
 */
export async function demotePowerUser(
  occasion: Occasion,
  input: unknown,
): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'power_user.demote');
  const { powerUser } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { before } = await change(occasion, 'power_user.demote', subject, async (found) => {
    const { holds } = await leaveTo(occasion, 'manage', powerUser);
    requirePowerUser(found, powerUser);
    return { statements: [sql`UPDATE users SET level = 'user' WHERE key = ${powerUser}`], holds };
  });
  return requirePowerUser(before, powerUser);
}
