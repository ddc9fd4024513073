/** A learning plan with its courses as one JSON record: for checks, guards, the audit row and lists alike. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

const planRecordSchema = z.object({
  id: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  /** In the order of the plan. */
  courses: z.array(
    z.object({
      id: z.string(),
      mandatory: z.union([z.literal(0), z.literal(1)]).transform(Boolean),
    }),
  ),
});
export type PlanRecord = z.infer<typeof planRecordSchema>;

const planJson = sql`json_object('id', p.key, 'code', p.code, 'name', p.name,
  'courses', json((SELECT json_group_array(
      json_object('id', c.key, 'mandatory', pc.mandatory) ORDER BY pc.position, c.key)
    FROM learning_plan_courses pc JOIN courses c ON c.id = pc.course_id WHERE pc.plan_id = p.id)))`;

const parseRecord = (json: string): PlanRecord => planRecordSchema.parse(JSON.parse(json));

export const planSubject = (key: string): Subject<PlanRecord> => ({
  name: `plan:${key}`,
  record: sql`(SELECT ${planJson} FROM learning_plans p WHERE p.key = ${key})`,
  parse: parseRecord,
});

export const noPlan = (key: string): Refusal =>
  new Refusal('not-found', `There is no learning plan "${key}"`);

export const planListing: Listing<PlanRecord> = {
  name: 'plans',
  from: sql`learning_plans p`,
  record: planJson,
  parse: parseRecord,
  key: sql`p.id`,
  sorts: { name: sql`p.name_key`, code: sql`coalesce(p.code, '')` },
  searched: { plain: sql`p.name || char(10) || coalesce(p.code, '')` },
};

/** Of the row `learning_plans p`. */
export const planFilters: Filters = {
  course: (key) => sql`p.id IN (SELECT pc.plan_id FROM learning_plan_courses pc
    JOIN courses c ON c.id = pc.course_id WHERE c.key = ${key})`,
};
