/** /admin/v1/courses: courses, and the changes of what rights and rules go by in them. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { courseChangeSchema, courseSchema } from '../../../shared/wire/learning.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { momentOf } from '../../../shared/wire/time.ts';
import {
  type CourseRecord,
  courseListing,
  courseSubject,
  noCourse,
} from '../../command/course-record.ts';
import { editCourse } from '../../command/edit-course.ts';
import { courseStatuses, courseTypes } from '../../data/schema/learning.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { answerList } from './list.ts';

const id = z.string().max(255);
const params = z.object({ id });
const base = '/admin/v1/courses';

const courseWire = ({
  durationSeconds,
  createdAt,
  ...course
}: CourseRecord): z.infer<typeof courseSchema> => ({
  ...course,
  duration_seconds: durationSeconds,
  created_at: momentOf(createdAt),
});

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, courseSubject(key), { as: courseWire, missing: () => noCourse(key) });

/** What each filter asks of the row `courses c`. */
const filters: Readonly<Record<string, (value: string) => SQL>> = {
  type: (type) => sql`c.type = ${type}`,
  status: (status) => sql`c.status = ${status}`,
  category: (key) => sql`c.category_id = (SELECT id FROM categories WHERE key = ${key})`,
  under: (key) => sql`c.category_id IN (SELECT t.descendant_id FROM category_closure t
    JOIN categories k ON k.id = t.ancestor_id WHERE k.key = ${key})`,
  plan: (key) => sql`c.id IN (SELECT pc.course_id FROM learning_plan_courses pc
    JOIN learning_plans p ON p.id = pc.plan_id WHERE p.key = ${key})`,
};

const listCoursesRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the courses',
  request: {
    query: listQuery(['name', 'code', 'created_at'], {
      type: z.enum(courseTypes).optional(),
      status: z.enum(courseStatuses).optional(),
      category: id.optional().describe('Those in the category with this id'),
      under: id.optional().describe('Those in the category with this id or below it'),
      plan: id.optional().describe('Those that the learning plan with this id brings'),
    }),
  },
  answer: { status: 200, description: 'A page of courses', body: listOf(courseSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = Object.entries(filters).flatMap(([name, condition]) => {
      const value = query[name as keyof typeof query];
      return typeof value === 'string' ? [condition(value)] : [];
    });
    return answerList(call, courseListing, query, where, courseWire);
  },
});

const readCourseRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a course',
  request: { params },
  answer: { status: 200, description: 'The course', body: courseSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editCourseRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a course',
  description: 'What is not named stays. Who sees it follows with the next request.',
  request: { params, body: courseChangeSchema },
  answer: { status: 200, description: 'The course as it is now', body: courseSchema },
  async handle({ params, body }, call) {
    await editCourse(call, { course: params.id, ...body });
    return show(call, params.id);
  },
});

export const courseRoutes: readonly Route[] = [listCoursesRoute, readCourseRoute, editCourseRoute];
