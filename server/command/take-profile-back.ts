/** Takes from a power user profiles that they hold to pass on; whatever they gave by them is gone at once (T-49). */
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { giftsSchema, requireHeld, takeProfiles } from './gifts.ts';
import { parse } from './parse.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

/**
 * @param input `{ powerUser: id, profiles: names }`
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for a profile that they don't hold to pass on or somebody
 * who is no power user.
 */
export async function takeProfileBack(
  occasion: Occasion,
  input: unknown,
): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.take_back');
  const { powerUser, profiles } = parse(giftsSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.take_back', subject, async (before) => {
    const { holds } = await leaveTo(occasion, 'manage', powerUser);
    const { username, toPassOn } = requirePowerUser(before, powerUser);
    const held = toPassOn.map(({ profile }) => profile);
    requireHeld(held, profiles, `${username} does not hold to pass on`);
    return { statements: [takeProfiles('profile_resources', powerUser, profiles)], holds };
  });
  return after;
}
