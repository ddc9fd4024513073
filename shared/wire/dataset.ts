/** Datasets on the wire of administration: what each axis selects, by items and rules. */
import { z } from 'zod';
import { axes, selectionModes } from '../scope.ts';

const scalar = z.union([z.string(), z.number()]);

const conditionSchema = z.strictObject({
  field: z.string(),
  operator: z.string(),
  value: z.union([scalar, z.array(scalar)]).nullish(),
});

/** Nested once: a rule is a condition, or a list of conditions. */
export const ruleListSchema = z
  .strictObject({
    match: z.string().describe('`all` or `any`'),
    rules: z.array(
      z.union([
        conditionSchema,
        z.strictObject({ match: z.string(), rules: z.array(conditionSchema) }),
      ]),
    ),
  })
  .meta({ id: 'RuleList' });

const givenSelection = z.strictObject({
  mode: z.enum(selectionModes),
  items: z
    .array(
      z.strictObject({ kind: z.string(), key: z.string(), descendants: z.boolean().optional() }),
    )
    .optional(),
  rules: ruleListSchema.optional(),
});

/** An axis that is not named is `none` in a new dataset, and stays in an edit. */
export const selectionsSchema = z
  .partialRecord(z.enum(axes), givenSelection)
  .meta({ id: 'Selections' });

const keptSelection = z.object({
  mode: z.enum(selectionModes),
  items: z.array(
    z.object({
      kind: z.string(),
      key: z.string().nullable().describe('null for an item of a kind that is not known here'),
      descendants: z.boolean(),
    }),
  ),
  rules: ruleListSchema.nullable(),
});

export const datasetSchema = z
  .object({
    name: z.string(),
    owner: z.string().nullable().describe('The power user to whom it is private'),
    selections: z.record(z.enum(axes), keptSelection),
    held_by: z.int().describe('How many power users hold it'),
    ceiling_of: z.array(z.string()).describe('The sites that never show more than this'),
  })
  .meta({ id: 'Dataset' });

const allowSensitive = z
  .boolean()
  .optional()
  .describe('Whether rules may bind placeholders that are personal');

export const newDatasetSchema = z
  .strictObject({
    name: z.string(),
    owner: z.string().optional().describe('For a private one: the id of the power user'),
    selections: selectionsSchema.optional(),
    allow_sensitive: allowSensitive,
  })
  .meta({ id: 'NewDataset' });

export const datasetChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    selections: selectionsSchema.optional(),
    allow_sensitive: allowSensitive,
  })
  .meta({ id: 'DatasetChange' });

/** What is asked before saving: for whom, and with which selections in the place of those that are kept. */
export const previewQuestionSchema = z
  .strictObject({
    dataset: z.string().optional().describe('The dataset that would be edited'),
    power_user: z.string().optional().describe('To whom placeholders are bound'),
    selections: selectionsSchema.default({}),
    allow_sensitive: allowSensitive,
  })
  .meta({ id: 'DatasetPreviewQuestion' });

const previewedSchema = z.object({
  count: z.int(),
  gained: z.int().describe('How many of them the kept dataset does not select'),
  lost: z.int().describe('How many more the kept dataset selects'),
  first: z.array(z.object({ id: z.string(), name: z.string() })).describe('At most 20, by name'),
});

export const datasetPreviewSchema = z
  .object({
    people: previewedSchema,
    courses: previewedSchema,
    plans: previewedSchema,
    dead_rules: z.array(z.string()).describe('Rules that match nobody whoever is there, and why'),
    editable_placeholders: z
      .array(z.string())
      .describe('Placeholders that stand for what people may change themselves'),
  })
  .meta({ id: 'DatasetPreview' });
