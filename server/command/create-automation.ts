/** Makes an automation: whoever its rules match holds its profile and datasets while it is enabled (SKY-023 to SKY-027). */
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
import { type AutomationRecord, automationSubject } from './automation-record.ts';
import { objectionsToRules, replaceAutomationRules } from './automation-rules.ts';
import { change, type Occasion } from './change.ts';
import { ruleListSchema } from './dataset-rules.ts';
import { parse, refuseEach } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';
import { type Settled, settleAutomations } from './settle-automations.ts';

const inputSchema = z.strictObject({
  name: nameSchema,
  enabled: z.boolean().default(false),
  profile: nameReferenceSchema,
  datasets: givenDatasetsSchema,
  rules: ruleListSchema,
});

/** An automation, and what the change came to for people. */
export interface ChangedAutomation {
  readonly automation: AutomationRecord;
  readonly settled: Settled;
}

/**
 * It is not enabled unless that is said, so that it can be previewed first.
 * @param input `{ name, enabled?, profile: name, datasets: names, rules: { match, rules } }`
 * @throws Refusal `unprocessable` for a bad or taken name, rules that could not be asked, a private dataset;
 * `not-found` for a profile or dataset.
 */
export async function createAutomation(
  occasion: Occasion,
  input: unknown,
): Promise<ChangedAutomation> {
  authorize(occasion.actor, 'automation.create');
  const { name, enabled, profile, datasets, rules } = parse(inputSchema, input);
  const { database } = occasion;
  const subject = automationSubject(name, sql`a.name = ${name}`);
  const { after } = await change(occasion, 'automation.create', subject, async (before) => {
    if (before !== null) {
      throw new Refusal('unprocessable', `There is an automation "${name}" already`);
    }
    const objections = await objectionsToRules(database, rules);
    if (objections.length > 0) throw refuseEach(objections);
    const given = await findGivenProfile(database, profile);
    const { ids, holds } = await findGivenDatasets(database, datasets);
    const id = sql`(SELECT id FROM automations WHERE name = ${name})`;
    return {
      statements: [
        sql`INSERT INTO automations (name, enabled, profile_id)
          VALUES (${name}, ${enabled ? 1 : 0}, ${given.id})`,
        ...replaceGivenDatasets(id, ids),
        ...replaceAutomationRules(id, rules),
      ],
      holds: [given.holds, holds],
    };
  });
  return { automation: after, settled: await settleAutomations(occasion) };
}
