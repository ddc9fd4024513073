/** The profiles that the academy grants: what a supervisor may do, whoever it is. */
import type { PermissionId } from '../../../shared/permission/catalogue.ts';
import type { Numbered, RowOf } from './rows.ts';

const viewing: readonly PermissionId[] = [
  'users.view',
  'groups.view',
  'courses.view',
  'learning_plans.view',
  'enrollments.view',
  'certificates.view',
  'ilt_sessions.view',
  'webinar_sessions.view',
  'external_training.view',
  'reports.view',
  'dashboards.view',
  'insights.view',
  'insights.drill_down',
];

const profileList = [
  {
    name: 'Supervisor: view and export',
    description: 'Follows the progress of a team, down to the rows, and takes spreadsheets away.',
    permissions: [...viewing, 'reports.export'],
  },
  {
    name: 'Supervisor: view only',
    description: 'Follows the progress of a team, down to the rows.',
    permissions: viewing,
  },
  {
    name: 'Supervisor: figures only',
    description: 'Dashboards, without the people behind them.',
    permissions: ['courses.view', 'enrollments.view', 'dashboards.view', 'insights.view'],
  },
  {
    name: 'People records',
    description: 'Reads the fields of a person that are hidden from others, such as the pay band.',
    permissions: ['users.view', 'users.view_invisible_fields'],
  },
] as const satisfies readonly {
  name: string;
  description: string;
  permissions: readonly PermissionId[];
}[];

export type ProfileName = (typeof profileList)[number]['name'];

export const profileRows: Numbered<'profiles'>[] = profileList.map(({ name, description }, at) => ({
  id: at + 1,
  name,
  description,
}));

export const profilePermissionRows: RowOf<'profilePermissions'>[] = profileList.flatMap(
  ({ permissions }, at) => permissions.map((permission) => ({ profileId: at + 1, permission })),
);

export const profileId = (name: ProfileName): number =>
  profileList.findIndex((profile) => profile.name === name) + 1;
