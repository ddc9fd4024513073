/** Placeholders that stand for what people may change themselves, and so could widen what they see (SKY-019). */
import { sql } from 'drizzle-orm';
import type { Database } from '../data/database.ts';
import { placeholdersIn } from '../scope/placeholder.ts';
import { type RuleList, rowsOf } from '../scope/rule.ts';
import { textsOf } from './dataset-rules.ts';

/** As they are written in these rules, each once. */
export async function editablePlaceholders(
  database: Database,
  lists: readonly RuleList[],
): Promise<string[]> {
  const fields = lists
    .flatMap(rowsOf)
    .flatMap(textsOf)
    .flatMap((text) => placeholdersIn(text).fields);
  if (fields.length === 0) return [];
  const [rows = []] = await database.read(
    sql`SELECT key FROM user_fields WHERE viewer_editable = 1
      AND key IN (SELECT value FROM json_each(${JSON.stringify(fields.map(({ key }) => key))}))`,
  );
  const editable = new Set(rows.map(([key]) => key));
  return [...new Set(fields.flatMap(({ name, key }) => (editable.has(key) ? [name] : [])))];
}
