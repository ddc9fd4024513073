/** Makes a power user a user again, who loses every profile and dataset (PU-011, PU-012). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
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
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for somebody who is no power user, or whom an
 * automation would at once make one again.
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
    const { username, gifts } = requirePowerUser(found, powerUser);
    if (gifts.length > 0) {
      const names = gifts.map(({ automation }) => `"${automation}"`).join(', ');
      throw new Refusal(
        'unprocessable',
        `Automations make ${username} a power user: ${names}; disable them or change their rules`,
      );
    }
    return { statements: [sql`UPDATE users SET level = 'user' WHERE key = ${powerUser}`], holds };
  });
  return requirePowerUser(before, powerUser);
}
