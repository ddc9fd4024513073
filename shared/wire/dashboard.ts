/** A dashboard with all its data in one answer: tiles, their metric in words, and where each drills down to. */
import { z } from 'zod';
import { columnTypes } from '../column-type.ts';
import { cellSchema, filterSchema } from './report.ts';

/** The question behind a tile or behind one of its marks; null where the viewer may not drill down. */
export const drillSchema = z
  .object({
    report: z.string(),
    filters: z.array(filterSchema),
    sort: z.array(z.object({ column: z.string(), desc: z.boolean() })),
  })
  .nullable();
export type Drill = z.infer<typeof drillSchema>;

const tileBase = {
  id: z.string(),
  title: z.string(),
  definition: z.string().describe('What is counted, in a sentence for the reader'),
  width: z.int().min(1).max(12).describe('Columns of a 12-column grid at full width'),
  drill: drillSchema,
};

export const metricTileSchema = z.object({
  ...tileBase,
  kind: z.literal('metric'),
  value: z.number().nullable().describe('Null where there is nothing to measure'),
  type: z.enum(columnTypes),
  of: z.number().nullable().describe('The whole that the value is part of, where there is one'),
  tone: z.enum(['neutral', 'good', 'warning', 'bad']),
});

export const chartTileSchema = z.object({
  ...tileBase,
  kind: z.enum(['bar', 'stacked_bar', 'donut', 'line']),
  type: z.enum(columnTypes).describe('Of the values'),
  categories: z.array(z.object({ key: z.string(), label: z.string(), drill: drillSchema })),
  series: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      tone: z.enum(['neutral', 'good', 'warning', 'bad', 'accent']),
      values: z.array(z.number().nullable()).describe('One for each category, in their order'),
      drills: z
        .array(drillSchema)
        .optional()
        .describe('One for each category, where a mark opens narrower rows than its category does'),
    }),
  ),
});

export const listTileSchema = z.object({
  ...tileBase,
  kind: z.literal('list'),
  columns: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      type: z.enum(columnTypes),
      choices: z
        .array(z.object({ value: z.string(), label: z.string() }))
        .optional()
        .describe('The values of a `choice` column'),
    }),
  ),
  rows: z.array(z.object({ cells: z.record(z.string(), cellSchema), drill: drillSchema })),
  total: z.int().describe('How many rows there are beyond those listed, these included'),
});

export const tileSchema = z
  .discriminatedUnion('kind', [metricTileSchema, chartTileSchema, listTileSchema])
  .meta({ id: 'Tile' });
export type Tile = z.infer<typeof tileSchema>;
export type MetricTile = z.infer<typeof metricTileSchema>;
export type ChartTile = z.infer<typeof chartTileSchema>;
export type ListTile = z.infer<typeof listTileSchema>;

export const dashboardSummarySchema = z
  .object({ id: z.string(), title: z.string(), description: z.string() })
  .meta({ id: 'DashboardSummary' });

export const dashboardListSchema = z
  .object({ dashboards: z.array(dashboardSummarySchema) })
  .meta({ id: 'DashboardList' });
export type DashboardList = z.infer<typeof dashboardListSchema>;

export const dashboardSchema = dashboardSummarySchema
  .extend({
    as_of: z.string(),
    learners: z.int().describe('People within the scope'),
    courses: z.int().describe('Courses within the scope'),
    tiles: z.array(tileSchema),
  })
  .meta({ id: 'Dashboard' });
export type Dashboard = z.infer<typeof dashboardSchema>;
