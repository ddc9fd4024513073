/** Automations on the wire of administration: what they give to whom, and what a change came to for people. */
import { z } from 'zod';
import { ruleListSchema } from './dataset.ts';

export const automationSchema = z
  .object({
    name: z.string(),
    enabled: z.boolean(),
    profile: z.string().nullable().describe('What it gives; null where it went missing'),
    datasets: z.array(z.string()),
    rules: ruleListSchema.nullable(),
  })
  .meta({ id: 'Automation' });

const names = z.array(z.string().max(500)).max(100);

export const newAutomationSchema = z
  .strictObject({
    name: z.string(),
    enabled: z.boolean().optional().describe('Not, unless that is said'),
    profile: z.string(),
    datasets: names,
    rules: ruleListSchema,
  })
  .meta({ id: 'NewAutomation' });

export const automationChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    profile: z.string().optional(),
    datasets: names.optional(),
    rules: ruleListSchema.optional(),
  })
  .meta({ id: 'AutomationChange' });

export const enabledSchema = z.strictObject({ enabled: z.boolean() });

const gift = z.object({ person: z.string(), automation: z.string() });

/** An automation, and what its change came to. */
export const changedAutomationSchema = automationSchema
  .extend({
    gained: z.array(gift).describe('Ids of people, and by which automation'),
    lost: z.array(gift),
    beyond: z
      .array(gift.extend({ because: z.string() }))
      .describe('Who match and would hold too much, and so get nothing'),
  })
  .meta({ id: 'ChangedAutomation' });

export const automationQuestionSchema = z
  .strictObject({
    automation: z.string().optional().describe('One that is kept; without it, the rules alone'),
    profile: z.string().optional(),
    datasets: names.optional(),
    rules: ruleListSchema.optional(),
  })
  .meta({ id: 'AutomationPreviewQuestion' });

const people = z.object({
  count: z.int(),
  first: z.array(z.object({ id: z.string(), name: z.string() })).describe('At most 20, by name'),
});

export const automationPreviewSchema = z
  .object({
    included: people,
    gain: people.describe('Of those, who do not hold it now'),
    lose: people.describe('Who hold it now, and no longer would'),
    beyond: people.describe('Who match and would hold too much, and so would get nothing'),
    dead_rules: z.array(z.string()).describe('Rules that match nobody whoever is there, and why'),
  })
  .meta({ id: 'AutomationPreview' });
