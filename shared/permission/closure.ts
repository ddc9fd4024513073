/** What granted permissions come to: what they bring along, less whatever lacks something that it rests on. */

import {
  catalogue,
  isPermissionId,
  type Permission,
  type PermissionId,
  permission,
} from './catalogue.ts';

/** How a permission came to be effective: ticked in a profile, brought along by others, or both. */
export interface PermissionOrigin {
  readonly granted: boolean;
  /** The permissions among those granted or brought along that imply it directly, in catalogue order. */
  readonly impliedBy: readonly PermissionId[];
}

/** The known ids among `granted`, with everything that they imply, directly or further on. */
function reach(granted: Iterable<string>): Set<PermissionId> {
  const reached = new Set<PermissionId>();
  for (const id of granted) if (isPermissionId(id)) reached.add(id);
  // A set may grow while it is walked, and hands out what was added: this ends once nothing new is implied.
  for (const id of reached) for (const implied of permission(id).implies) reached.add(implied);
  return reached;
}

function isMet(row: Permission, held: ReadonlySet<PermissionId>): boolean {
  const one = row.needsOneOf.length === 0 || row.needsOneOf.some((id) => held.has(id));
  return one && row.needs.every((id) => held.has(id));
}

/**
 * The permissions that are in force for somebody to whom `granted` is given (several profiles: all of their ids).
 *
 * Ids that the catalogue doesn't know are left out. What a permission implies counts as granted, and stays when that
 * permission itself lacks something (PERM-032). A permission without what it needs is dropped, and so are those that
 * rested on it. The result is in catalogue order, whatever the order of `granted`.
 */
export function effectivePermissions(granted: Iterable<string>): ReadonlySet<PermissionId> {
  const reached = reach(granted);
  let held = catalogue.filter((row) => reached.has(row.id));
  for (;;) {
    const ids = new Set(held.map((row) => row.id));
    const kept = held.filter((row) => isMet(row, ids));
    // Every round but the last drops at least one, so this ends.
    if (kept.length === held.length) return ids;
    held = kept;
  }
}

/** For a recap (PU-036): where each permission that `effectivePermissions` gives comes from, in the same order. */
export function permissionOrigins(
  granted: Iterable<string>,
): ReadonlyMap<PermissionId, PermissionOrigin> {
  const given = new Set(granted);
  const reached = reach(given);
  const implying = catalogue.filter((row) => reached.has(row.id));
  const origins = new Map<PermissionId, PermissionOrigin>();
  for (const id of effectivePermissions(given)) {
    const impliedBy = implying.filter((row) => row.implies.includes(id)).map((row) => row.id);
    origins.set(id, { granted: given.has(id), impliedBy });
  }
  return origins;
}
