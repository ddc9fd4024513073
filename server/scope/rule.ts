/** Rules as they are written and stored: conditions on one axis of a dataset, combined by all or any, nested once. */
import { type Axis, axes } from '../../shared/scope.ts';
import { isOperator, type OperatorId, operatorIds, operators } from './operator.ts';
import { hasPlaceholder, partsOf } from './placeholder.ts';
import { type RuleField, ruleField, ruleFields, typeOf } from './rule-field.ts';
import { choiceOf, momentOf, numberOf } from './rule-value.ts';

export const ruleMatches = ['all', 'any'] as const;
export type RuleMatch = (typeof ruleMatches)[number];

/** A condition; `value` is a JSON array of texts for `is_one_of`, and null for `is_empty`. */
export interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: string | null;
}

/** Words of a stored list may be of a later version, so they are any text. */
export interface ConditionGroup<C = Condition> {
  readonly match: string;
  readonly rules: readonly C[];
}

/** The rules of one axis: conditions, and groups of conditions. */
export type RuleList = ConditionGroup<Condition | ConditionGroup>;

/** A row of `dataset_rules`. Rows of group 0 stand alone; those of another group are combined by its `groupMatch`. */
export interface RuleRow extends Condition {
  readonly match: string;
  readonly group: number;
  readonly groupMatch: string;
}

/** A word that the rows agree on; rows that contradict each other have none, and then match nobody. */
function agreed(words: readonly string[]): string {
  return new Set(words).size === 1 ? (words[0] ?? '') : '';
}

/** The rules of a dataset as they are written; an axis without a rule has no list. */
export type RuleLists = Readonly<Partial<Record<Axis, RuleList>>>;

/** The rows of a dataset by axis; those of an axis that this version does not know are nobody's. */
export function listsOf(rows: readonly (RuleRow & { readonly axis: string })[]): RuleLists {
  return Object.fromEntries(
    axes.flatMap((axis) => {
      const mine = rows.filter((row) => row.axis === axis);
      return mine.length === 0 ? [] : [[axis, listOf(mine)]];
    }),
  );
}

/** The rows of one axis, in the order of their positions, as a list. */
function listOf(rows: readonly RuleRow[]): RuleList {
  const groups = new Map<number, RuleRow[]>();
  const rules: (Condition | { group: number })[] = [];
  for (const row of rows) {
    const mates = groups.get(row.group);
    if (row.group === 0) rules.push(conditionOf(row));
    else if (mates) mates.push(row);
    else {
      groups.set(row.group, [row]);
      rules.push({ group: row.group });
    }
  }
  return {
    match: agreed(rows.map(({ match }) => match)),
    rules: rules.map((rule) => {
      if ('field' in rule) return rule;
      const mates = groups.get(rule.group) ?? [];
      return {
        match: agreed(mates.map(({ groupMatch }) => groupMatch)),
        rules: mates.map(conditionOf),
      };
    }),
  };
}

const conditionOf = ({ field, operator, value }: RuleRow): Condition => ({
  field,
  operator,
  value,
});

/** A list as rows; the opposite of `listOf`. */
export function rowsOf({ match, rules }: RuleList): RuleRow[] {
  let groups = 0;
  return rules.flatMap((rule): RuleRow[] => {
    if ('field' in rule) return [{ ...rule, match, group: 0, groupMatch: 'all' }];
    groups += 1;
    const group = groups;
    return rule.rules.map((one) => ({ ...one, match, group, groupMatch: rule.match }));
  });
}

/** The texts of a condition's value, or null where it is no value of the operator. */
export function valuesOf(operator: OperatorId, value: string | null): string[] | null {
  const { operands } = operators[operator];
  if (operands === 'none') return [];
  if (operands === 'one') return value === null ? null : [value];
  try {
    const list: unknown = JSON.parse(value ?? '');
    const texts = Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
    return Array.isArray(list) && list.length > 0 && texts.length === list.length ? texts : null;
  } catch {
    return null;
  }
}

/** As people say a condition. */
export function inWords({ field, operator, value }: Condition): string {
  if (!isOperator(operator)) return `${field} ${operator} ${value ?? ''}`.trim();
  const values = valuesOf(operator, value) ?? [value ?? ''];
  return [field, operators[operator].words, values.join(', ')].join(' ').trim();
}

/** What is wrong with a condition that somebody wants to write, in one sentence; null where nothing is. */
export function complaintAbout(axis: Axis, condition: Condition): string | null {
  const { operator: id, value } = condition;
  const field = ruleField(axis, condition.field);
  if (field === undefined) {
    const known = [...Object.keys(ruleFields[axis]), ...(axis === 'people' ? ['field:<id>'] : [])];
    const others = known.length === 0 ? `${axis} have no rules` : known.join(', ');
    return `there is no field ${JSON.stringify(condition.field)} of ${axis}: ${others}`;
  }
  const type = typeOf(field);
  if (!isOperator(id) || operators[id][type] === undefined) {
    const fitting = operatorIds.filter((one) => operators[one][type] !== undefined);
    return `${condition.field} takes ${fitting.join(', ')}, not ${JSON.stringify(id)}`;
  }
  const values = valuesOf(id, value);
  if (values === null) return `${id} takes ${operators[id].operands} value`;
  if (operators[id].operands === 'none' && value !== null) return `${id} takes no value`;
  for (const text of values) {
    const complaint = complaintAboutValue(field, text);
    if (complaint !== null) return complaint;
  }
  return null;
}

/** What a placeholder comes to is known only when somebody looks. */
function complaintAboutValue(field: RuleField, text: string): string | null {
  if (text.trim() === '') return 'a value is empty; that a field is empty is asked by is_empty';
  if (hasPlaceholder(text)) {
    const found = partsOf(text);
    return 'unknown' in found
      ? `there is no placeholder in ${JSON.stringify(found.unknown)}`
      : null;
  }
  switch (field.type) {
    case 'text':
    case 'named':
    case 'additional':
      return null;
    case 'choice':
      return choiceOf(field.choices, text) === null
        ? `${JSON.stringify(text)} is none of ${field.choices.join(', ')}`
        : null;
    case 'number':
      return numberOf(text) === null ? `${JSON.stringify(text)} is no number` : null;
    case 'time':
      return momentOf(text) === null
        ? `${JSON.stringify(text)} is neither a day such as 2026-12-31 nor a time with its zone`
        : null;
    default:
      return field satisfies never;
  }
}
