/** What one row of the permission catalogue says, whichever file it stands in. */

import type { AreaId } from './areas.ts';

/**
 * What a permission does here.
 * - `read`: opens something to look at.
 * - `administration`: acts on Ambit's own records (power users, view-as), never on learning data.
 * - `authoring`: changes learning content or records in the LMS. It can be granted and shown, and gives no power
 *   here, because this product only reads learning data.
 * - `restriction`: takes away from other permissions and gives nothing itself.
 */
export const permissionKinds = ['read', 'administration', 'authoring', 'restriction'] as const;
export type PermissionKind = (typeof permissionKinds)[number];

interface RowOf<A extends AreaId> {
  /** Area and permission; the area half can't contradict `area`. */
  readonly id: `${A}.${string}`;
  readonly area: A;
  /** The short label that administrators know from their LMS; the area stands beside it. */
  readonly name: string;
  readonly summary: string;
  readonly kind: PermissionKind;
  /** Granted along with this one. */
  readonly implies?: readonly string[];
  /**
   * Without every one of these it has no effect. What the source says outright stands here; a permission that merely
   * sits on a page which another one opens does not need it.
   */
  readonly needs?: readonly string[];
  /** Without at least one of these it has no effect. */
  readonly needsOneOf?: readonly string[];
  /** The requirement that the row comes from. */
  readonly source: `PERM-${number}` | `FOR-${number}`;
}

export type PermissionRow = { [A in AreaId]: RowOf<A> }[AreaId];
