/** The operators of rules, one row each: what each asks of a type of field. A type without an entry lacks the operator. */
import { type SQL, sql } from 'drizzle-orm';

/** A folded text that a row has, and the questions that rules put to it. Operands are folded and never empty. */
export interface TextSource {
  /** Whether there is any text; whoever has none meets no operator but `is_empty`. */
  readonly filled: SQL;
  equals(operand: SQL): SQL;
  /** The operand is a JSON array. */
  among(list: SQL): SQL;
  contains(operand: SQL): SQL;
  startsWith(operand: SQL): SQL;
  endsWith(operand: SQL): SQL;
}

type TextTest = (text: TextSource, operand: SQL) => SQL;
type ValueTest = (value: SQL, operand: SQL) => SQL;

export interface OperatorFacts {
  /** As people say it. */
  readonly words: string;
  readonly operands: 'none' | 'one' | 'many';
  readonly text?: TextTest;
  /** One of a few words, which the table holds folded. */
  readonly choice?: TextTest;
  readonly number?: ValueTest;
  readonly time?: ValueTest;
  /** The same question put to a folded text outside SQL. */
  readonly holds?: (text: string, operands: readonly string[]) => boolean;
  /** Of a day, whether the first second counts or the one after its last. */
  readonly edge?: 'first' | 'after';
}

/** No row negates a missing value: NULL is never true, and texts are asked whether they are filled. */
const rows = {
  equals: {
    words: 'equals',
    operands: 'one',
    text: (text, operand) => text.equals(operand),
    choice: (text, operand) => text.equals(operand),
    number: (value, operand) => sql`${value} = ${operand}`,
    holds: (text, [operand]) => text === operand,
  },
  not_equals: {
    words: 'not equals',
    operands: 'one',
    text: (text, operand) => sql`(${text.filled} AND NOT ${text.equals(operand)})`,
    choice: (text, operand) => sql`(${text.filled} AND NOT ${text.equals(operand)})`,
    number: (value, operand) => sql`${value} <> ${operand}`,
    holds: (text, [operand]) => text !== operand,
  },
  contains: {
    words: 'contains',
    operands: 'one',
    text: (text, operand) => text.contains(operand),
    holds: (text, [operand = '']) => text.includes(operand),
  },
  starts_with: {
    words: 'starts with',
    operands: 'one',
    text: (text, operand) => text.startsWith(operand),
    holds: (text, [operand = '']) => text.startsWith(operand),
  },
  ends_with: {
    words: 'ends with',
    operands: 'one',
    text: (text, operand) => text.endsWith(operand),
    holds: (text, [operand = '']) => text.endsWith(operand),
  },
  is_one_of: {
    words: 'is one of',
    operands: 'many',
    text: (text, list) => text.among(list),
    choice: (text, list) => text.among(list),
    number: (value, list) => sql`${value} IN (SELECT value FROM json_each(${list}))`,
    holds: (text, operands) => operands.includes(text),
  },
  is_empty: {
    words: 'is empty',
    operands: 'none',
    text: (text) => sql`NOT ${text.filled}`,
    number: (value) => sql`${value} IS NULL`,
    time: (value) => sql`${value} IS NULL`,
  },
  greater: {
    words: 'greater',
    operands: 'one',
    number: (value, operand) => sql`${value} > ${operand}`,
  },
  less: {
    words: 'less',
    operands: 'one',
    number: (value, operand) => sql`${value} < ${operand}`,
  },
  before: {
    words: 'before',
    operands: 'one',
    edge: 'first',
    time: (value, operand) => sql`${value} < ${operand}`,
  },
  after: {
    words: 'after',
    operands: 'one',
    edge: 'after',
    time: (value, operand) => sql`${value} >= ${operand}`,
  },
} as const satisfies Record<string, OperatorFacts>;

export type OperatorId = keyof typeof rows;
export const operators: Readonly<Record<OperatorId, OperatorFacts>> = rows;
export const operatorIds = Object.keys(rows) as OperatorId[];

export const isOperator = (id: string): id is OperatorId => Object.hasOwn(rows, id);
