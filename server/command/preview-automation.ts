/** Whom an automation would include, and who would gain or lose by it, before anything is saved (SKY-025). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../data/database.ts';
import { type Automation, planGifts } from '../scope/automation.ts';
import type { RuleList } from '../scope/rule.ts';
import { findGivenDatasets, findGivenProfile, givenDatasetsSchema } from './automation-gifts.ts';
import { findAutomation } from './automation-record.ts';
import { objectionsToRules } from './automation-rules.ts';
import { ruleListSchema } from './dataset-rules.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';

/** Named in a preview; the rest is counted. */
const shownMax = 20;

const inputSchema = z
  .strictObject({
    automation: nameReferenceSchema.optional(),
    profile: nameReferenceSchema.optional(),
    datasets: givenDatasetsSchema.optional(),
    rules: ruleListSchema.optional(),
  })
  .refine(({ automation, rules }) => automation !== undefined || rules !== undefined, {
    error: 'Name an automation, or give rules',
  });

/** How many there are, and the first of them in the order of their names. */
export interface PreviewedPeople {
  readonly count: number;
  readonly first: readonly { readonly key: string; readonly name: string }[];
}

export interface AutomationPreview {
  /** Whoever would hold what it gives. */
  readonly included: PreviewedPeople;
  /** Of those, who do not hold it now. */
  readonly gain: PreviewedPeople;
  /** Who hold it now, and no longer would. */
  readonly lose: PreviewedPeople;
  /** Who match and would hold too much, and so would get nothing. */
  readonly beyond: PreviewedPeople;
  /** Rules that match nobody whoever is there, and why. */
  readonly deadRules: readonly string[];
}

/**
 * Reads only. The automation is taken as enabled, with what is given in place of its own.
 * @param input `{ automation?: name, profile?, datasets?, rules? }`
 * @throws Refusal `unprocessable` for rules that could not be saved; `not-found` for what is named
 */
export async function previewAutomation(
  database: Database,
  input: unknown,
): Promise<AutomationPreview> {
  const { automation, profile, datasets, rules } = parse(inputSchema, input);
  const objections = rules === undefined ? [] : await objectionsToRules(database, rules);
  if (objections.length > 0) throw refuseEach(objections);
  const id = automation === undefined ? null : await findAutomation(database, automation);
  const wished = {
    ...(profile !== undefined && { profileId: (await findGivenProfile(database, profile)).id }),
    ...(datasets !== undefined && {
      datasetIds: (await findGivenDatasets(database, datasets)).ids.toSorted((a, b) => a - b),
    }),
    ...(rules !== undefined && { rules: rules as RuleList }),
  };
  const mine = id ?? unsavedId;
  const plan = await planGifts(database, (stored) =>
    id === null
      ? [...stored, { ...unsaved, ...wished }]
      : stored.map((one) => (one.id === id ? { ...one, enabled: true, ...wished } : one)),
  );
  const [gifts = []] = await database.read(
    sql`SELECT user_id FROM automation_gifts WHERE automation_id = ${mine}`,
  );
  const has = new Set(gifts.map(([userId]) => Number(userId)));
  const wants = new Set(
    plan.gifts.flatMap(({ userId, automationId }) => (automationId === mine ? [userId] : [])),
  );
  const beyond = plan.beyond.flatMap((one) => (one.automationId === mine ? [one.userId] : []));
  return {
    included: await named(database, [...wants]),
    gain: await named(database, [...wants.difference(has)]),
    lose: await named(database, [...has.difference(wants)]),
    beyond: await named(database, beyond),
    deadRules: (plan.dead.get(mine) ?? []).map(({ told, because }) => `${told}: ${because}`),
  };
}

/** After all that are saved: what they give comes first. */
const unsavedId = Number.MAX_SAFE_INTEGER;

const unsaved: Automation = {
  id: unsavedId,
  name: '',
  enabled: true,
  profileId: 0,
  datasetIds: [],
  rules: null,
};

async function named(database: Database, ids: readonly number[]): Promise<PreviewedPeople> {
  const [rows = []] = await database.read(
    sql`SELECT key, username FROM users WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
      ORDER BY name_key, id LIMIT ${shownMax}`,
  );
  const first = rows.map(([key, name]) => ({ key: String(key), name: String(name) }));
  return { count: ids.length, first };
}
