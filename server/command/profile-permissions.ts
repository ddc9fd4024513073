/** The permissions of a profile as they come from outside: known ones only, with what each brings along. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { areas } from '../../shared/permission/areas.ts';
import {
  catalogue,
  isPermissionId,
  type PermissionId,
  permission,
} from '../../shared/permission/catalogue.ts';

const permissionSchema = z.string().refine(isPermissionId, {
  error: ({ input }) => `There is no permission ${JSON.stringify(input)}`,
});

/** A list of permission ids; each unknown one is refused by its name. */
export const permissionListSchema = z.array(permissionSchema).max(catalogue.length);

const areaIds = areas.map((area) => area.id);

/** Areas of which every permission is meant (PU-030). */
export const areaListSchema = z.array(
  z.enum(areaIds, { error: ({ input }) => `There is no area ${JSON.stringify(input)}` }),
);

/** The permissions of the catalogue that stand in these areas. */
export const permissionsIn = (areaList: readonly string[]): PermissionId[] =>
  catalogue.filter((row) => areaList.includes(row.area)).map((row) => row.id);

/**
 * The given permissions and all that they select along with themselves (PERM-032). What is brought along is stored
 * like what was asked for, so that it stays when the permission that brought it is taken away.
 */
export function withImplied(ids: Iterable<PermissionId>): Set<PermissionId> {
  const all = new Set(ids);
  // A set hands out what is added while it is walked, so implications are followed to their end.
  for (const id of all) for (const implied of permission(id).implies) all.add(implied);
  return all;
}

/** Makes the stored permissions of a profile exactly these; rows that stay are not touched. */
export function replacePermissions(profileId: SQL, ids: ReadonlySet<PermissionId>): SQL[] {
  const list = JSON.stringify([...ids]);
  return [
    sql`DELETE FROM profile_permissions WHERE profile_id = ${profileId}
      AND permission NOT IN (SELECT value FROM json_each(${list}))`,
    sql`INSERT INTO profile_permissions (profile_id, permission)
      SELECT ${profileId}, value FROM json_each(${list}) WHERE true ON CONFLICT DO NOTHING`,
  ];
}
