/** How profiles and what they come to are shown. */

import { areas } from '../../../shared/permission/areas.ts';
import {
  isPermissionId,
  type Permission,
  permission,
} from '../../../shared/permission/catalogue.ts';
import type { ListedProfile } from '../../command/list-profiles.ts';
import {
  type IdlePermission,
  type PermissionInForce,
  type PermissionRecap,
  recapWire,
} from '../../command/permission-recap.ts';

const areaNames = new Map<string, string>(areas.map(({ id, name }) => [id, name]));

/** `Reports / Export`. */
export const permissionName = ({ area, name }: Permission): string =>
  `${areaNames.get(area)} / ${name}`;

/** `Reports / Export (reports.export)`. */
const permissionLabel = (id: string): string =>
  isPermissionId(id) ? `${permissionName(permission(id))} (${id})` : id;

/** The recap of one profile or of one power user: what is in force and why, and what has no effect. */
export function recapLines({ inForce, idle }: PermissionRecap, from: 'profiles' | 'one'): string[] {
  const lines = inForce.map((row) => `  ${permissionLabel(row.id)}${because(row, from)}`);
  const without = idle.map((row) => `  ${permissionLabel(row.id)}: ${lack(row)}`);
  return [
    inForce.length === 0 ? 'No permission is in force' : 'Permissions in force:',
    ...lines,
    ...(without.length === 0 ? [] : ['Without effect:', ...without]),
  ];
}

function because({ id, profiles, impliedBy }: PermissionInForce, from: 'profiles' | 'one'): string {
  const reasons = [];
  if (from === 'profiles' && profiles.length > 0) reasons.push(`from ${profiles.join(', ')}`);
  if (impliedBy.length > 0) reasons.push(`brought along by ${impliedBy.join(', ')}`);
  if (isPermissionId(id) && permission(id).kind === 'authoring')
    reasons.push('acts in the LMS alone');
  return reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
}

const lack = ({ id, lacks }: IdlePermission): string =>
  isPermissionId(id) ? `needs ${lacks.join(', ')}` : 'this version does not know it';

export const profileWire = ({ name, description, permissions, holders, recap }: ListedProfile) => ({
  name,
  description,
  permissions,
  holders,
  recap: recapWire(recap),
});
