/** Bound rules as conditions on a row `u` of users or `c` of courses, with all values in one bound parameter. */
import { type SQL, sql } from 'drizzle-orm';
import type { Axis } from '../../shared/scope.ts';
import { integer } from '../data/literal.ts';
import type { BoundGroup, BoundRule } from './bind-rule.ts';
import { operators } from './operator.ts';
import { meets, type RuleField, ruleField, type Take, valueMeets } from './rule-field.ts';

/** Collects the values of a statement: D1 takes at most 100 parameters, and rules may have more values. */
export interface RuleValues {
  readonly take: Take;
  /** The table that `take`'s answers read, for the statement's WITH; none where nothing was taken. */
  tables(): SQL[];
}

export function ruleValues(): RuleValues {
  const values: unknown[] = [];
  return {
    take: (value) => {
      const place = values.push(value) - 1;
      return sql`(SELECT value FROM scope_values WHERE place = ${integer(place)})`;
    },
    tables: () =>
      values.length === 0
        ? []
        : [
            sql`scope_values (place, value) AS MATERIALIZED
              (SELECT key, value FROM json_each(${JSON.stringify(values)}))`,
          ],
  };
}

/** Where those come from who meet rules: each of them once. */
export interface RuleRows {
  readonly from: SQL;
  readonly id: SQL;
  readonly condition: SQL;
}

const rowsOf = {
  people: { from: sql`users u`, id: sql`u.id` },
  courses: { from: sql`courses c`, id: sql`c.id` },
} as const;

/** A rule on an additional field that stands alone needs nothing but the field's values. */
export function ruleRows(
  axis: keyof typeof rowsOf,
  rules: BoundRule | BoundGroup,
  take: Take,
): RuleRows {
  const [only, ...others] = 'parts' in rules ? rules.parts : [rules];
  const field = only && 'field' in only ? ruleField(axis, only.field) : undefined;
  if (only && 'field' in only && others.length === 0 && field?.type === 'additional') {
    const operator = operators[only.operator];
    const condition = valueMeets(field, operator, operandOf(field, only, take), take);
    if (condition) return { from: sql`user_field_values v`, id: sql`v.user_id`, condition };
  }
  return { ...rowsOf[axis], condition: ruleCondition(axis, rules, take) };
}

/** Whether a row meets the rules. */
function ruleCondition(axis: Axis, rules: BoundRule | BoundGroup, take: Take): SQL {
  if ('parts' in rules) {
    const parts = rules.parts.map((part) => ruleCondition(axis, part, take));
    return balanced(parts, rules.match === 'all' ? sql` AND ` : sql` OR `);
  }
  const field = ruleField(axis, rules.field);
  if (field === undefined) return sql`0`;
  return meets(field, operators[rules.operator], operandOf(field, rules, take), take);
}

function operandOf(field: RuleField, { operator, operands }: BoundRule, take: Take): SQL {
  const many = operators[operator].operands === 'many' || field.type === 'named';
  return take(many ? JSON.stringify(operands) : (operands[0] ?? null));
}

/** As deep as the logarithm of its length: D1 takes expressions up to a depth of 100. */
function balanced(parts: readonly SQL[], word: SQL): SQL {
  const [first, ...others] = parts;
  if (first === undefined) return sql`0`;
  if (others.length === 0) return first;
  const middle = parts.length >> 1;
  return sql`(${balanced(parts.slice(0, middle), word)}${word}${balanced(parts.slice(middle), word)})`;
}
