/** Rules as administration tells them: in the form in which they are given, so that what is read can be written back. */
import type { z } from 'zod';
import type { ruleListSchema } from '../../../shared/wire/dataset.ts';
import { isOperator, operators } from '../../scope/operator.ts';
import { type Condition, type RuleList, valuesOf } from '../../scope/rule.ts';

type WireList = z.infer<typeof ruleListSchema>;

export const ruleListWire = ({ match, rules }: RuleList): WireList => ({
  match,
  rules: rules.map((rule) =>
    'field' in rule
      ? conditionWire(rule)
      : { match: rule.match, rules: rule.rules.map(conditionWire) },
  ),
});

/** Several values are kept as one JSON text; what is no list, as it stands. */
function conditionWire({ field, operator, value }: Condition) {
  const takesMany = isOperator(operator) && operators[operator].operands === 'many';
  return { field, operator, value: (takesMany && valuesOf(operator, value)) || value };
}
