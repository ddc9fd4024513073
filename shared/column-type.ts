/** The types that a column can have and the operators that filter each: plain data, safe to bundle into a page. */

export const columnTypes = [
  'text',
  'number',
  'percent',
  'duration',
  'time',
  'day',
  'boolean',
  'choice',
] as const;
export type ColumnType = (typeof columnTypes)[number];

export const filterOperators = [
  'equals',
  'not_equals',
  'in',
  'contains',
  'starts_with',
  'less',
  'greater',
  'before',
  'after',
  'is_empty',
  'is_not_empty',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** Which operators a column of each type takes; one row a type. */
export const operatorsByType = {
  text: ['equals', 'not_equals', 'in', 'contains', 'starts_with', 'is_empty', 'is_not_empty'],
  number: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  percent: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  duration: ['equals', 'less', 'greater', 'is_empty', 'is_not_empty'],
  time: ['before', 'after', 'is_empty', 'is_not_empty'],
  day: ['equals', 'before', 'after', 'is_empty', 'is_not_empty'],
  boolean: ['equals', 'is_empty', 'is_not_empty'],
  choice: ['equals', 'not_equals', 'in', 'is_empty', 'is_not_empty'],
} as const satisfies Record<ColumnType, readonly FilterOperator[]>;
