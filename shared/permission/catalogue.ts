/** The permission catalogue: every permission that a profile can hold, as one table in the order of the areas. */

import { type AreaId, areas } from './areas.ts';
import { commerceRows } from './catalogue/commerce.ts';
import { enrollmentRows } from './catalogue/enrollments.ts';
import { learningRows } from './catalogue/learning.ts';
import { offerRows } from './catalogue/offer.ts';
import { peopleRows } from './catalogue/people.ts';
import { reportingRows } from './catalogue/reporting.ts';
import { sessionRows } from './catalogue/sessions.ts';
import type { PermissionKind, PermissionRow } from './row.ts';

const rows = [
  ...peopleRows,
  ...learningRows,
  ...enrollmentRows,
  ...offerRows,
  ...sessionRows,
  ...commerceRows,
  ...reportingRows,
] as const;

export type PermissionId = (typeof rows)[number]['id'];

/** One permission, complete: what a row leaves out is an empty list. `row.ts` says what each field means. */
export interface Permission {
  readonly id: PermissionId;
  readonly area: AreaId;
  readonly name: string;
  readonly summary: string;
  readonly kind: PermissionKind;
  readonly implies: readonly PermissionId[];
  readonly needs: readonly PermissionId[];
  readonly needsOneOf: readonly PermissionId[];
  readonly source: PermissionRow['source'];
}

/** A row whose references are permissions that exist: a misspelt one does not compile. */
type LinkedRow = PermissionRow & {
  readonly id: PermissionId;
  readonly implies?: readonly PermissionId[];
  readonly needs?: readonly PermissionId[];
  readonly needsOneOf?: readonly PermissionId[];
};
const linkedRows: readonly LinkedRow[] = rows;

function complete(row: LinkedRow): Permission {
  return {
    ...row,
    implies: row.implies ?? [],
    needs: row.needs ?? [],
    needsOneOf: row.needsOneOf ?? [],
  };
}

/** Ordered by area, and within an area as the LMS lists them (PERM-001 to PERM-093); Ambit's own stand last. */
export const catalogue: readonly Permission[] = areas.flatMap((area) =>
  linkedRows.filter((row) => row.area === area.id).map(complete),
);

const byId: ReadonlyMap<string, Permission> = new Map(catalogue.map((row) => [row.id, row]));

/** A map and not an object, so that `__proto__` or `constructor` from outside is no permission. */
export function isPermissionId(value: unknown): value is PermissionId {
  return typeof value === 'string' && byId.has(value);
}

/** The row of a permission. Text from outside goes through `isPermissionId` first. */
export function permission(id: PermissionId): Permission {
  const row = byId.get(id);
  if (row === undefined) throw new TypeError('No such permission');
  return row;
}
