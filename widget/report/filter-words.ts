/** A filter as a reader would say it: `Status is any of Overdue or Expired`. */
import type { Column } from '../../shared/wire/column.ts';
import type { Filter } from '../../shared/wire/report.ts';
import type { Locale } from '../locale/locale.ts';
import { isPlainDay } from './filter-draft.ts';

/** So many values are named; more are counted. */
const mostNamed = 3;

export interface FilterWords {
  readonly column: string;
  readonly op: string;
  readonly value: string;
}

/** `column` is undefined for a filter on a column that this viewer is not told about. */
export function wordsOf(filter: Filter, column: Column | undefined, locale: Locale): FilterWords {
  return {
    column: column?.label ?? filter.column,
    op: locale.say(`op.${filter.op}`),
    value: valueWords(filter.value, column, locale),
  };
}

/** All of it in one string, for labels. */
export const sentenceOf = (words: FilterWords): string =>
  [words.column, words.op, words.value].filter((part) => part !== '').join(' ');

function valueWords(value: Filter['value'], column: Column | undefined, locale: Locale): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    return value.length > mostNamed
      ? locale.say('filter.value-count', { count: value.length })
      : locale.format.list(value.map((item) => labelOf(item, column)));
  }
  if (typeof value === 'boolean') return locale.say(value ? 'yes' : 'no');
  if (typeof value === 'string') return textWords(value, column, locale);
  if (column?.type === 'percent') return locale.format.percent(value);
  if (column?.type === 'duration') return locale.format.duration(value);
  return locale.format.number(value);
}

function textWords(value: string, column: Column | undefined, locale: Locale): string {
  // A plain day is the same day for every reader, wherever their midnight is.
  if (column?.type === 'day' || (column?.type === 'time' && isPlainDay(value)))
    return locale.format.day(value);
  if (column?.type === 'time') return locale.format.date(value);
  return labelOf(value, column);
}

const labelOf = (value: string, column: Column | undefined): string =>
  column?.choices?.find((choice) => choice.value === value)?.label ?? value;
