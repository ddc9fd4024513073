/** The rules of a selection as they come from outside: fields and operators that exist, values that they can take. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { RefusalPlace } from '../../shared/refusal.ts';
import type { Axis } from '../../shared/scope.ts';
import type { Database } from '../data/database.ts';
import { operatorIds, operators } from '../scope/operator.ts';
import { placeholdersIn } from '../scope/placeholder.ts';
import {
  type Condition,
  complaintAbout,
  inWords,
  type RuleList,
  rowsOf,
  ruleMatches,
  valuesOf,
} from '../scope/rule.ts';
import { additionalPrefix } from '../scope/rule-field.ts';

/** Of one axis. Each is up to 700 characters of the statement that every request runs, of which D1 takes 100,000. */
const rulesMax = 100;
const valuesMax = 500;
const valueMax = 1000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f\u007f]/;

const textSchema = z
  .union([z.string(), z.number().transform(String)])
  .refine((text) => text.length <= valueMax, {
    error: `A value has at most ${valueMax} characters`,
  })
  .refine((text) => text.isWellFormed() && !control.test(text), {
    error: "A value can't contain control characters",
  });

const takesMany = (operator: string): boolean =>
  operatorIds.some((id) => id === operator && operators[id].operands === 'many');

const conditionSchema = z
  .strictObject({
    field: z.string().max(300),
    operator: z.string().max(40),
    value: z.union([textSchema, z.array(textSchema).max(valuesMax)]).nullish(),
  })
  .refine(({ operator, value }) => takesMany(operator) || !Array.isArray(value), {
    error: 'The operator takes one value, not a list',
    path: ['value'],
  })
  .transform(({ field, operator, value = null }): Condition => {
    const many = takesMany(operator);
    const list = many && value !== null ? [value].flat() : value;
    return { field, operator, value: Array.isArray(list) ? JSON.stringify(list) : list };
  });

const matchSchema = z.enum(ruleMatches, {
  error: ({ input }) =>
    `Rules combine by ${ruleMatches.join(' or ')}, not ${JSON.stringify(input)}`,
});

const nonEmpty = { error: 'A list of rules without a rule would match nobody' };

/** `{ match: 'all' | 'any', rules }`; a rule is `{ field, operator, value? }`, or once more such a list. */
export const ruleListSchema = z
  .strictObject({
    match: matchSchema,
    rules: z
      .array(
        z.union([
          conditionSchema,
          z.strictObject({
            match: matchSchema,
            rules: z.array(conditionSchema).min(1, nonEmpty),
          }),
        ]),
      )
      .min(1, nonEmpty),
  })
  .refine((list) => rowsOf(list).length <= rulesMax, { error: `At most ${rulesMax} rules` });

/** What is wrong with the rules of an axis, each named by its rule. */
export function complaintsAbout(axis: Axis, list: RuleList): string[] {
  return rowsOf(list).flatMap((rule) => {
    const complaint = complaintAbout(axis, rule);
    return complaint === null ? [] : [`the rule "${inWords(rule)}": ${complaint}`];
  });
}

interface Ruled {
  readonly axis: Axis;
  readonly rules: RuleList | null;
}

/** Placeholders that tell more of the power user than rules need (SKY-018); a word more lets them in. */
export function sensitiveRules(selections: readonly Ruled[]): RefusalPlace[] {
  return places(selections, (rule) =>
    textsOf(rule)
      .flatMap((text) => placeholdersIn(text).sensitive)
      .map((name) => `${name} is sensitive, and takes allowSensitive`),
  );
}

/** Additional fields that don't exist, in fields and in placeholders by key: a typing error must not match nobody. */
export async function missingFields(
  database: Database,
  selections: readonly Ruled[],
): Promise<RefusalPlace[]> {
  const keys = selections.flatMap(({ rules }) =>
    rules === null ? [] : rowsOf(rules).flatMap(keysOf),
  );
  if (keys.length === 0) return [];
  const [rows = []] = await database.read(
    sql`SELECT value FROM json_each(${JSON.stringify(keys)})
      WHERE value NOT IN (SELECT key FROM user_fields)`,
  );
  const missing = new Set(rows.map(([key]) => key));
  return places(selections, (rule) =>
    keysOf(rule)
      .filter((key) => missing.has(key))
      .map((key) => `there is no additional field "${key}"`),
  );
}

/** The texts of a rule's value, one or many. */
export const textsOf = ({ operator, value }: Condition): string[] => {
  const id = operatorIds.find((one) => one === operator);
  return id === undefined ? [] : (valuesOf(id, value) ?? []);
};

/** The keys of the additional fields that a rule names. */
const keysOf = (rule: Condition): string[] => [
  ...(rule.field.startsWith(additionalPrefix) ? [rule.field.slice(additionalPrefix.length)] : []),
  ...textsOf(rule).flatMap((text) => placeholdersIn(text).keys),
];

const places = (
  selections: readonly Ruled[],
  complaints: (rule: Condition) => readonly string[],
): RefusalPlace[] =>
  selections.flatMap(({ axis, rules }) =>
    (rules === null ? [] : rowsOf(rules)).flatMap((rule) =>
      complaints(rule).map((complaint) => ({
        field: `selections.${axis}.rules`,
        message: `the rule "${inWords(rule)}": ${complaint}`,
      })),
    ),
  );

/** Writes the rules of these axes anew. */
export function replaceRules(datasetId: SQL, selections: readonly Ruled[]): SQL[] {
  return selections.flatMap(({ axis, rules }) => [
    sql`DELETE FROM dataset_rules WHERE dataset_id = ${datasetId} AND axis = ${axis}`,
    ...(rules === null ? [] : [insertRules(datasetId, axis, rules)]),
  ]);
}

const insertRules = (datasetId: SQL, axis: Axis, rules: RuleList): SQL =>
  sql`INSERT INTO dataset_rules
      (dataset_id, axis, position, match, group_no, group_match, field, operator, value)
    SELECT ${datasetId}, ${axis}, key, value ->> 'match', value ->> 'group', value ->> 'groupMatch',
      value ->> 'field', value ->> 'operator', value ->> 'value'
    FROM json_each(${JSON.stringify(rowsOf(rules))})`;
