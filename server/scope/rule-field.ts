/** The fields that rules can ask about, one row each: what type a field has, and where its value stands. */
import { type SQL, sql } from 'drizzle-orm';
import type { Axis } from '../../shared/scope.ts';
import { courseStatuses, courseTypes, userLevels, userStatuses } from '../data/schema/index.ts';
import type { OperatorFacts, TextSource } from './operator.ts';
import { half, line, whole } from './text-source.ts';

/** Makes a value part of the statement and answers how to read it there. */
export type Take = (value: unknown) => SQL;

interface Typed {
  /** In words, for the documentation and refusals. */
  readonly about: string;
}

/** Where a field's value stands in a row `u` of users or `c` of courses. */
export type RuleField = Typed &
  (
    | { readonly type: 'text'; readonly text: TextSource }
    | { readonly type: 'choice'; readonly text: TextSource; readonly choices: readonly string[] }
    | { readonly type: 'number' | 'time'; readonly value: SQL }
    /** The name of what `id` points to: few enough to be folded and compared outside SQL. */
    | { readonly type: 'named'; readonly id: SQL; readonly table: 'branches' | 'categories' }
    | { readonly type: 'additional'; readonly key: string }
  );

/** A person's names: line by line as server/data/keys.ts folds them. */
const nameOf = (alias: SQL): SQL => line(sql`${alias}.search_key`, 0);
const key = sql`u.search_key`;
const managed = (text: SQL): SQL => sql`(SELECT ${text} FROM users m WHERE m.id = u.manager_id)`;

const people: Readonly<Record<string, RuleField>> = {
  username: { type: 'text', about: 'username', text: whole(line(sql`u.search_key`, 1), key) },
  email: { type: 'text', about: 'e-mail address', text: whole(line(sql`u.search_key`, 2), key) },
  first_name: {
    type: 'text',
    about: 'first name',
    text: half(sql`u.first_name`, nameOf(sql`u`), sql`u.name_key`, key),
  },
  last_name: {
    type: 'text',
    about: 'last name',
    text: half(sql`u.last_name`, sql`u.name_key`, nameOf(sql`u`), key),
  },
  full_name: {
    type: 'text',
    about: 'first and last name; the username of somebody without either',
    text: whole(nameOf(sql`u`), key),
  },
  level: { type: 'choice', about: 'level', text: whole(sql`u.level`), choices: userLevels },
  status: { type: 'choice', about: 'status', text: whole(sql`u.status`), choices: userStatuses },
  branch: {
    type: 'named',
    about: 'name of the branch in which somebody is, none above it',
    id: sql`u.branch_id`,
    table: 'branches',
  },
  manager: {
    type: 'text',
    about: "the manager's full name",
    text: whole(managed(nameOf(sql`m`))),
  },
  manager_username: {
    type: 'text',
    about: "the manager's username",
    text: whole(managed(line(sql`m.search_key`, 1))),
  },
  created_at: { type: 'time', about: 'when the account was made', value: sql`u.created_at` },
  last_access: { type: 'time', about: 'last sign-in', value: sql`u.last_access_at` },
};

const courses: Readonly<Record<string, RuleField>> = {
  name: { type: 'text', about: 'name', text: whole(sql`c.name_key`) },
  code: {
    type: 'text',
    about: 'code',
    text: whole(sql`substr(c.search_key, instr(c.search_key, char(10)) + 1)`, sql`c.search_key`),
  },
  type: { type: 'choice', about: 'type', text: whole(sql`c.type`), choices: courseTypes },
  status: { type: 'choice', about: 'status', text: whole(sql`c.status`), choices: courseStatuses },
  category: {
    type: 'named',
    about: 'name of the category in which a course is, none above it',
    id: sql`c.category_id`,
    table: 'categories',
  },
  created_at: { type: 'time', about: 'when the course was made', value: sql`c.created_at` },
  duration: { type: 'number', about: 'duration in seconds', value: sql`c.duration_seconds` },
};

/** The fields of an axis; plans have none. */
export const ruleFields: Readonly<Record<Axis, Readonly<Record<string, RuleField>>>> = {
  people,
  courses,
  plans: {},
};

/** Begins the name of an additional field, which its key ends: `field:company`. */
export const additionalPrefix = 'field:';

/** The field of that name, or undefined. Whether an additional field exists is not asked here. */
export function ruleField(axis: Axis, name: string): RuleField | undefined {
  if (axis === 'people' && name.startsWith(additionalPrefix)) {
    const key = name.slice(additionalPrefix.length);
    return key === '' ? undefined : { type: 'additional', about: 'an additional field', key };
  }
  return Object.hasOwn(ruleFields[axis], name) ? ruleFields[axis][name] : undefined;
}

/** As which type an operator is asked about a field: names and additional fields are text. */
export function typeOf(field: RuleField): 'text' | 'choice' | 'number' | 'time' {
  return field.type === 'named' || field.type === 'additional' ? 'text' : field.type;
}

/** Whether a row `u` or `c` meets the operator; `0` where the field's type lacks it. */
export function meets(field: RuleField, operator: OperatorFacts, operand: SQL, take: Take): SQL {
  switch (field.type) {
    case 'text':
    case 'choice':
      return operator[field.type]?.(field.text, operand) ?? sql`0`;
    case 'number':
    case 'time':
      return operator[field.type]?.(field.value, operand) ?? sql`0`;
    case 'named':
      return operator.operands === 'none'
        ? sql`(${field.id} IS NULL OR ${field.id} IN (SELECT value FROM json_each(${operand})))`
        : sql`${field.id} IN (SELECT value FROM json_each(${operand}))`;
    case 'additional':
      return additional(field.key, operator, operand, take);
    default:
      return field satisfies never;
  }
}

const fieldNamed = (key: string, take: Take): SQL =>
  sql`(SELECT id FROM user_fields WHERE key = ${take(key)})`;

const valueText: TextSource = whole(sql`v.value_key`);

/**
 * Whether a row `v` of values, indexed by field and folded text, has the field and meets the operator; undefined for
 * an operator that asks for those without a value.
 */
export function valueMeets(
  { key }: { readonly key: string },
  operator: OperatorFacts,
  operand: SQL,
  take: Take,
): SQL | undefined {
  if (operator.operands === 'none') return undefined;
  return sql`v.field_id = ${fieldNamed(key, take)} AND ${operator.text?.(valueText, operand) ?? sql`0`}`;
}

/** Starts from the values. An unknown field has nobody, not even empty. */
function additional(key: string, operator: OperatorFacts, operand: SQL, take: Take): SQL {
  const meeting = valueMeets({ key }, operator, operand, take);
  if (meeting) return sql`u.id IN (SELECT v.user_id FROM user_field_values v WHERE ${meeting})`;
  const fieldId = fieldNamed(key, take);
  return sql`(${fieldId} IS NOT NULL AND u.id NOT IN
    (SELECT v.user_id FROM user_field_values v WHERE v.field_id = ${fieldId} AND ${valueText.filled}))`;
}
