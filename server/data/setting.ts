/** What the academy's settings say now: what was set, else the default of its row. */
import { type SQL, sql } from 'drizzle-orm';
import { type SettingName, type SettingValue, settingRows } from '../../shared/setting.ts';
import type { Database } from './database.ts';

/** The setting's value as JSON text, for use inside a statement. */
export const settingSql = (name: SettingName): SQL =>
  sql`coalesce((SELECT value FROM settings WHERE name = ${name}), ${JSON.stringify(settingRows[name].default)})`;

/** A value that this version's schema does not take counts as the default, as if nobody had set it. */
export async function readSetting<N extends SettingName>(
  database: Database,
  name: N,
): Promise<SettingValue<N>> {
  const [[row] = []] = await database.read(sql`SELECT ${settingSql(name)}`);
  return settingOf(name, row?.[0]);
}

/** Reads what `settingSql` answered. */
export function settingOf<N extends SettingName>(name: N, json: unknown): SettingValue<N> {
  const parsed = settingRows[name].schema.safeParse(JSON.parse(String(json)));
  return (parsed.success ? parsed.data : settingRows[name].default) as SettingValue<N>;
}
