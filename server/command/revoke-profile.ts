/** Takes profiles away from a power user, who stays one even without any (PU-032, PU-038, PU-039, PU-105). */
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { giftsSchema, requireHeld, takeProfiles } from './gifts.ts';
import { parse } from './parse.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

/**
 * A power user takes any profile from whom they manage, also one that they can't give back.
 * @param input `{ powerUser: id, profiles: names }`
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for a profile that they don't hold or somebody who is no
 * power user.
 */
export async function revokeProfile(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.revoke');
  const { powerUser, profiles } = parse(giftsSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.revoke', subject, async (before) => {
    const { holds } = await leaveTo(occasion, 'manage', powerUser);
    const { username, profiles: held } = requirePowerUser(before, powerUser);
    requireHeld(held, profiles, `${username} does not hold`);
    return { statements: [takeProfiles('grants', powerUser, profiles)], holds };
  });
  return after;
}
