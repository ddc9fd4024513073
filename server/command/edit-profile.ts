/** Changes a profile's name, description or permissions, for everyone who holds it (PU-020, PU-024). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  isPermissionId,
  type PermissionId,
  permission,
} from '../../shared/permission/catalogue.ts';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { change, type Occasion, type Plan } from './change.ts';
import { parse } from './parse.ts';
import { descriptionSchema, nameReferenceSchema, profileNameSchema } from './plain-text.ts';
import {
  areaListSchema,
  permissionListSchema,
  permissionsIn,
  replacePermissions,
  withImplied,
} from './profile-permissions.ts';
import { findProfile, noProfile, type ProfileRecord, profileSubject } from './profile-record.ts';

const inputSchema = z.strictObject({
  profile: nameReferenceSchema,
  name: profileNameSchema.optional(),
  description: descriptionSchema.optional(),
  add: permissionListSchema.default([]),
  addAreas: areaListSchema.default([]),
  remove: permissionListSchema.default([]),
  removeAreas: areaListSchema.default([]),
});
type Edit = z.infer<typeof inputSchema>;

/** The profile before and after, and the permissions that came along with those added. */
export interface EditedProfile {
  readonly before: ProfileRecord;
  readonly profile: ProfileRecord;
  readonly broughtAlong: readonly string[];
}

/**
 * @param input `{ profile: name, name?: new one, description?, add?, addAreas?, remove?, removeAreas? }`
 * @throws Refusal `not-found`; `unprocessable` for a bad or taken name, an unknown permission, or the removal of a
 * permission that one which stays brings along.
 */
export async function editProfile(occasion: Occasion, input: unknown): Promise<EditedProfile> {
  authorize(occasion.actor, 'profile.edit');
  const edit = parse(inputSchema, input);
  const { database } = occasion;
  const id = await findProfile(database, edit.profile);
  const subject = profileSubject(edit.profile, sql`p.id = ${id}`);
  const { before, after } = await change(occasion, 'profile.edit', subject, async (found) => {
    if (found === null) throw noProfile(edit.profile);
    return planEdit(id, found, edit, await nameHolder(occasion, edit.name));
  });
  if (before === null) throw noProfile(edit.profile);
  const asked = [...edit.add, ...permissionsIn(edit.addAreas), ...before.permissions];
  return {
    before,
    profile: after,
    broughtAlong: after.permissions.filter((permissionId) => !asked.includes(permissionId)),
  };
}

/** The id of the profile that has the wished name now, if any. */
async function nameHolder(
  { database }: Occasion,
  name: string | undefined,
): Promise<number | null> {
  if (name === undefined) return null;
  const [[row] = []] = await database.read(sql`SELECT id FROM profiles WHERE name = ${name}`);
  return row === undefined ? null : Number(row[0]);
}

function planEdit(id: number, found: ProfileRecord, edit: Edit, holder: number | null): Plan {
  const { name = found.name, description = found.description } = edit;
  if (holder !== null && holder !== id) {
    throw new Refusal('unprocessable', `There is a profile "${name}" already`);
  }
  const permissions = permissionsAfter(found, edit);
  const same =
    name === found.name &&
    description === found.description &&
    permissions.size === found.permissions.length &&
    found.permissions.every((permissionId) => permissions.has(permissionId as PermissionId));
  if (same) return { statements: [] };
  return {
    statements: [
      sql`UPDATE profiles SET name = ${name}, description = ${description} WHERE id = ${id}`,
      ...replacePermissions(sql`${id}`, permissions),
    ],
    holds: [sql`NOT EXISTS (SELECT 1 FROM profiles WHERE name = ${name} AND id <> ${id})`],
  };
}

function permissionsAfter(found: ProfileRecord, edit: Edit): Set<PermissionId> {
  const removed = new Set([...edit.remove, ...permissionsIn(edit.removeAreas)]);
  const added = [...edit.add, ...permissionsIn(edit.addAreas)];
  const both = added.filter((id) => removed.has(id));
  if (both.length > 0) {
    throw new Refusal('unprocessable', `Both added and removed: ${both.join(', ')}`);
  }
  // An id that an older version stored and this one does not know stays out: it gives nothing anyway.
  const kept = found.permissions.filter(isPermissionId).filter((id) => !removed.has(id));
  const after = withImplied([...kept, ...added]);
  for (const id of removed) {
    if (!after.has(id)) continue;
    const because = [...after].filter((other) => permission(other).implies.includes(id));
    throw new Refusal(
      'unprocessable',
      `${id} can't be removed while ${because.join(', ')} brings it along`,
    );
  }
  return after;
}
