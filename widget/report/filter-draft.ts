/** From what a reader types into the filter editor to a filter on the wire, and back. */
import type { ColumnType, FilterOperator } from '../../shared/column-type.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter } from '../../shared/wire/report.ts';

/** How a value is asked for. */
export type Control = 'none' | 'text' | 'number' | 'hours' | 'date' | 'boolean' | 'choice' | 'list';

const controlByType: Readonly<Record<ColumnType, Control>> = {
  text: 'text',
  number: 'number',
  percent: 'number',
  duration: 'hours',
  time: 'date',
  day: 'date',
  boolean: 'boolean',
  choice: 'choice',
};

export function controlFor(column: Column, op: FilterOperator): Control {
  if (op === 'is_empty' || op === 'is_not_empty') return 'none';
  return op === 'in' ? 'list' : controlByType[column.type];
}

const secondsPerHour = 3600;

/**
 * The filter for what was typed or ticked, or null while it is not complete. Durations are typed in hours; the day
 * typed for a time column begins at the reader's own midnight. `after` takes the day itself in, `before` does not.
 */
export function filterOf(
  column: Column,
  op: FilterOperator,
  texts: readonly string[],
): Filter | null {
  const first = texts[0]?.trim() ?? '';
  const make = (value: Filter['value']): Filter => ({ column: column.id, op, value });
  const control = controlFor(column, op);
  switch (control) {
    case 'none':
      return { column: column.id, op };
    case 'list':
      return texts.length > 0 ? make([...texts]) : null;
    case 'text':
    case 'choice':
      return first === '' ? null : make(first);
    case 'boolean':
      return first === '' ? null : make(first === 'true');
    case 'number':
      return isNumber(first) ? make(Number(first)) : null;
    case 'hours':
      return isNumber(first) ? make(Math.round(Number(first) * secondsPerHour)) : null;
    case 'date':
      if (!isPlainDay(first)) return null;
      return make(column.type === 'day' ? first : midnight(first));
    default:
      return control satisfies never;
  }
}

/** `2026-03-05`, without a time. */
export const isPlainDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text));

/** The reader's own midnight. */
const midnight = (isoDay: string): string =>
  `${new Date(`${isoDay}T00:00:00`).toISOString().slice(0, 19)}Z`;

/** What the editor shows for a filter that is changed: the inverse of `filterOf`. */
export function textsOf(column: Column, filter: Filter): readonly string[] {
  const { value } = filter;
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  if (column.type === 'duration' && typeof value === 'number')
    return [String(value / secondsPerHour)];
  if (column.type === 'time') return [localDay(String(value))];
  return [String(value)];
}

function localDay(isoTime: string): string {
  if (isPlainDay(isoTime)) return isoTime;
  const moment = new Date(isoTime);
  if (Number.isNaN(moment.getTime())) return '';
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
