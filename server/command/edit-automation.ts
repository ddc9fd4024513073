/** Changes an automation's name, rules, profile or datasets; what it gave follows at once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import {
  findGivenDatasets,
  findGivenProfile,
  givenDatasetsSchema,
  replaceGivenDatasets,
} from './automation-gifts.ts';
import { automationSubject, findAutomation, noAutomation } from './automation-record.ts';
import { objectionsToRules, replaceAutomationRules } from './automation-rules.ts';
import { change, type Occasion, type Plan } from './change.ts';
import type { ChangedAutomation } from './create-automation.ts';
import { ruleListSchema } from './dataset-rules.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';
import { settleAutomations } from './settle-automations.ts';

const inputSchema = z.strictObject({
  automation: nameReferenceSchema,
  name: nameSchema.optional(),
  profile: nameReferenceSchema.optional(),
  datasets: givenDatasetsSchema.optional(),
  rules: ruleListSchema.optional(),
});

/**
 * What is not named stays.
 * @param input `{ automation: name, name?: new one, profile?, datasets?, rules? }`
 * @throws Refusal `not-found`; `unprocessable` as `createAutomation`
 */
export async function editAutomation(
  occasion: Occasion,
  input: unknown,
): Promise<ChangedAutomation> {
  authorize(occasion.actor, 'automation.edit');
  const edit = parse(inputSchema, input);
  const { automation } = edit;
  const id = await findAutomation(occasion.database, automation);
  const subject = automationSubject(automation, sql`a.id = ${id}`);
  const { after } = await change(occasion, 'automation.edit', subject, (before) => {
    if (before === null) throw noAutomation(automation);
    return planEdit(occasion, id, edit);
  });
  return { automation: after, settled: await settleAutomations(occasion) };
}

async function planEdit(
  { database }: Occasion,
  id: number,
  { name, profile, datasets, rules }: z.infer<typeof inputSchema>,
): Promise<Plan> {
  const objections = rules === undefined ? [] : await objectionsToRules(database, rules);
  if (objections.length > 0) throw refuseEach(objections);
  const given = profile === undefined ? null : await findGivenProfile(database, profile);
  const found = datasets === undefined ? null : await findGivenDatasets(database, datasets);
  const taken = sql`EXISTS (SELECT 1 FROM automations WHERE name = ${name ?? null} AND id <> ${id})`;
  const [[[isTaken] = []] = []] = await database.read(sql`SELECT ${taken}`);
  if (isTaken === 1) {
    throw new Refusal('unprocessable', `There is an automation "${name}" already`);
  }
  return {
    statements: [
      ...(name === undefined
        ? []
        : [sql`UPDATE automations SET name = ${name} WHERE id = ${id} AND name <> ${name}`]),
      ...(given === null
        ? []
        : [
            sql`UPDATE automations SET profile_id = ${given.id}
            WHERE id = ${id} AND profile_id <> ${given.id}`,
          ]),
      ...(found === null ? [] : replaceGivenDatasets(sql`${id}`, found.ids)),
      ...(rules === undefined ? [] : replaceAutomationRules(sql`${id}`, rules)),
    ],
    holds: [
      sql`NOT ${taken}`,
      ...[given, found].flatMap((one) => (one === null ? [] : [one.holds])),
    ],
  };
}
