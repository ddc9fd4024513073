/** What an academy can switch, one row each: the name on the wire, what it takes, what holds unless it is set. */
import { z } from 'zod';

interface SettingRow {
  readonly schema: z.ZodType;
  readonly default: boolean | number | string;
  readonly summary: string;
}

const rows = {
  power_user_management: {
    schema: z.boolean(),
    default: false,
    summary:
      'Power users who hold a permission of Power User management administer others within their own rights',
  },
  assign_pages: {
    schema: z.boolean(),
    default: false,
    summary:
      'Power users see the dashboards alone that they or their menus are assigned; off, all that they have the permission for',
  },
} as const satisfies Record<string, SettingRow>;

export type SettingName = keyof typeof rows;
export type SettingValue<N extends SettingName> = z.infer<(typeof rows)[N]['schema']>;

export const settingRows: Readonly<Record<SettingName, SettingRow>> = rows;
export const settingNames = Object.keys(rows) as SettingName[];
