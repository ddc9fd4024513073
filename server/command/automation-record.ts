/** What an automation is, as one JSON record: for checks, guards, the audit row and lists alike. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { listsOf } from '../scope/rule.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const automationRecordSchema = z.object({
  name: z.string(),
  enabled: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
  /** The profile that it gives; null if it went missing. */
  profile: z.string().nullable(),
  /** Names of the datasets that it gives, sorted. */
  datasets: z.array(z.string()),
  /** Null has no rule, and matches nobody. */
  rules: z
    .array(
      z.object({
        axis: z.literal('people'),
        match: z.string(),
        group: z.int(),
        groupMatch: z.string(),
        field: z.string(),
        operator: z.string(),
        value: z.string().nullable(),
      }),
    )
    .transform((rows) => listsOf(rows).people ?? null),
});
export type AutomationRecord = z.infer<typeof automationRecordSchema>;

/** The record of the row `automations a` at hand. */
const automationJson = sql`json_object(
  'name', a.name,
  'enabled', a.enabled,
  'profile', (SELECT name FROM profiles WHERE id = a.profile_id),
  'datasets', json((SELECT json_group_array(d.name ORDER BY d.name)
    FROM automation_datasets ad JOIN datasets d ON d.id = ad.dataset_id
    WHERE ad.automation_id = a.id)),
  'rules', json((SELECT json_group_array(
      json_object('axis', 'people', 'match', r.match, 'group', r.group_no, 'groupMatch', r.group_match,
        'field', r.field, 'operator', r.operator, 'value', r.value) ORDER BY r.position)
    FROM automation_rules r WHERE r.automation_id = a.id)))`;

const parseRecord = (json: string): AutomationRecord =>
  automationRecordSchema.parse(JSON.parse(json));

/** The automation of which `condition` (over `a`) speaks; `name` is how it is known to the reader of the audit. */
export const automationSubject = (name: string, condition: SQL): Subject<AutomationRecord> => ({
  name: `automation:${name}`,
  record: sql`(SELECT ${automationJson} FROM automations a WHERE ${condition})`,
  parse: parseRecord,
});

/** The internal id of an automation, or Refusal `not-found`. */
export async function findAutomation(database: Database, name: string): Promise<number> {
  const [[row] = []] = await database.read(sql`SELECT id FROM automations WHERE name = ${name}`);
  if (row === undefined) throw noAutomation(name);
  return Number(row[0]);
}

/** Also for an automation that goes away while a command looks at it. */
export const noAutomation = (name: string): Refusal =>
  new Refusal('not-found', `There is no automation "${name}"`);

/** Automations as administrators page through them. */
export const automationListing: Listing<AutomationRecord> = {
  name: 'automations',
  from: sql`automations a`,
  record: automationJson,
  parse: parseRecord,
  key: sql`a.id`,
  sorts: { order: sql`a.id`, name: sql`lower(a.name)` },
  searched: { plain: sql`a.name` },
};

/** Of the row `automations a`. */
export const automationFilters: Filters = {
  enabled: (enabled) => sql`a.enabled = ${enabled === 'true' ? 1 : 0}`,
  profile: (profile) =>
    sql`EXISTS (SELECT 1 FROM profiles WHERE id = a.profile_id AND name = ${profile})`,
  dataset: (dataset) =>
    sql`EXISTS (SELECT 1 FROM automation_datasets ad JOIN datasets d ON d.id = ad.dataset_id
      WHERE ad.automation_id = a.id AND d.name = ${dataset})`,
};

/** Every automation in the order in which they give. */
export async function readAutomations(database: Database): Promise<AutomationRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${automationJson} AS record FROM automations a ORDER BY a.id`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
