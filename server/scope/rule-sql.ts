/** Bound rules as conditions on a row `u` of users or `c` of courses, with all values in one bound parameter. */
import { type SQL, sql } from 'drizzle-orm';
import type { Axis } from '../../shared/scope.ts';
import { integer } from '../data/literal.ts';
import type { BoundGroup, BoundRule } from './bind-rule.ts';
import { operators } from './operator.ts';
import { meets, ruleField, type Take } from './rule-field.ts';

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

/** Whether a row meets the rules. */
export function ruleCondition(axis: Axis, rules: BoundRule | BoundGroup, take: Take): SQL {
  if ('parts' in rules) {
    const parts = rules.parts.map((part) => ruleCondition(axis, part, take));
    return balanced(parts, rules.match === 'all' ? sql` AND ` : sql` OR `);
  }
  const field = ruleField(axis, rules.field);
  const operator = operators[rules.operator];
  if (field === undefined) return sql`0`;
  const many = operator.operands === 'many' || field.type === 'named';
  const operand = take(many ? JSON.stringify(rules.operands) : (rules.operands[0] ?? null));
  return meets(field, operator, operand, take);
}

/** As deep as the logarithm of its length: D1 takes expressions up to a depth of 100. */
function balanced(parts: readonly SQL[], word: SQL): SQL {
  const [first, ...others] = parts;
  if (first === undefined) return sql`0`;
  if (others.length === 0) return first;
  const middle = parts.length >> 1;
  return sql`(${balanced(parts.slice(0, middle), word)}${word}${balanced(parts.slice(middle), word)})`;
}
