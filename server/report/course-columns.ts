/** What a row is about: course `c` of category `k`, or learning plan `l`. */
import { type SQL, sql } from 'drizzle-orm';
import { courseStatusChoices, courseTypeChoices } from './choices.ts';
import { filteredWith, identifierColumn, line, sortKey } from './columns.ts';
import type { ColumnDefinition, Join } from './definition.ts';

/** Course `c` and its category `k`, by the id that a row has for the course. */
export const courseJoins = (courseId: SQL): readonly Join[] => [
  { alias: 'c', clause: sql`LEFT JOIN courses c ON c.id = ${courseId}` },
  categoryJoin,
];

export const categoryJoin: Join = {
  alias: 'k',
  clause: sql`LEFT JOIN categories k ON k.id = c.category_id`,
};

/**
 * The course by the id that a row has for it. Filters need the right to view courses (PERM-061).
 * @param inFigures the same id in what the row's figures are counted over
 */
export const courseColumns = (courseId: SQL, inFigures?: SQL): readonly ColumnDefinition[] =>
  filteredWith('courses.view', [
    identifierColumn({
      id: 'course_id',
      label: 'Course ID',
      value: sql`c.key`,
      identifies: { table: 'courses', id: courseId, ...(inFigures && { inFigures }) },
    }),
    ...aboutCourse,
  ]);

const aboutCourse: readonly ColumnDefinition[] = [
  {
    id: 'course_name',
    label: 'Course',
    type: 'text',
    value: sql`c.name`,
    folded: line(sql`c.search_key`, 0),
    sort: sql`c.name_key`,
    searched: sql`c.search_key`,
    facet: true,
  },
  {
    id: 'course_code',
    label: 'Course code',
    type: 'text',
    value: sql`c.code`,
    folded: line(sql`c.search_key`, 1),
    hidden: true,
  },
  {
    id: 'course_type',
    label: 'Type',
    type: 'choice',
    value: sql`c.type`,
    choices: courseTypeChoices,
    facet: true,
    hidden: true,
  },
  {
    id: 'course_status',
    label: 'Course status',
    type: 'choice',
    value: sql`c.status`,
    choices: courseStatusChoices,
    hidden: true,
  },
  {
    id: 'category',
    label: 'Category',
    type: 'text',
    value: sql`k.name`,
    sort: sortKey(sql`k.name_key`),
    facet: true,
    hidden: true,
  },
];

/** The learning plan `l` of a row, by the id that it has for it. */
export const planJoin = (planId: SQL): Join => ({
  alias: 'l',
  clause: sql`LEFT JOIN learning_plans l ON l.id = ${planId}`,
});

/** Filters need the right to view learning plans (PERM-061). */
export const planColumns = (planId: SQL): readonly ColumnDefinition[] =>
  filteredWith('learning_plans.view', [
    identifierColumn({
      id: 'plan_id',
      label: 'Plan ID',
      value: sql`l.key`,
      identifies: { table: 'learning_plans', id: planId },
    }),
    ...aboutPlan,
  ]);

const aboutPlan: readonly ColumnDefinition[] = [
  {
    id: 'plan_name',
    label: 'Learning plan',
    type: 'text',
    value: sql`l.name`,
    folded: sql`l.name_key`,
    searched: true,
    facet: true,
  },
  {
    id: 'plan_code',
    label: 'Plan code',
    type: 'text',
    value: sql`l.code`,
    hidden: true,
  },
];
