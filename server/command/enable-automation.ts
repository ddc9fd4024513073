/** Switches an automation on: whoever matches is given what it has, at once (SKY-024, SKY-027). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { automationSubject, findAutomation, noAutomation } from './automation-record.ts';
import { change, type Occasion } from './change.ts';
import type { ChangedAutomation } from './create-automation.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { settleAutomations } from './settle-automations.ts';

const inputSchema = z.strictObject({ automation: nameReferenceSchema });

/**
 * @param input `{ automation: name }`
 * @throws Refusal `not-found`
 */
export async function enableAutomation(
  occasion: Occasion,
  input: unknown,
): Promise<ChangedAutomation> {
  authorize(occasion.actor, 'automation.enable');
  const { automation } = parse(inputSchema, input);
  const id = await findAutomation(occasion.database, automation);
  const subject = automationSubject(automation, sql`a.id = ${id}`);
  const { after } = await change(occasion, 'automation.enable', subject, (before) => {
    if (before === null) throw noAutomation(automation);
    if (before.enabled === true) return { statements: [] };
    return { statements: [sql`UPDATE automations SET enabled = 1 WHERE id = ${id}`] };
  });
  return { automation: after, settled: await settleAutomations(occasion) };
}
