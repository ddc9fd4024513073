/** The recap of what profiles come to: exactly which permissions follow from them, and why (PU-036). */
import {
  isPermissionId,
  type PermissionId,
  permission,
} from '../../shared/permission/catalogue.ts';
import { permissionOrigins } from '../../shared/permission/closure.ts';

/** A permission in force: which profiles tick it, and which permissions bring it along. */
export interface PermissionInForce {
  readonly id: PermissionId;
  readonly profiles: readonly string[];
  readonly impliedBy: readonly PermissionId[];
}

/** A permission that is ticked and has no effect, with what it lacks; empty for one that nobody knows. */
export interface IdlePermission {
  readonly id: string;
  readonly lacks: readonly PermissionId[];
}

export interface PermissionRecap {
  /** In the order of the catalogue. */
  readonly inForce: readonly PermissionInForce[];
  readonly idle: readonly IdlePermission[];
}

/** What these profiles together come to for whoever holds them all. */
export function recapPermissions(
  profiles: readonly { readonly name: string; readonly permissions: readonly string[] }[],
): PermissionRecap {
  const ticked = new Set(profiles.flatMap(({ permissions }) => permissions));
  const origins = permissionOrigins(ticked);
  const inForce = [...origins].map(([id, { impliedBy }]) => ({
    id,
    profiles: profiles
      .filter((profile) => profile.permissions.includes(id))
      .map(({ name }) => name),
    impliedBy,
  }));
  const idle = [...ticked]
    .filter((id) => !isPermissionId(id) || !origins.has(id))
    .toSorted()
    .map((id) => ({ id, lacks: isPermissionId(id) ? lacking(id, origins) : [] }));
  return { inForce, idle };
}

/** The recap in the spelling of JSON answers. */
export const recapWire = ({ inForce, idle }: PermissionRecap) => ({
  in_force: inForce.map(({ id, profiles, impliedBy }) => ({
    id,
    profiles: [...profiles],
    implied_by: [...impliedBy],
  })),
  idle: idle.map(({ id, lacks }) => ({ id, lacks: [...lacks] })),
});

/** Every need that is not in force; of needs of which one would do, all. */
function lacking(id: PermissionId, held: ReadonlyMap<PermissionId, unknown>): PermissionId[] {
  const { needs, needsOneOf } = permission(id);
  const one = needsOneOf.some((other) => held.has(other)) ? [] : needsOneOf;
  return [...needs, ...one].filter((other) => !held.has(other));
}
