/** What a report says about one of its columns, as a widget sees it. */
import { z } from 'zod';
import { columnTypes } from '../column-type.ts';

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
