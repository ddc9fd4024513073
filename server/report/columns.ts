/** Columns that several reports share: who (person `u` of branch `b`) and what (course `c` of category `k`). */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import { courseStatusChoices, courseTypeChoices, userStatusChoices } from './choices.ts';
import type { ColumnDefinition, ReportContext } from './definition.ts';

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

/** The person of a row. Filters on people need the right to view people (PERM-061). */
export const personColumns: readonly ColumnDefinition[] = [
  {
    id: 'user_id',
    label: 'User ID',
    type: 'text',
    value: sql`u.key`,
    exact: true,
    filterNeeds: ['users.view'],
    hidden: true,
  },
  {
    id: 'user_name',
    label: 'Name',
    type: 'text',
    value: sql`CASE WHEN trim(u.first_name || ' ' || u.last_name) = '' THEN u.username
      ELSE trim(u.first_name || ' ' || u.last_name) END`,
    folded: line(sql`u.search_key`, 0),
    sort: sql`u.name_key`,
    filterNeeds: ['users.view'],
    searched: true,
  },
  {
    id: 'username',
    label: 'Username',
    type: 'text',
    value: sql`u.username`,
    folded: line(sql`u.search_key`, 1),
    filterNeeds: ['users.view'],
    searched: true,
    hidden: true,
  },
  {
    id: 'email',
    label: 'E-mail',
    type: 'text',
    value: sql`u.email`,
    folded: line(sql`u.search_key`, 2),
    needs: ['users.view'],
    searched: true,
    hidden: true,
  },
  {
    id: 'branch',
    label: 'Branch',
    type: 'text',
    value: sql`b.name`,
    filterNeeds: ['users.view'],
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
  fields.map(({ id, key, name }) => ({
    id: `field_${key}`,
    label: name,
    type: 'text',
    value: sql`(SELECT value FROM user_field_values WHERE user_id = u.id AND field_id = ${integer(id)})`,
    folded: sql`(SELECT value_key FROM user_field_values WHERE user_id = u.id AND field_id = ${integer(id)})`,
    filterNeeds: ['users.view'],
    facet: true,
    hidden: true,
  }));

/** The course of a row. Filters on courses need the right to view courses (PERM-061). */
export const courseColumns: readonly ColumnDefinition[] = [
  {
    id: 'course_id',
    label: 'Course ID',
    type: 'text',
    value: sql`c.key`,
    exact: true,
    filterNeeds: ['courses.view'],
    hidden: true,
  },
  {
    id: 'course_name',
    label: 'Course',
    type: 'text',
    value: sql`c.name`,
    folded: line(sql`c.search_key`, 0),
    sort: sql`c.name_key`,
    filterNeeds: ['courses.view'],
    searched: true,
    facet: true,
  },
  {
    id: 'course_code',
    label: 'Course code',
    type: 'text',
    value: sql`c.code`,
    folded: line(sql`c.search_key`, 1),
    searched: true,
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
    filterNeeds: ['courses.view'],
    facet: true,
    hidden: true,
  },
];
