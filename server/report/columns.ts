/** Columns that several reports share: who (person `u` of branch `b`) and what (course `c` of category `k`). */
import { type SQL, sql } from 'drizzle-orm';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { integer } from '../data/literal.ts';
import { courseStatusChoices, courseTypeChoices, userStatusChoices } from './choices.ts';
import type { ColumnDefinition, Join, ReportContext } from './definition.ts';

/** Line `n` (from 0) of a search key: server/data/keys.ts says what stands on each. */
const line = (key: SQL, n: 0 | 1 | 2): SQL => {
  const rest = sql`substr(${key}, instr(${key}, char(10)) + 1)`;
  const first = (text: SQL) =>
    sql`CASE WHEN instr(${text}, char(10)) = 0 THEN ${text} ELSE substr(${text}, 1, instr(${text}, char(10)) - 1) END`;
  switch (n) {
    case 0:
      return first(key);
    case 1:
      return first(rest);
    case 2:
      return sql`substr(${rest}, instr(${rest}, char(10)) + 1)`;
    default:
      return n satisfies never;
  }
};

/** The name that a person `of` is shown by: server/data/keys.ts has the same rule. */
export const fullNameSql = (of: SQL): SQL =>
  sql`coalesce(nullif(trim(${of}.first_name || ' ' || ${of}.last_name), ''), ${of}.username)`;

/** Person `u` and their branch `b`, by the id that a row has for the person. */
export const personJoins = (userId: SQL): readonly Join[] => [
  { alias: 'u', clause: sql`LEFT JOIN users u ON u.id = ${userId}` },
  branchJoin,
];

export const branchJoin: Join = {
  alias: 'b',
  clause: sql`LEFT JOIN branches b ON b.id = u.branch_id`,
};

/** Course `c` and its category `k`, by the id that a row has for the course. */
export const courseJoins = (courseId: SQL): readonly Join[] => [
  { alias: 'c', clause: sql`LEFT JOIN courses c ON c.id = ${courseId}` },
  categoryJoin,
];

export const categoryJoin: Join = {
  alias: 'k',
  clause: sql`LEFT JOIN categories k ON k.id = c.category_id`,
};

/** To open the personal summary of one person takes one of these (PERM-001 to PERM-003). */
export const summaryPermissions = ['users.view', 'users.create', 'users.edit'] as const;

/**
 * The person of a row, by the id that it has for them. Filters on people need the right to view people (PERM-061);
 * to name one person by their id is what a personal summary does.
 */
export const personColumns = (userId: SQL, inFigures?: SQL): readonly ColumnDefinition[] => [
  userIdColumn({ table: 'users', id: userId, ...(inFigures && { inFigures }) }),
  ...filteredWith('users.view', aboutPerson),
];

type Identified = NonNullable<ColumnDefinition['identifies']>;

const userIdColumn = (identifies: Identified): ColumnDefinition => ({
  id: 'user_id',
  label: 'User ID',
  type: 'text',
  value: sql`u.key`,
  exact: true,
  identifies,
  filterNeedsOneOf: summaryPermissions,
  hidden: true,
});

/** A search key holds all lines that a search looks into, and no word spans two of them. */
const aboutPerson: readonly ColumnDefinition[] = [
  {
    id: 'user_name',
    label: 'Name',
    type: 'text',
    value: fullNameSql(sql`u`),
    folded: line(sql`u.search_key`, 0),
    sort: sql`u.name_key`,
    searched: sql`u.search_key`,
  },
  {
    id: 'username',
    label: 'Username',
    type: 'text',
    value: sql`u.username`,
    folded: line(sql`u.search_key`, 1),
    hidden: true,
  },
  {
    id: 'email',
    label: 'E-mail',
    type: 'text',
    value: sql`u.email`,
    folded: line(sql`u.search_key`, 2),
    needs: ['users.view'],
    hidden: true,
  },
  {
    id: 'branch',
    label: 'Branch',
    type: 'text',
    value: sql`b.name`,
    facet: true,
  },
  {
    id: 'user_status',
    label: 'Account',
    type: 'choice',
    value: sql`u.status`,
    choices: userStatusChoices,
    facet: true,
    hidden: true,
  },
];

/** One column for each additional field that the viewer may see (PERM-006). */
export const additionalFields = ({ fields }: ReportContext): readonly ColumnDefinition[] =>
  fields.map(({ id, key, name }) => {
    const entry = (column: SQL) => sql`(SELECT ${column} FROM user_field_values
      WHERE user_id = u.id AND field_id = ${integer(id)})`;
    return {
      id: `field_${key}`,
      label: name,
      type: 'text',
      value: entry(sql`value`),
      folded: entry(sql`value_key`),
      // A field may hold pages of text, and a cursor carries what it was sorted by.
      sort: entry(sql`nullif(substr(value_key, 1, 200), '')`),
      filterNeeds: ['users.view'],
      facet: true,
      hidden: true,
    };
  });

/** The course of a row, by the id that it has for it. Filters need the right to view courses (PERM-061). */
export const courseColumns = (courseId: SQL, inFigures?: SQL): readonly ColumnDefinition[] =>
  filteredWith('courses.view', [
    courseIdColumn({ table: 'courses', id: courseId, ...(inFigures && { inFigures }) }),
    ...aboutCourse,
  ]);

const courseIdColumn = (identifies: Identified): ColumnDefinition => ({
  id: 'course_id',
  label: 'Course ID',
  type: 'text',
  value: sql`c.key`,
  exact: true,
  identifies,
  hidden: true,
});

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
  filteredWith('learning_plans.view', [planIdColumn(planId), ...aboutPlan]);

const planIdColumn = (planId: SQL): ColumnDefinition => ({
  id: 'plan_id',
  label: 'Plan ID',
  type: 'text',
  value: sql`l.key`,
  exact: true,
  identifies: { table: 'learning_plans', id: planId },
  hidden: true,
});

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

/** The same columns for a report that is about something else: there until somebody asks for them. */
export const hiddenColumns = (columns: readonly ColumnDefinition[]): readonly ColumnDefinition[] =>
  columns.map((column) => ({ ...column, hidden: true }));

/** A moment: hidden unless it is what the report is about. */
export const moment = (id: string, label: string, value: SQL, hidden = true): ColumnDefinition => ({
  id,
  label,
  type: 'time',
  value,
  hidden,
});

/** Filters on what belongs to a resource need the right to view resources of its kind (PERM-061). */
const filteredWith = (
  permission: PermissionId,
  columns: readonly ColumnDefinition[],
): readonly ColumnDefinition[] =>
  columns.map((column) => ({ filterNeeds: [permission], ...column }));
