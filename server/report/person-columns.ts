/** The person of a row: `u` of branch `b`, and the additional fields that the viewer may see. */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import { userStatusChoices } from './choices.ts';
import { filteredWith, identifierColumn, line, sortKey } from './columns.ts';
import type { ColumnDefinition, Join, ReportContext } from './definition.ts';

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

/** To open the personal summary of one person takes one of these (PERM-001 to PERM-003). */
export const summaryPermissions = ['users.view', 'users.create', 'users.edit'] as const;

/**
 * The person by the id that a row has for them. Filters on people need the right to view people (PERM-061); to name
 * one person by their id is what a personal summary does.
 * @param inFigures the same id in what the row's figures are counted over
 */
export const personColumns = (userId: SQL, inFigures?: SQL): readonly ColumnDefinition[] => [
  {
    ...identifierColumn({
      id: 'user_id',
      label: 'User ID',
      value: sql`u.key`,
      identifies: { table: 'users', id: userId, ...(inFigures && { inFigures }) },
    }),
    filterNeedsOneOf: summaryPermissions,
  },
  ...filteredWith('users.view', aboutPerson),
];

/** The search key holds all that a search looks into, line by line: no word spans two of them. */
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
    sort: sortKey(sql`b.name_key`),
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
  fields.map(({ id, key, name, isOf }) => {
    const reach = isOf === null ? sql`` : sql`AND ${isOf(sql`u.branch_id`)}`;
    const entry = (column: SQL) => sql`(SELECT ${column} FROM user_field_values
      WHERE user_id = u.id AND field_id = ${integer(id)} ${reach})`;
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
