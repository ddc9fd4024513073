/** Why a power user has or lacks a permission: the profile that gives it, what brings it along, or what is missing. */
import { sql } from 'drizzle-orm';
import {
  isPermissionId,
  type PermissionId,
  permission as permissionRow,
} from '../../shared/permission/catalogue.ts';
import { effectivePermissions, permissionOrigins } from '../../shared/permission/closure.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { admissionOf, refusalOf } from './admission.ts';
import { giftedProfiles } from './gift.ts';
import { admissionRemedies, type Remedy, tellRemedy } from './remedy.ts';
import { resolveScope } from './resolve.ts';
import { giftCounts } from './standing.ts';

export interface PermissionRequest {
  /** Username of the power user. */
  readonly powerUser: string;
  readonly siteId: string;
  readonly permission: string;
  readonly nowSeconds: number;
}

export interface PermissionExplanation {
  readonly held: boolean;
  readonly because: string;
  /** Profiles of the viewer that give it or something that brings it along. */
  readonly profiles: readonly string[];
  /** What it rests on and nothing gives. */
  readonly lacks: readonly PermissionId[];
  readonly remedies: readonly Remedy[];
  readonly change: readonly string[];
}

interface Profile {
  readonly name: string;
  readonly held: boolean;
  /** Username of the power user whose gift it was, where the gift counts no more. */
  readonly lostWith: string | null;
  readonly permissions: readonly string[];
}

/** @throws Refusal `not-found` that names the power user, the site or the permission that there is not */
export async function explainPermission(
  database: Database,
  { powerUser, siteId, permission: id, nowSeconds }: PermissionRequest,
): Promise<PermissionExplanation> {
  if (!isPermissionId(id)) throw new Refusal('not-found', `There is no permission "${id}"`);
  const { powerUserId, admission } = await admissionOf(database, { powerUser, siteId, nowSeconds });
  const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
  const all = await readProfiles(database, powerUserId, nowSeconds);
  const mine = all.filter(({ held }) => held);
  const given = mine.flatMap(({ permissions }) => permissions);
  const held = scope.permissions.has(id);
  const inForce = effectivePermissions(given).has(id);
  const lacks = inForce ? [] : missing(id, effectivePermissions(given));
  const remedies = held
    ? []
    : [...admissionRemedies(admission), ...(inForce ? [] : [giving(all, id)])];
  return {
    held,
    because: held
      ? reasonFor(id, mine, given)
      : (refusalOf(admission) ?? lostGift(id, all) ?? reasonAgainst(id, mine, lacks)),
    profiles: mine.filter(leadsTo(id, given)).map(({ name }) => name),
    lacks: lacks.filter((other) => other !== id),
    remedies,
    change: remedies.map((remedy) => tellRemedy(remedy, { learner: undefined, course: undefined })),
  };
}

/** Every profile with its permissions; `held` where a grant of it counts for the power user. */
export async function readProfiles(
  database: Database,
  powerUserId: number,
  nowSeconds: number,
): Promise<Profile[]> {
  const [rows = []] = await database.read(sql`
    SELECT p.name, EXISTS (SELECT 1 FROM grants g WHERE g.profile_id = p.id
        AND g.power_user_id = ${powerUserId} AND ${giftCounts(sql`g`, nowSeconds)})
        OR p.id IN (${giftedProfiles(sql`${powerUserId}`)}) AS held,
      (SELECT u.username FROM grants g JOIN users u ON u.id = g.granted_by
        WHERE g.profile_id = p.id AND g.power_user_id = ${powerUserId}) AS giver,
      (SELECT json_group_array(permission) FROM profile_permissions WHERE profile_id = p.id) AS all_of_it
    FROM profiles p ORDER BY p.name`);
  return rows.map(([name, held, giver, permissions]) => ({
    name: String(name),
    held: held === 1,
    lostWith: held === 1 || giver === null ? null : String(giver),
    permissions: JSON.parse(String(permissions)),
  }));
}

/** What would give a permission that is lacking. */
export function giving(profiles: readonly Profile[], id: PermissionId): Remedy {
  const given = profiles.flatMap(({ held, permissions }) => (held ? permissions : []));
  const wouldDo = profiles.filter(givesTo(given, id)).map(({ name }) => name);
  const along = missing(id, effectivePermissions(given)).filter((other) => other !== id);
  return { kind: 'grant', permission: id, along, profiles: wouldDo };
}

const givesTo =
  (given: readonly string[], id: PermissionId) =>
  ({ held, permissions }: Profile): boolean =>
    !held && effectivePermissions([...given, ...permissions]).has(id);

/** Whether a profile ticks the permission, or something in force that brings it along, directly or further on. */
const leadsTo =
  (id: PermissionId, given: readonly string[]) =>
  ({ permissions }: Profile): boolean => {
    const origins = permissionOrigins(given);
    const leading = new Set<string>([id]);
    for (const one of leading) {
      if (!isPermissionId(one)) continue;
      for (const other of origins.get(one)?.impliedBy ?? []) leading.add(other);
    }
    return permissions.some((one) => leading.has(one));
  };

/** What is not in force of a permission and all that it rests on; of needs of which one would do, the first. */
function missing(id: PermissionId, held: ReadonlySet<PermissionId>): PermissionId[] {
  const found = new Set<PermissionId>([id]);
  for (const one of found) {
    const { needs, needsOneOf } = permissionRow(one);
    const choice = needsOneOf.some((other) => held.has(other) || found.has(other));
    const [first] = choice ? [] : needsOneOf;
    for (const other of [...needs, ...(first ? [first] : [])]) {
      if (!held.has(other)) found.add(other);
    }
  }
  return [...found];
}

function reasonFor(id: PermissionId, mine: readonly Profile[], given: readonly string[]): string {
  const ticking = mine.find(({ permissions }) => permissions.includes(id));
  if (ticking) return `Profile "${ticking.name}" gives ${id}`;
  const leading = mine.find(leadsTo(id, given));
  const [way] = permissionOrigins(given).get(id)?.impliedBy ?? [];
  return `Profile "${leading?.name}" brings ${id} along with ${way}`;
}

/** A profile that gave it, until whoever had passed it on lost it. */
function lostGift(id: PermissionId, all: readonly Profile[]): string | null {
  const lost = all.find(
    ({ lostWith, permissions }) => lostWith !== null && effectivePermissions(permissions).has(id),
  );
  return lost
    ? `Profile "${lost.name}" was given by ${lost.lostWith}, who may not pass it on any more`
    : null;
}

function reasonAgainst(
  id: PermissionId,
  mine: readonly Profile[],
  lacks: readonly PermissionId[],
): string {
  const ticking = mine.find(({ permissions }) => permissions.includes(id));
  const others = lacks.filter((other) => other !== id).join(' and ');
  if (ticking)
    return `Profile "${ticking.name}" ticks ${id}, which has no effect without ${others}`;
  if (mine.length === 0) return 'The viewer holds no profile that counts';
  const names = mine.map(({ name }) => `"${name}"`).join(', ');
  return `None of the viewer's profiles gives ${id}: ${names}`;
}
