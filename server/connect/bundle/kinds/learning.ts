/** The kinds of the courses axis: courses in their category tree, and learning plans. */

import { courseKeys } from '../../../data/keys.ts';
import { courseStatuses, courseTypes } from '../../../data/schema/learning.ts';
import type { Kind } from '../column.ts';
import { oneLine } from '../one-line.ts';
import { nameKey } from './name-key.ts';

export const categories: Kind = {
  name: 'categories',
  description: 'The tree of course categories.',
  key: ['id'],
  tree: 'parent',
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the category's id" },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 255,
      description: 'its name',
    },
    {
      name: 'parent',
      type: 'id',
      target: 'parent_id',
      references: 'categories',
      description: 'the category right above it; empty at the top',
    },
  ],
  derived: nameKey,
};

export const courses: Kind = {
  name: 'courses',
  description: 'Courses.',
  key: ['id'],
  columns: [
    {
      name: 'id',
      type: 'id',
      target: 'key',
      required: true,
      description: "the course's id in the LMS",
    },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 500,
      description: 'its name',
    },
    {
      name: 'code',
      type: 'text',
      target: 'code',
      maxLength: 255,
      description: 'its code, as people know it',
    },
    {
      name: 'type',
      type: 'choice',
      target: 'type',
      choices: courseTypes,
      fallback: 'elearning',
      description: 'how it is taught',
    },
    {
      name: 'status',
      type: 'choice',
      target: 'status',
      choices: courseStatuses,
      fallback: 'published',
      description: 'whether learners can take it',
    },
    {
      name: 'category',
      type: 'id',
      target: 'category_id',
      references: 'categories',
      description: 'the category in which it is',
    },
    {
      name: 'duration_seconds',
      type: 'integer',
      target: 'duration_seconds',
      min: 0,
      description: 'how long it takes, in seconds',
    },
    { name: 'created_at', type: 'time', target: 'created_at', description: 'when it was made' },
  ],
  derived: {
    targets: ['name_key', 'search_key'],
    from: ['name', 'code'],
    make: ([name = '', code = '']) => {
      const { nameKey, searchKey } = courseKeys({ name: oneLine(name), code: oneLine(code) });
      return [nameKey, searchKey];
    },
  },
};

export const learningPlans: Kind = {
  name: 'learning_plans',
  description: 'Learning plans: courses that belong together.',
  key: ['id'],
  columns: [
    { name: 'id', type: 'id', target: 'key', required: true, description: "the plan's id" },
    {
      name: 'name',
      type: 'text',
      target: 'name',
      required: true,
      maxLength: 500,
      description: 'its name',
    },
    { name: 'code', type: 'text', target: 'code', maxLength: 255, description: 'its code' },
  ],
  derived: nameKey,
};

export const learningPlanCourses: Kind = {
  name: 'learning_plan_courses',
  description: 'The courses of each learning plan.',
  key: ['plan', 'course'],
  columns: [
    {
      name: 'plan',
      type: 'id',
      target: 'plan_id',
      required: true,
      references: 'learning_plans',
      description: 'the plan',
    },
    {
      name: 'course',
      type: 'id',
      target: 'course_id',
      required: true,
      references: 'courses',
      description: 'a course of it',
    },
    {
      name: 'position',
      type: 'integer',
      target: 'position',
      fallback: 0,
      min: 0,
      description: 'its place in the order of the plan',
    },
    {
      name: 'mandatory',
      type: 'boolean',
      target: 'mandatory',
      fallback: 1,
      description: "whether the plan can't be completed without it",
    },
  ],
};
