/** Changes what rights and rules go by in a course: category, name, code, type and status. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { courseKeys } from '../data/keys.ts';
import { courseStatuses, courseTypes } from '../data/schema/learning.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { type CourseRecord, courseSubject, noCourse } from './course-record.ts';
import { idSchema, lineSchema, titleSchema } from './lms-text.ts';
import { parse } from './parse.ts';
import { requireReferences } from './references.ts';

const inputSchema = z.strictObject({
  course: idSchema,
  code: lineSchema(255)
    .transform((code) => code || null)
    .nullable()
    .optional(),
  name: titleSchema(500).optional(),
  type: z.enum(courseTypes).optional(),
  status: z.enum(courseStatuses).optional(),
  category: idSchema.min(1).nullable().optional(),
});

/**
 * What is not named stays.
 * @param input `{ course: id, code?, name?, type?, status?, category?: id }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name and for a category that there is not
 */
export async function editCourse(occasion: Occasion, input: unknown): Promise<CourseRecord> {
  authorize(occasion.actor, 'course.edit');
  const { course, ...edit } = parse(inputSchema, input);
  const subject = courseSubject(course);
  const { after } = await change(occasion, 'course.edit', subject, async (before) => {
    if (before === null) throw noCourse(course);
    const named = Object.entries(edit).filter(([, value]) => value !== undefined);
    const wanted: CourseRecord = { ...before, ...Object.fromEntries(named) };
    if (JSON.stringify(wanted) === JSON.stringify(before)) return { statements: [] };
    const { category: key } = edit;
    const category = key ? [{ kind: 'category', key, field: 'category' } as const] : [];
    const { nameKey, searchKey } = courseKeys(wanted);
    return {
      statements: [
        sql`UPDATE courses SET code = ${wanted.code}, name = ${wanted.name}, name_key = ${nameKey},
          search_key = ${searchKey}, type = ${wanted.type}, status = ${wanted.status},
          category_id = (SELECT id FROM categories WHERE key = ${wanted.category})
          WHERE key = ${course}`,
      ],
      holds: await requireReferences(occasion.database, category),
    };
  });
  return after;
}
