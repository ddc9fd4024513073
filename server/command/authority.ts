/** What a power user who acts stands on: their own rights as they are now, and the promise that the batch finds them so. */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { readSetting } from '../data/setting.ts';
import { above, type Managed, managedBy } from '../scope/managed-by.ts';
import { resolveScope } from '../scope/resolve.ts';
import type { Scope } from '../scope/scope.ts';
import type { ActingPowerUser } from './actor.ts';
import type { Occasion } from './change.ts';
import { noPerson } from './power-user-record.ts';
import { settleWhenBehind } from './settle-automations.ts';

export interface Authority {
  readonly actor: ActingPowerUser;
  readonly scope: Scope;
  readonly managed: Managed;
  /**
   * That nothing has moved since: neither the actor's rights and whatever they rest on, which is what their epoch
   * counts, nor people, groups, datasets or settings, which is what the version counts.
   */
  readonly holds: readonly SQL[];
}

/**
 * Null for who administers everything. For a power user all is worked out anew, at each attempt of a command.
 * @throws Refusal `forbidden` where the setting is off or they hold no permission of Power User management (PU-097)
 */
export async function openAuthority(occasion: Occasion): Promise<Authority | null> {
  const { database, actor, nowSeconds } = occasion;
  if (actor.kind !== 'power_user') return null;
  const { powerUserId, siteId } = actor;
  // The scope comes first: a setting that is switched later moves the version which the guard holds against.
  const request = { powerUserId, siteId, nowSeconds };
  let scope = await resolveScope(database, request);
  if (scope.behind && (await settleWhenBehind(database, nowSeconds))) {
    scope = await resolveScope(database, request);
  }
  const on = await readSetting(database, 'power_user_management');
  const may = ['power_users.create', 'power_users.edit'] as const;
  if (!on || !may.some((permission) => scope.permissions.has(permission))) {
    throw new Refusal('forbidden', 'You may not manage power users');
  }
  const { epoch, versions } = scope;
  return {
    actor,
    scope,
    managed: managedBy(scope),
    holds: [
      sql`(SELECT epoch FROM epochs WHERE user_id = ${powerUserId}) = ${epoch}`,
      sql`(SELECT value FROM versions WHERE name = 'membership') = ${versions.membership}`,
    ],
  };
}

/** What the command that asked may write: whose gift it is, and what must hold while it does. */
export interface Leave {
  /** Null where nobody's rights limit the gift. */
  readonly authority: Authority | null;
  /** The giver's id in SQL; NULL for a superadmin. */
  readonly giver: SQL;
  readonly holds: readonly SQL[];
}

/**
 * Leave to act on the power user, or to make one of the user, with this id (the LMS's).
 * @throws Refusal `not-found` for somebody whom the actor does not see, as for nobody; `forbidden` for the actor
 * themselves, whoever stands above them, and whom they see but may not act on
 */
export async function leaveTo(
  occasion: Occasion,
  what: 'manage' | 'promote',
  key: string,
): Promise<Leave> {
  const authority = await openAuthority(occasion);
  if (authority === null) return { authority, giver: sql`NULL`, holds: [] };
  const { actor, managed, holds } = authority;
  if (key === actor.key) throw new Refusal('forbidden', 'Nobody manages themselves');
  const may = what === 'manage' ? managed.manages : managed.promotes;
  const [[row] = []] = await occasion.database.read(
    sql`SELECT u.username, u.level, ${managed.sees}, ${may} FROM users u WHERE u.key = ${key}`,
  );
  if (row?.[2] !== 1) throw noPerson(key);
  const [username, level, , allowed] = row;
  // Of somebody who is what the command would make or undo, the command itself says so.
  const fits = (level === 'power_user') === (what === 'manage');
  if (allowed !== 1 && fits) {
    throw new Refusal('forbidden', `You may not manage ${username}`);
  }
  return {
    authority,
    giver: sql`${actor.powerUserId}`,
    holds: [...holds, notAbove(key, actor.powerUserId)],
  };
}

/** A gift must not go to whom the giver has anything from, however far up (T-47, T-48). */
export const notAbove = (key: string, giverId: number): SQL =>
  sql`(SELECT id FROM users WHERE key = ${key}) NOT IN (${above(sql`${giverId}`)})`;
