/** The options that say what the rules of a dataset are: a rule each, or all of them as JSON. */
import type { Command } from 'commander';
import { Refusal } from '../../../shared/refusal.ts';
import type { Axis } from '../../../shared/scope.ts';
import { operatorIds, operators } from '../../scope/operator.ts';
import { collect } from './at-database.ts';

/** Plans have no fields that rules could ask about. */
const ruledAxes: readonly Axis[] = ['people', 'courses'];

export const ruleFlags = (axis: Axis): string[] =>
  ruledAxes.includes(axis) ? [`${axis}-rule`, `${axis}-match`, `${axis}-rules`] : [];

export function addRuleOptions(command: Command, axis: Axis): void {
  if (!ruledAxes.includes(axis)) return;
  command.option(
    `--${axis}-rule <rule>`,
    `${axis} by a rule: 'field operator value', values of is_one_of parted by | (again for more)`,
    collect,
  );
  command.option(`--${axis}-match <word>`, 'whether all or any of several rules must match');
  command.option(`--${axis}-rules <json>`, 'the rules as JSON, which may have groups of rules');
}

/** As commander names the value of an option. */
export const camelCase = (flag: string): string =>
  flag.replaceAll(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());

/**
 * The rules of an axis in the form that the commands take, or null where none was asked for.
 * @throws Refusal `bad-request` for options that say too little or too much
 */
export function rulesOf(axis: Axis, options: Record<string, unknown>): unknown {
  const [texts, match, json] = [`${axis}-rule`, `${axis}-match`, `${axis}-rules`].map(
    (flag) => options[camelCase(flag)],
  ) as [string[] | undefined, string | undefined, string | undefined];
  if (json !== undefined) {
    if (texts || match) {
      throw new Refusal(
        'bad-request',
        `--${axis}-rules says it all; leave --${axis}-rule and --${axis}-match out`,
      );
    }
    return parseJson(axis, json);
  }
  if (texts === undefined) {
    if (match === undefined) return null;
    throw new Refusal('bad-request', `--${axis}-match needs at least one --${axis}-rule`);
  }
  if (texts.length > 1 && match === undefined) {
    throw new Refusal('bad-request', `Several --${axis}-rule need --${axis}-match all or any`);
  }
  return { match: match ?? 'all', rules: texts.map((text) => parseRule(axis, text)) };
}

function parseJson(axis: Axis, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new Refusal('bad-request', `--${axis}-rules is no JSON`);
  }
}

/** Words of operators, the longest first: "is one of" before any shorter one that begins alike. */
const phrases = operatorIds
  .flatMap((id) => [...new Set([operators[id].words, id])].map((phrase) => ({ id, phrase })))
  .toSorted((one, other) => other.phrase.length - one.phrase.length);

/** `field operator value`: the field is the first word, and the operator may have spaces or underscores. */
function parseRule(axis: Axis, text: string): unknown {
  const [, field = '', rest = ''] = /^\s*(\S+)\s+(.*?)\s*$/s.exec(text) ?? [];
  const found = phrases.find(({ phrase }) => rest === phrase || rest.startsWith(`${phrase} `));
  if (!found) {
    throw new Refusal(
      'bad-request',
      `--${axis}-rule takes 'field operator value', with an operator of ${operatorIds.join(', ')}; not "${text}"`,
    );
  }
  const value = rest.slice(found.phrase.length).trim();
  const { operands } = operators[found.id];
  if (operands === 'many') {
    return { field, operator: found.id, value: value.split('|').map((one) => one.trim()) };
  }
  return { field, operator: found.id, ...(value === '' ? {} : { value }) };
}
