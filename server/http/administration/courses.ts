/** /admin/v1/courses: courses, and the changes of what rights and rules go by in them. */
import { z } from 'zod';
import { courseChangeSchema, courseSchema } from '../../../shared/wire/learning.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  courseFilters,
  courseListing,
  courseSubject,
  noCourse,
} from '../../command/course-record.ts';
import { editCourse } from '../../command/edit-course.ts';
import { conditionsOf } from '../../command/listing.ts';
import { courseStatuses, courseTypes } from '../../data/schema/learning.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { courseWire } from './course-wire.ts';
import { answerList } from './list.ts';

const id = z.string().max(255);
const params = z.object({ id });
const base = '/admin/v1/courses';

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, courseSubject(key), { as: courseWire, missing: () => noCourse(key) });

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
    const where = conditionsOf(courseFilters, query);
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
