/** Takes profiles away; without any left one stays a power user or not, as is said (PU-032, PU-038, PU-039, PU-105). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { giftsSchema, requireHeld, takeProfiles } from './gifts.ts';
import { parse } from './parse.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

/** What becomes of a power user without a profile. */
export const lastAnswers = ['keep', 'demote'] as const;

const inputSchema = giftsSchema.extend({
  last: z.enum([...lastAnswers, 'ask']).default('keep'),
});

/**
 * A power user takes any profile from whom they manage, also one that they can't give back.
 * @param input `{ powerUser: id, profiles: names, last?: 'keep' (by default), 'demote' or 'ask' }`; `last` says what
 * becomes of somebody without any profile left, and `ask` refuses to decide that
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for a profile that they don't hold, somebody who is no
 * power user, or a last profile where that is not decided.
 */
export async function revokeProfile(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.revoke');
  const { powerUser, profiles, last } = parse(inputSchema, input);
  if (last === 'demote') authorize(occasion.actor, 'power_user.demote');
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.revoke', subject, async (before) => {
    const { holds } = await leaveTo(occasion, 'manage', powerUser);
    const { username, profiles: held } = requirePowerUser(before, powerUser);
    requireHeld(held, profiles, `${username} does not hold`);
    const none = held.every((name) => profiles.includes(name));
    if (none && last === 'ask') throw undecided(username);
    const demotion = sql`UPDATE users SET level = 'user' WHERE key = ${powerUser}`;
    return {
      statements: [
        takeProfiles('grants', powerUser, profiles),
        ...(none && last === 'demote' ? [demotion] : []),
      ],
      holds,
    };
  });
  return after;
}

const undecided = (username: string): Refusal =>
  new Refusal('unprocessable', `${username} would hold no profile: a power user still, or not?`, {
    places: [{ field: 'last', message: `say ${lastAnswers.join(' or ')}` }],
  });
