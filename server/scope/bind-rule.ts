/** Binds rules to one power user: placeholders filled, values read and folded. What can't be bound matches nobody. */
import { fold } from '../../shared/fold.ts';
import type { Axis } from '../../shared/scope.ts';
import { isOperator, type OperatorFacts, type OperatorId, operators } from './operator.ts';
import { fill, hasPlaceholder, type OwnFields } from './placeholder.ts';
import { type Condition, inWords, type RuleList, type RuleMatch, valuesOf } from './rule.ts';
import { type RuleField, ruleField, typeOf } from './rule-field.ts';
import { choiceOf, momentOf, numberOf, textOf } from './rule-value.ts';

/** A condition that can be asked. Plain data, so that a digest can tell it from any other. */
export interface BoundRule {
  readonly field: string;
  readonly operator: OperatorId;
  /** Folded texts, numbers, or internal ids where the field's names are compared outside SQL. */
  readonly operands: readonly (string | number)[];
  /** In words, with what its placeholders stand for. */
  readonly told: string;
}

/** Never empty: a list that comes to nothing is null instead. */
export interface BoundGroup {
  readonly match: RuleMatch;
  readonly parts: readonly (BoundRule | BoundGroup)[];
}

/** What rules are bound to. */
export interface Binding {
  readonly own: OwnFields;
  /** Id and name of every branch and category, where a rule asks about them. */
  readonly named: Readonly<
    Record<'branches' | 'categories', readonly (readonly [number, string])[]>
  >;
}

/** Why a rule matches nobody whoever is there. */
export interface DeadRule {
  readonly axis: Axis;
  readonly told: string;
  readonly because: string;
}

/** Null matches nobody; `dead` has a row for each condition that could not be bound. */
export function bindRules(
  axis: Axis,
  list: RuleList,
  binding: Binding,
): { bound: BoundGroup | null; dead: DeadRule[] } {
  const dead: DeadRule[] = [];
  const one = (condition: Condition): BoundRule | null => {
    const rule = bindCondition(axis, condition, binding);
    if (!('because' in rule)) return rule;
    dead.push(rule);
    return null;
  };
  const parts = list.rules.map((rule) =>
    'field' in rule ? one(rule) : combined(rule.match, rule.rules.map(one)),
  );
  return { bound: combined(list.match, parts), dead };
}

/** All of a list with a dead part is dead; any of it is what is left. Nothing left, or an unknown word, is nobody. */
function combined(
  match: string,
  parts: readonly (BoundRule | BoundGroup | null)[],
): BoundGroup | null {
  const live = parts.filter((part) => part !== null);
  if (match !== 'all' && match !== 'any') return null;
  if (live.length === 0 || (match === 'all' && live.length < parts.length)) return null;
  return { match, parts: live };
}

function bindCondition(axis: Axis, condition: Condition, binding: Binding): BoundRule | DeadRule {
  const told = inWords(condition);
  const field = ruleField(axis, condition.field);
  const { operator: id } = condition;
  if (field === undefined) return { axis, told, because: `there is no field ${condition.field}` };
  if (!isOperator(id) || operators[id][typeOf(field)] === undefined) {
    return { axis, told, because: `${condition.field} has no operator ${id}` };
  }
  const values = valuesOf(id, condition.value);
  if (values === null) return { axis, told, because: 'it has no value' };
  const filled: string[] = [];
  for (const value of values) {
    const found = fill(value, binding.own);
    if ('missing' in found) return { axis, told, because: found.missing };
    filled.push(found.text);
  }
  const operands = filled.map((text) => operandOf(field, operators[id], text));
  if (operands.some((operand) => operand === null)) {
    return { axis, told, because: `${filled.join(', ')} is no value of ${condition.field}` };
  }
  const bound = values.some(hasPlaceholder) ? `${told} (${filled.join(', ')})` : told;
  const known = operands.filter((operand) => operand !== null);
  return {
    field: condition.field,
    operator: id,
    operands: field.type === 'named' ? named(field.table, operators[id], known, binding) : known,
    told: bound,
  };
}

function operandOf(
  field: RuleField,
  { edge }: OperatorFacts,
  value: string,
): string | number | null {
  switch (field.type) {
    case 'text':
    case 'named':
    case 'additional':
      return textOf(value);
    case 'choice':
      return choiceOf(field.choices, value);
    case 'number':
      return numberOf(value);
    case 'time':
      return edge ? (momentOf(value)?.[edge] ?? null) : null;
    default:
      return field satisfies never;
  }
}

/** The ids of what has a fitting name; `is_empty` fits the blank ones. */
function named(
  table: 'branches' | 'categories',
  { holds }: OperatorFacts,
  operands: readonly (string | number)[],
  binding: Binding,
): number[] {
  const texts = operands.map(String);
  return binding.named[table].flatMap(([id, name]) => {
    const filled = name.trim() !== '';
    return (holds === undefined ? !filled : filled && holds(fold(name), texts)) ? [id] : [];
  });
}
