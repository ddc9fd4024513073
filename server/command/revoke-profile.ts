/** Takes profiles away from a power user, who stays one even without any (PU-038, PU-039). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

const inputSchema = z.strictObject({
  powerUser: z.string(),
  profiles: z.array(nameReferenceSchema).min(1, { error: 'Name at least one profile' }).max(100),
});

/**
 * @param input `{ powerUser: id, profiles: names }`
 * @throws Refusal `not-found`; `unprocessable` for a profile that they don't hold or somebody who is no power user.
 */
export async function revokeProfile(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.revoke');
  const { powerUser, profiles } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.revoke', subject, (before) => {
    const { username, profiles: held } = requirePowerUser(before, powerUser);
    const strange = profiles.filter((name) => !held.includes(name));
    if (strange.length > 0) {
      const names = strange.map((name) => `"${name}"`).join(', ');
      throw new Refusal('unprocessable', `${username} does not hold ${names}`);
    }
    return {
      statements: [
        sql`DELETE FROM grants WHERE power_user_id = (SELECT id FROM users WHERE key = ${powerUser})
          AND profile_id IN (SELECT id FROM profiles
            WHERE name IN (SELECT value FROM json_each(${JSON.stringify(profiles)})))`,
      ],
    };
  });
  return after;
}
