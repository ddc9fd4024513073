/** Changes a learning plan's name or code, or which courses it brings (PU-060). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { fold } from '../../shared/fold.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { idSchema, lineSchema, titleSchema } from './lms-text.ts';
import { parse } from './parse.ts';
import { noPlan, type PlanRecord, planSubject } from './plan-record.ts';
import { type Reference, requireReferences } from './references.ts';

const coursesSchema = z
  .array(z.strictObject({ id: idSchema, mandatory: z.boolean().default(true) }))
  .max(2000)
  .refine((courses) => new Set(courses.map(({ id }) => id)).size === courses.length, {
    error: 'A course stands twice',
  });

const inputSchema = z.strictObject({
  plan: idSchema,
  code: lineSchema(255)
    .transform((code) => code || null)
    .nullable()
    .optional(),
  name: titleSchema(500).optional(),
  courses: coursesSchema.optional(),
});

/**
 * What is not named stays; courses that are named are all of them, in their order.
 * @param input `{ plan: id, code?, name?, courses?: { id, mandatory? }[] }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name and for courses that are not there (each by its field)
 */
export async function editPlan(occasion: Occasion, input: unknown): Promise<PlanRecord> {
  authorize(occasion.actor, 'plan.edit');
  const { plan, ...edit } = parse(inputSchema, input);
  const { after } = await change(occasion, 'plan.edit', planSubject(plan), async (before) => {
    if (before === null) throw noPlan(plan);
    const named = Object.entries(edit).filter(([, value]) => value !== undefined);
    const wanted: PlanRecord = { ...before, ...Object.fromEntries(named) };
    if (JSON.stringify(wanted) === JSON.stringify(before)) return { statements: [] };
    const courses = edit.courses?.map(
      ({ id: key }, at): Reference => ({ kind: 'course', key, field: `courses.${at}.id` }),
    );
    return {
      statements: [
        sql`UPDATE learning_plans SET code = ${wanted.code}, name = ${wanted.name},
          name_key = ${fold(wanted.name)} WHERE key = ${plan}`,
        ...(edit.courses ? replaceCourses(plan, edit.courses) : []),
      ],
      holds: await requireReferences(occasion.database, courses ?? []),
    };
  });
  return after;
}

/** Rows that stay as they are are not touched. */
function replaceCourses(plan: string, courses: z.infer<typeof coursesSchema>): SQL[] {
  const planId = sql`(SELECT id FROM learning_plans WHERE key = ${plan})`;
  const list = JSON.stringify(courses.map(({ id, mandatory }) => [id, Number(mandatory)]));
  return [
    sql`DELETE FROM learning_plan_courses WHERE plan_id = ${planId} AND course_id NOT IN
      (SELECT c.id FROM json_each(${list}) e JOIN courses c ON c.key = e.value ->> 0)`,
    sql`INSERT INTO learning_plan_courses (plan_id, course_id, position, mandatory)
      SELECT ${planId}, c.id, e.key, e.value ->> 1
      FROM json_each(${list}) e JOIN courses c ON c.key = e.value ->> 0
      WHERE true ON CONFLICT (plan_id, course_id)
      DO UPDATE SET position = excluded.position, mandatory = excluded.mandatory
      WHERE position <> excluded.position OR mandatory <> excluded.mandatory`,
  ];
}
