/** The rules of an automation as they come from outside: those of people, about the person themselves alone. */
import { type SQL, sql } from 'drizzle-orm';
import type { RefusalPlace } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { ownField } from '../scope/automation.ts';
import { isOperator } from '../scope/operator.ts';
import { hasPlaceholder } from '../scope/placeholder.ts';
import { inWords, type RuleList, type RuleRow, rowsOf, valuesOf } from '../scope/rule.ts';
import { complaintsAbout, missingFields } from './dataset-rules.ts';

/**
 * What is wrong with the rules, each named by its rule: what would be with those of a dataset, a placeholder, because
 * there is no power user yet whose fields it could stand for, and a question about the level, which is the answer.
 */
export async function objectionsToRules(
  database: Database,
  rules: RuleList,
): Promise<RefusalPlace[]> {
  const missing = await missingFields(database, [{ axis: 'people', rules }]);
  const complaints = [
    ...complaintsAbout('people', rules),
    ...rowsOf(rules).flatMap(complaintAbout),
    ...missing.map(({ message }) => message),
  ];
  return complaints.map((message) => ({ field: 'rules', message }));
}

function complaintAbout(rule: RuleRow): string[] {
  const told = `the rule "${inWords(rule)}"`;
  if (rule.field === ownField) {
    return [`${told}: an automation can't ask about the level, which it changes`];
  }
  const values = isOperator(rule.operator) ? (valuesOf(rule.operator, rule.value) ?? []) : [];
  return values.some(hasPlaceholder)
    ? [`${told}: a rule of an automation is about the person themselves, and has no placeholder`]
    : [];
}

/** Writes the rules anew. */
export const replaceAutomationRules = (automationId: SQL, rules: RuleList): SQL[] => [
  sql`DELETE FROM automation_rules WHERE automation_id = ${automationId}`,
  sql`INSERT INTO automation_rules
      (automation_id, position, match, group_no, group_match, field, operator, value)
    SELECT ${automationId}, key, value ->> 'match', value ->> 'group', value ->> 'groupMatch',
      value ->> 'field', value ->> 'operator', value ->> 'value'
    FROM json_each(${JSON.stringify(rowsOf(rules))})`,
];
