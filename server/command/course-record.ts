/** A course as one JSON record: for checks, guards, the audit row and lists alike. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { courseStatuses, courseTypes } from '../data/schema/learning.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const courseRecordSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  type: z.enum(courseTypes),
  status: z.enum(courseStatuses),
  category: z.string().nullable(),
  durationSeconds: z.int().nullable(),
  createdAt: z.int().nullable(),
  /** Ids of the plans that bring it, and of the catalogs that list it by itself; sorted. */
  plans: z.array(z.string()),
  catalogs: z.array(z.string()),
});
export type CourseRecord = z.infer<typeof courseRecordSchema>;

const courseJson = sql`json_object(
  'id', c.key,
  'code', c.code,
  'name', c.name,
  'type', c.type,
  'status', c.status,
  'category', (SELECT key FROM categories WHERE id = c.category_id),
  'durationSeconds', c.duration_seconds,
  'createdAt', c.created_at,
  'plans', json((SELECT json_group_array(p.key ORDER BY p.key)
    FROM learning_plan_courses pc JOIN learning_plans p ON p.id = pc.plan_id
    WHERE pc.course_id = c.id)),
  'catalogs', json((SELECT json_group_array(k.key ORDER BY k.key)
    FROM catalogs k JOIN catalog_items i ON i.catalog_id = k.id
    WHERE i.kind = 'course' AND i.item_id = c.id)))`;

const parseRecord = (json: string): CourseRecord => courseRecordSchema.parse(JSON.parse(json));

export const courseSubject = (key: string): Subject<CourseRecord> => ({
  name: `course:${key}`,
  record: sql`(SELECT ${courseJson} FROM courses c WHERE c.key = ${key})`,
  parse: parseRecord,
});

export const noCourse = (key: string): Refusal =>
  new Refusal('not-found', `There is no course "${key}"`);

export const courseListing: Listing<CourseRecord> = {
  name: 'courses',
  from: sql`courses c`,
  record: courseJson,
  parse: parseRecord,
  key: sql`c.id`,
  sorts: {
    name: sql`c.name_key`,
    code: sql`coalesce(c.code, '')`,
    created_at: sql`coalesce(c.created_at, 0)`,
  },
  searched: { folded: sql`c.search_key` },
};

/** Of the row `courses c`. */
export const courseFilters: Filters = {
  type: (type) => sql`c.type = ${type}`,
  status: (status) => sql`c.status = ${status}`,
  category: (key) => sql`c.category_id = (SELECT id FROM categories WHERE key = ${key})`,
  under: (key) => sql`c.category_id IN (SELECT t.descendant_id FROM category_closure t
    JOIN categories k ON k.id = t.ancestor_id WHERE k.key = ${key})`,
  plan: (key) => sql`c.id IN (SELECT pc.course_id FROM learning_plan_courses pc
    JOIN learning_plans p ON p.id = pc.plan_id WHERE p.key = ${key})`,
};
