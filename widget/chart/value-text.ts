/** Values in words: a figure as its column type reads, and its share of the whole. */
import type { ColumnType } from '../../shared/column-type.ts';
import type { Format } from '../locale/format.ts';

type Write = (value: number, format: Format) => string;

/** Types that hold no number are counted. */
const writers: Partial<Record<ColumnType, Write>> = {
  percent: (value, format) => format.percent(value),
  duration: (value, format) => format.duration(value),
};

/** How a chart or a metric card writes its values. */
export function valueWriter(type: ColumnType, format: Format): (value: number) => string {
  const write = writers[type] ?? ((value: number) => format.number(value));
  return (value) => write(value, format);
}

/** The part as a percentage of the whole: in whole percents, but never all or nothing where it is not. */
export function shareText(part: number, whole: number, format: Format): string {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  if (percent > 0 && percent < 1) return format.percent(Math.max(0.1, percent));
  if (percent > 99 && percent < 100) return format.percent(Math.min(99.9, percent));
  return format.percent(Math.round(percent));
}
