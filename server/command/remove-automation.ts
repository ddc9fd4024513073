/** Removes an automation: what it gave is taken back, at once, and nothing else. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { automationSubject, findAutomation, noAutomation } from './automation-record.ts';
import { type Occasion, remove } from './change.ts';
import type { ChangedAutomation } from './create-automation.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { settleAutomations } from './settle-automations.ts';

const inputSchema = z.strictObject({ automation: nameReferenceSchema });

/**
 * @param input `{ automation: name }`
 * @returns the automation that was.
 * @throws Refusal `not-found`
 */
export async function removeAutomation(
  occasion: Occasion,
  input: unknown,
): Promise<ChangedAutomation> {
  authorize(occasion.actor, 'automation.remove');
  const { automation } = parse(inputSchema, input);
  const id = await findAutomation(occasion.database, automation);
  const subject = automationSubject(automation, sql`a.id = ${id}`);
  const removed = await remove(occasion, 'automation.remove', subject, (before) => {
    if (before === null) throw noAutomation(automation);
    return { statements: [sql`DELETE FROM automations WHERE id = ${id}`] };
  });
  return { automation: removed, settled: await settleAutomations(occasion) };
}
