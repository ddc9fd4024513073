/** Grants profiles to a power user, who then holds ten at most (PU-018, PU-021, PU-022, PU-037). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import {
  type PowerUserRecord,
  powerUserSubject,
  profilesEach,
  requirePowerUser,
} from './power-user-record.ts';
import { findProfile } from './profile-record.ts';

const inputSchema = z.strictObject({
  powerUser: z.string(),
  profiles: z.array(nameReferenceSchema).min(1, { error: 'Name at least one profile' }).max(100),
});

/**
 * @param input `{ powerUser: id, profiles: names }`. What is held already stays as it is.
 * @throws Refusal `not-found`; `unprocessable` for an eleventh profile or somebody who is no power user.
 */
export async function grantProfile(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.grant');
  const { powerUser, profiles } = parse(inputSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.grant', subject, async (before) => {
    const { username, profiles: held } = requirePowerUser(before, powerUser);
    const missing = [...new Set(profiles)].filter((name) => !held.includes(name));
    const ids = await Promise.all(missing.map((name) => findProfile(occasion.database, name)));
    if (held.length + ids.length > profilesEach) {
      const told = `${username} holds ${held.length}, and ${ids.length} more would be too many`;
      throw new Refusal(
        'unprocessable',
        `A power user holds at most ${profilesEach} profiles: ${told}`,
      );
    }
    if (ids.length === 0) return { statements: [] };
    const list = JSON.stringify(ids);
    return {
      statements: [
        sql`INSERT INTO grants (power_user_id, profile_id, granted_at)
          SELECT u.id, p.id, ${occasion.nowSeconds} FROM users u
          JOIN profiles p ON p.id IN (SELECT value FROM json_each(${list})) WHERE u.key = ${powerUser}`,
      ],
      // A profile that was removed meanwhile would be left out silently.
      holds: [
        sql`(SELECT count(*) FROM profiles WHERE id IN (SELECT value FROM json_each(${list}))) = ${ids.length}`,
      ],
    };
  });
  return after;
}
