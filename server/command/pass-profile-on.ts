/** Gives a power user profiles to pass on, which give them no rights themselves (PU-080, PU-081, PU-104). */
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { giftsSchema, giveProfiles, profilesToGive } from './gifts.ts';
import { parse } from './parse.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';

/**
 * A power user passes on what they hold to pass on; it counts while they do.
 * @param input `{ powerUser: id, profiles: names }`. What is held already stays as it is.
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for somebody who is no power user.
 */
export async function passProfileOn(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.pass_on');
  const { powerUser, profiles } = parse(giftsSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.pass_on', subject, async (before) => {
    const leave = await leaveTo(occasion, 'manage', powerUser);
    const holder = requirePowerUser(before, powerUser);
    const missing = await profilesToGive(occasion, 'profile_resources', leave, holder, profiles);
    if (missing.length === 0) return { statements: [] };
    const { nowSeconds } = occasion;
    const gift = giveProfiles('profile_resources', powerUser, missing, leave.giver, nowSeconds);
    return { statements: [gift.statement], holds: [...leave.holds, gift.holds] };
  });
  return after;
}
