/** Questions to a report and their answers: list, description, rows, facets. */
import { z } from 'zod';
import { filterOperators } from '../column-type.ts';
import { columnSchema } from './column.ts';

export const filterSchema = z
  .strictObject({
    column: z.string().min(1).max(64),
    op: z.enum(filterOperators),
    value: z
      .union([
        z.string().max(500),
        z.number(),
        z.boolean(),
        z.array(z.string().max(500)).min(1).max(500),
      ])
      .optional()
      .describe(
        'Text, number, boolean or (for `in`) a list of texts; none for the two emptiness tests',
      ),
  })
  .meta({ id: 'Filter' });
export type Filter = z.infer<typeof filterSchema>;

/** What a table shows and an export repeats: the same question gives the same rows in the same order. */
export const questionSchema = z
  .strictObject({
    filters: z.array(filterSchema).max(20).default([]),
    q: z
      .string()
      .max(200)
      .optional()
      .describe('Free text; searched in the columns that name things'),
    sort: z
      .array(
        z.strictObject({ column: z.string().min(1).max(64), desc: z.boolean().default(false) }),
      )
      .max(3)
      .default([])
      .describe('Empty values come last, whichever the direction'),
    columns: z
      .array(z.string().min(1).max(64))
      .max(60)
      .optional()
      .describe('Which columns, in which order; all visible ones by default'),
  })
  .meta({ id: 'Question' });
export type Question = z.infer<typeof questionSchema>;

export const reportSummarySchema = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    grain: z.string().describe('What one row is, e.g. `user_course`'),
    of_one_learner: z
      .boolean()
      .describe(
        'Whether this viewer may ask for the rows of one learner, by a filter on `user_id`',
      ),
  })
  .meta({ id: 'ReportSummary' });
export type ReportSummary = z.infer<typeof reportSummarySchema>;

export const reportSchema = reportSummarySchema
  .extend({
    columns: z.array(columnSchema),
    narrows: z
      .array(columnSchema)
      .optional()
      .describe(
        'For filters alone: rows without what fits fall away, and figures count what fits alone',
      ),
    default_sort: z.array(z.object({ column: z.string(), desc: z.boolean() })),
    exportable: z.boolean().describe('Whether this viewer may export it'),
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof reportSchema>;

export const reportListSchema = z
  .object({ reports: z.array(reportSummarySchema) })
  .meta({ id: 'ReportList' });
export type ReportList = z.infer<typeof reportListSchema>;

export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

export const rowsSchema = z
  .object({
    report: z.string(),
    as_of: z.string().describe('ISO 8601 UTC: the moment that the figures describe'),
    columns: z.array(z.string()),
    rows: z.array(z.record(z.string(), cellSchema)),
    total: z.int().describe('Rows in the whole answer, not just in this page'),
    totals: z
      .record(z.string(), z.number().nullable())
      .describe('By column id, over the whole answer'),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'Rows' });
export type Rows = z.infer<typeof rowsSchema>;

export const facetsSchema = z
  .object({
    report: z.string(),
    column: z.string(),
    as_of: z.string(),
    values: z.array(z.object({ value: cellSchema, label: z.string(), count: z.int() })),
    more: z.boolean().describe('Whether there are values beyond these'),
  })
  .meta({ id: 'Facets' });
export type Facets = z.infer<typeof facetsSchema>;
