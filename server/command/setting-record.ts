/** What a setting says and whether somebody set it, as one JSON record; never absent, for there is always a default. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { type SettingName, settingNames, settingRows } from '../../shared/setting.ts';
import { settingValueSchema } from '../../shared/wire/setting.ts';
import type { Database } from '../data/database.ts';
import { settingSql } from '../data/setting.ts';
import { readRecord, type Subject } from './change.ts';

const settingRecordSchema = z.object({ name: z.enum(settingNames), value: settingValueSchema });
export type SettingRecord = z.infer<typeof settingRecordSchema>;

export const settingSubject = (name: SettingName): Subject<SettingRecord> => ({
  name: `setting:${name}`,
  record: sql`json_object('name', ${name}, 'value', json(${settingSql(name)}))`,
  parse: (json) => settingRecordSchema.parse(JSON.parse(json)),
});

/** A name from outside as that of a setting; Refusal `not-found` for any other. */
export function requireSetting(name: string): SettingName {
  const found = settingNames.find((one) => one === name);
  if (found === undefined) throw new Refusal('not-found', `There is no setting "${name}"`);
  return found;
}

/** A setting as it is shown: what it says now, what it would say if nobody had set it, and what it means. */
export interface ShownSetting {
  readonly name: SettingName;
  readonly value: unknown;
  readonly default: unknown;
  readonly summary: string;
}

/** Every setting, in the order of its table. */
export async function readSettingRecords(database: Database): Promise<ShownSetting[]> {
  const records = await Promise.all(
    settingNames.map((name) => readRecord(database, settingSubject(name))),
  );
  return records.flatMap((record) => (record === null ? [] : [showSetting(record)]));
}

export const showSetting = ({ name, value }: SettingRecord): ShownSetting => ({
  name,
  value,
  default: settingRows[name].default,
  summary: settingRows[name].summary,
});
