/** Grants profiles to a power user, who then holds ten at most (PU-018, PU-021, PU-022, PU-031, PU-037). */
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { leaveTo } from './authority.ts';
import { change, type Occasion } from './change.ts';
import { giftsSchema, giveProfiles, profilesToGive } from './gifts.ts';
import { parse } from './parse.ts';
import {
  type PowerUserRecord,
  powerUserSubject,
  profilesEach,
  requirePowerUser,
} from './power-user-record.ts';

/**
 * A power user grants what they hold to pass on; the grant counts while they do (PU-031). What a superadmin grants is
 * theirs from then on, whoever granted it before.
 * @param input `{ powerUser: id, profiles: names }`. What is held already stays as it is.
 * @throws Refusal `not-found`; `forbidden`; `unprocessable` for an eleventh profile or somebody who is no power user.
 */
export async function grantProfile(occasion: Occasion, input: unknown): Promise<PowerUserRecord> {
  authorize(occasion.actor, 'profile.grant');
  const { powerUser, profiles } = parse(giftsSchema, input);
  const subject = powerUserSubject(powerUser);
  const { after } = await change(occasion, 'profile.grant', subject, async (before) => {
    const leave = await leaveTo(occasion, 'manage', powerUser);
    const holder = requirePowerUser(before, powerUser);
    const { username, profiles: held } = holder;
    const missing = await profilesToGive(occasion, 'grants', leave, holder, profiles);
    const more = missing.filter(({ name }) => !held.includes(name)).length;
    if (held.length + more > profilesEach) {
      const told = `${username} holds ${held.length}, and ${more} more would be too many`;
      throw new Refusal(
        'unprocessable',
        `A power user holds at most ${profilesEach} profiles: ${told}`,
      );
    }
    if (missing.length === 0) return { statements: [] };
    const { nowSeconds } = occasion;
    const gift = giveProfiles('grants', powerUser, missing, leave.giver, nowSeconds);
    return { statements: [gift.statement], holds: [...leave.holds, gift.holds] };
  });
  return after;
}
