/** Removes a profile, and with it its grants: who held it loses what it gave, at once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { refuseGiven } from './automation-gifts.ts';
import { type Occasion, remove } from './change.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { findProfile, noProfile, type ProfileRecord, profileSubject } from './profile-record.ts';

const inputSchema = z.strictObject({ profile: nameReferenceSchema });

/**
 * @param input `{ profile: name }`
 * @returns the profile that was, with the ids of those who held it.
 * @throws Refusal `not-found`; `unprocessable` for one that an automation gives.
 */
export async function removeProfile(occasion: Occasion, input: unknown): Promise<ProfileRecord> {
  authorize(occasion.actor, 'profile.remove');
  const { profile } = parse(inputSchema, input);
  const id = await findProfile(occasion.database, profile);
  const subject = profileSubject(profile, sql`p.id = ${id}`);
  return remove(occasion, 'profile.remove', subject, async (before) => {
    if (before === null) throw noProfile(profile);
    await refuseGiven(occasion.database, { profile: id });
    return { statements: [sql`DELETE FROM profiles WHERE id = ${id}`] };
  });
}
