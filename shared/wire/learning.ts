/** Courses, learning plans and catalogs on the wire of administration. */
import { z } from 'zod';

const id = z.string().max(255);

export const courseSchema = z
  .object({
    id: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    type: z.enum(['elearning', 'classroom', 'webinar']),
    status: z.enum(['published', 'under_maintenance', 'unpublished']),
    category: z.string().nullable().describe('Id of the category in which it is'),
    duration_seconds: z.int().nullable(),
    created_at: z.string().nullable(),
    plans: z.array(z.string()).describe('Ids of the learning plans that bring it'),
    catalogs: z.array(z.string()).describe('Ids of the catalogs that list it by itself'),
  })
  .meta({ id: 'Course' });

export const courseChangeSchema = z
  .strictObject({
    code: z.string().nullable().optional(),
    name: z.string().optional(),
    type: courseSchema.shape.type.optional(),
    status: courseSchema.shape.status.optional(),
    category: id.nullable().optional().describe('Id of a category; null for none'),
  })
  .meta({ id: 'CourseChange' });

export const planSchema = z
  .object({
    id: z.string(),
    code: z.string().nullable(),
    name: z.string(),
    courses: z
      .array(z.object({ id: z.string(), mandatory: z.boolean() }))
      .describe('In the order of the plan'),
  })
  .meta({ id: 'LearningPlan' });

export const planChangeSchema = z
  .strictObject({
    code: z.string().nullable().optional(),
    name: z.string().optional(),
    courses: z
      .array(z.strictObject({ id, mandatory: z.boolean().default(true) }))
      .max(2000)
      .optional()
      .describe('All of them, in their order'),
  })
  .meta({ id: 'LearningPlanChange' });

const item = { kind: z.enum(['course', 'plan']), id };
const audience = { kind: z.enum(['user', 'group', 'branch']), id };
const visibility = z
  .enum(['everyone', 'restricted', 'hidden'])
  .describe('Who sees it: everyone, its audience alone, or nobody');

export const catalogSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    visibility,
    items: z.array(z.object(item)),
    audience: z
      .array(z.object({ ...audience, descendants: z.boolean() }))
      .describe('Who sees it while it is restricted'),
  })
  .meta({ id: 'Catalog' });

export const newCatalogSchema = z
  .strictObject({
    id: z.string().describe('By which imports know it, too'),
    name: z.string(),
    visibility: visibility.optional(),
  })
  .meta({ id: 'NewCatalog' });

export const catalogChangeSchema = z
  .strictObject({
    name: z.string().optional(),
    visibility: visibility.optional(),
    items: z.array(z.strictObject(item)).max(10_000).optional().describe('All of them'),
    audience: z
      .array(
        z.strictObject({
          ...audience,
          descendants: z.boolean().default(false).describe('Of a branch: those below it too'),
        }),
      )
      .max(10_000)
      .optional()
      .describe('All of it'),
  })
  .meta({ id: 'CatalogChange' });
