/** Filters as SQL: one row an operator, each value checked against its column's type. */
import { type SQL, sql } from 'drizzle-orm';
import { type FilterOperator, operatorsByType } from '../../shared/column-type.ts';
import { fold } from '../../shared/fold.ts';
import { Refusal } from '../../shared/refusal.ts';
import { secondsPerDay } from '../../shared/time.ts';
import type { Filter } from '../../shared/wire/report.ts';
import type { ColumnDefinition } from './definition.ts';
import { comparedBy } from './folding.ts';

type Operand = string | number | readonly string[] | null;

/** `left` is what the column is compared by, `right` a checked operand. */
const conditions: Record<FilterOperator, (left: SQL, right: Operand) => SQL> = {
  equals: (left, right) => sql`${left} = ${right}`,
  not_equals: (left, right) => sql`${left} IS NOT ${right}`,
  in: (left, right) => sql`${left} IN (SELECT value FROM json_each(${JSON.stringify(right)}))`,
  contains: (left, right) => sql`instr(${left}, ${right}) > 0`,
  starts_with: (left, right) => sql`substr(${left}, 1, length(${right})) = ${right}`,
  less: (left, right) => sql`${left} < ${right}`,
  greater: (left, right) => sql`${left} > ${right}`,
  before: (left, right) => sql`${left} < ${right}`,
  after: (left, right) => sql`${left} >= ${right}`,
  is_empty: (left) => sql`(${left} IS NULL OR ${left} = '')`,
  is_not_empty: (left) => sql`(${left} IS NOT NULL AND ${left} <> '')`,
};

/** Which operators a column takes. */
export const operatorsOf = ({ type }: ColumnDefinition): readonly FilterOperator[] =>
  operatorsByType[type];

/**
 * Compiles one filter.
 * @throws Refusal `bad-request` for an operator that the type lacks or a value of another type
 */
export function filterSql(column: ColumnDefinition, { op, value }: Filter): SQL {
  const refuse = (message: string): never => {
    throw new Refusal('bad-request', `The filter on ${column.id} can't be applied: ${message}`, {
      places: [{ field: `filters.${column.id}`, message }],
    });
  };
  if (!operatorsOf(column).includes(op)) refuse(`a ${column.type} column has no operator ${op}`);
  if (op === 'is_empty' || op === 'is_not_empty') {
    if (value !== undefined) refuse(`${op} takes no value`);
    return conditions[op](column.value, null);
  }
  if (op === 'in') {
    if (!Array.isArray(value)) return refuse('a list of texts is needed');
    return membership(
      column,
      value.map((each) => textOperand(column, each, refuse)),
    );
  }
  if (Array.isArray(value)) return refuse(`${op} takes one value, not a list`);
  const operand = operandOf(column, value, refuse);
  if (op === 'equals' && column.identifies) return identity(column.identifies, String(operand));
  return conditions[op](comparedBy(column, textsOf(operand)), operand);
}

const textsOf = (operand: Operand): string[] => (typeof operand === 'string' ? [operand] : []);

type Identified = NonNullable<ColumnDefinition['identifies']>;

/** An identifier is looked up first, so that the rows are found by an index. */
const identity = ({ table, id }: Identified, key: string): SQL =>
  sql`${id} = (SELECT x.id FROM ${sql.identifier(table)} x WHERE x.key = ${key})`;

function membership(column: ColumnDefinition, values: readonly string[]): SQL {
  const { identifies } = column;
  if (!identifies) return conditions.in(comparedBy(column, values), values);
  return sql`${identifies.id} IN (SELECT x.id FROM ${sql.identifier(identifies.table)} x
    WHERE x.key IN (SELECT value FROM json_each(${JSON.stringify(values)})))`;
}

/** The same filter on what figures are counted over, where it says which rows are wanted at all. */
export function filterInFigures(column: ColumnDefinition, filter: Filter): SQL | undefined {
  const { identifies } = column;
  if (!identifies?.inFigures || (filter.op !== 'equals' && filter.op !== 'in')) return undefined;
  return filterSql({ ...column, identifies: { ...identifies, id: identifies.inFigures } }, filter);
}

type Refuse = (message: string) => never;

function operandOf(column: ColumnDefinition, value: Filter['value'], refuse: Refuse): Operand {
  const { type } = column;
  switch (type) {
    case 'text':
    case 'choice':
      return textOperand(column, value, refuse);
    case 'number':
    case 'percent':
    case 'duration':
      return typeof value === 'number' && Number.isFinite(value)
        ? value
        : refuse('a number is needed');
    case 'boolean':
      return typeof value === 'boolean' ? Number(value) : refuse('true or false is needed');
    case 'time':
      return timeOperand(value, refuse);
    case 'day':
      return Math.floor(timeOperand(value, refuse) / secondsPerDay);
    default:
      return type satisfies never;
  }
}

function textOperand(column: ColumnDefinition, value: unknown, refuse: Refuse): string {
  if (typeof value !== 'string' || value === '') return refuse('a text is needed');
  if (column.type === 'choice' && !column.choices?.some((choice) => choice.value === value)) {
    return refuse(`${JSON.stringify(value)} is none of its choices`);
  }
  return column.type === 'choice' || column.exact ? value : fold(value);
}

const isoPattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;

/** Unix seconds of `2026-11-21` or `2026-11-21T22:15:31Z`. */
function timeOperand(value: unknown, refuse: Refuse): number {
  const parsed =
    typeof value === 'string' && isoPattern.test(value) ? Date.parse(value) : Number.NaN;
  const exists =
    !Number.isNaN(parsed) && new Date(parsed).toISOString().startsWith(String(value).slice(0, 10));
  return exists ? parsed / 1000 : refuse('a date such as 2026-11-21, or a UTC time, is needed');
}
