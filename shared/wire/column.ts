/** What a report says about one of its columns, as a widget sees it. */
import { z } from 'zod';

export const columnTypes = [
  'text',
  'number',
  'percent',
  'duration',
  'time',
  'day',
  'boolean',
  'choice',
] as const;
export type ColumnType = (typeof columnTypes)[number];

export const filterOperators = [
  'equals',
  'not_equals',
  'in',
  'contains',
  'starts_with',
  'less',
  'greater',
  'before',
  'after',
  'is_empty',
  'is_not_empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** Which operators a column of each type takes; one row a type. */
export const operatorsByType = {
  text: ['equals', 'not_equals', 'in', 'contains', 'starts_with', 'is_empty', 'is_not_empty'],
  number: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  percent: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  duration: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  time: ['before', 'after', 'is_empty', 'is_not_empty'],
  day: ['equals', 'before', 'after', 'is_empty', 'is_not_empty'],
  boolean: ['equals', 'is_empty', 'is_not_empty'],
  choice: ['equals', 'not_equals', 'in', 'is_empty', 'is_not_empty'],
} as const satisfies Record<ColumnType, readonly FilterOperator[]>;

export const columnSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    type: z.enum(columnTypes),
    unit: z.string().nullable().describe('`seconds`, `percent`, `points` or null'),
    description: z.string().nullable().describe('The metric behind the column, in a sentence'),
    sortable: z.boolean(),
    filterable: z.boolean(),
    facet: z.boolean().describe('Whether the facets route lists its values'),
    shown: z.boolean().describe('Whether a table shows it before anybody chooses'),
    total: z.enum(['sum', 'average']).nullable(),
    choices: z
      .array(z.object({ value: z.string(), label: z.string() }))
      .nullable()
      .describe('The values of a `choice` column'),
  })
  .meta({ id: 'Column' });
export type Column = z.infer<typeof columnSchema>;
