/** Sets one of the academy's settings; what it switches holds from the next request on. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { settingRows } from '../../shared/setting.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { requireSetting, type SettingRecord, settingSubject } from './setting-record.ts';

const inputSchema = z.strictObject({ setting: z.string(), value: z.unknown() });

/**
 * @param input `{ setting: name, value }`
 * @throws Refusal `not-found`; `unprocessable` for a value that the setting does not take.
 */
export async function setSetting(occasion: Occasion, input: unknown): Promise<SettingRecord> {
  authorize(occasion.actor, 'setting.set');
  const { setting, value } = parse(inputSchema, input);
  const name = requireSetting(setting);
  const { value: wanted } = parse(z.strictObject({ value: settingRows[name].schema }), { value });
  const json = JSON.stringify(wanted);
  const { after } = await change(occasion, 'setting.set', settingSubject(name), (before) => {
    if (JSON.stringify(before?.value) === json) return { statements: [] };
    return {
      statements: [
        sql`INSERT INTO settings (name, value) VALUES (${name}, ${json})
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      ],
    };
  });
  return after;
}
