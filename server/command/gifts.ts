/** Profiles as gifts, to use or to pass on: which may be given, which are given already, and how they are written. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { giftCounts } from '../scope/standing.ts';
import type { Leave } from './authority.ts';
import type { Occasion } from './change.ts';
import { nameReferenceSchema } from './plain-text.ts';
import type { PowerUserRecord } from './power-user-record.ts';
import { findProfile } from './profile-record.ts';

/** Held to use (PU-018) or to pass on (PU-080). */
export type GiftTable = 'grants' | 'profile_resources';

export const giftsSchema = z.strictObject({
  powerUser: z.string(),
  profiles: z.array(nameReferenceSchema).min(1, { error: 'Name at least one profile' }).max(100),
});

/** Names of the profiles that somebody holds in the table by gifts that count at this moment. */
export async function countingGifts(
  { database, nowSeconds }: Pick<Occasion, 'database' | 'nowSeconds'>,
  table: GiftTable,
  holder: string,
): Promise<string[]> {
  const [rows = []] = await database.read(
    sql`SELECT p.name FROM ${sql.identifier(table)} g JOIN profiles p ON p.id = g.profile_id
      WHERE g.power_user_id = (SELECT id FROM users WHERE key = ${holder})
      AND ${giftCounts(sql`g`, nowSeconds)} ORDER BY p.name`,
  );
  return rows.map(([name]) => String(name));
}

/**
 * The profiles that have to be written: not those that are held already by a gift that counts, unless a superadmin
 * makes it their own.
 * @throws Refusal `forbidden` for one that a power user doesn't hold to pass on, whether there is such a one or not
 * (T-45, T-46); `not-found`
 */
export async function profilesToGive(
  occasion: Occasion,
  table: GiftTable,
  { authority }: Leave,
  holder: PowerUserRecord,
  names: readonly string[],
): Promise<{ name: string; id: number }[]> {
  const asked = [...new Set(names)];
  if (authority !== null) {
    const own = await countingGifts(occasion, 'profile_resources', authority.actor.key);
    const strange = asked.filter((name) => !own.includes(name));
    if (strange.length > 0) {
      throw new Refusal('forbidden', `You do not hold ${quoted(strange)} to pass on`);
    }
  }
  const held = await (authority === null
    ? superadminsGifts(holder, table)
    : countingGifts(occasion, table, holder.id));
  const missing = asked.filter((name) => !held.includes(name));
  return Promise.all(
    missing.map(async (name) => ({ name, id: await findProfile(occasion.database, name) })),
  );
}

function superadminsGifts(holder: PowerUserRecord, table: GiftTable): string[] {
  if (table === 'profile_resources') {
    return holder.toPassOn.filter(({ by }) => by === null).map(({ profile }) => profile);
  }
  const others = holder.givenByPowerUsers.map(({ profile }) => profile);
  return holder.profiles.filter((name) => !others.includes(name));
}

export const quoted = (names: readonly string[]): string =>
  names.map((name) => `"${name}"`).join(', ');

/** Writes the gifts, and what must hold: a profile that was removed meanwhile would be left out silently. */
export function giveProfiles(
  table: GiftTable,
  holder: string,
  profiles: readonly { id: number }[],
  giver: SQL,
  nowSeconds: number,
): { statement: SQL; holds: SQL } {
  const list = JSON.stringify(profiles.map(({ id }) => id));
  const ids = sql`(SELECT value FROM json_each(${list}))`;
  const at = table === 'grants' ? { name: sql`, granted_at`, value: sql`, ${nowSeconds}` } : null;
  return {
    statement: sql`INSERT INTO ${sql.identifier(table)}
        (power_user_id, profile_id, granted_by${at?.name ?? sql``})
      SELECT u.id, p.id, ${giver}${at?.value ?? sql``} FROM users u JOIN profiles p ON p.id IN ${ids}
      WHERE u.key = ${holder}
      ON CONFLICT (power_user_id, profile_id) DO UPDATE SET granted_by = excluded.granted_by`,
    holds: sql`(SELECT count(*) FROM profiles WHERE id IN ${ids}) = ${profiles.length}`,
  };
}

/** Takes profiles out of the table, whoever gave them. */
export const takeProfiles = (table: GiftTable, holder: string, names: readonly string[]): SQL =>
  sql`DELETE FROM ${sql.identifier(table)}
    WHERE power_user_id = (SELECT id FROM users WHERE key = ${holder})
    AND profile_id IN (SELECT id FROM profiles
      WHERE name IN (SELECT value FROM json_each(${JSON.stringify(names)})))`;

/** @throws Refusal `unprocessable` for what is not among what somebody holds */
export function requireHeld(held: readonly string[], names: readonly string[], told: string): void {
  const strange = names.filter((name) => !held.includes(name));
  if (strange.length > 0) throw new Refusal('unprocessable', `${told} ${quoted(strange)}`);
}
