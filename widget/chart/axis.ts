/** The value axis: from zero to a round number, with few ticks, and whole ones where things are counted. */
import { ticks } from 'd3-array';
import type { ColumnType } from '../../shared/column-type.ts';

export interface Axis {
  /** The value at the far end of the axis; the near end is zero. */
  readonly end: number;
  readonly ticks: readonly number[];
}

/** The axis for values up to `greatest`, in about `count` steps. Percentages always run to a hundred. */
export function axisFor(greatest: number, type: ColumnType, count: number): Axis {
  if (type === 'percent') return { end: 100, ticks: [0, 25, 50, 75, 100] };
  const most = greatest > 0 ? greatest : 1;
  const step = stepFor(most, type, count);
  // The slack keeps a greatest value that is itself a tick, but for rounding, from adding a step.
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return { end: steps * step, ticks: Array.from({ length: steps + 1 }, (_, i) => i * step) };
}

/** Round in the reader's unit: seconds become minutes or hours before they are rounded. */
function stepFor(most: number, type: ColumnType, count: number): number {
  const unit = type === 'duration' ? durationUnit(most) : 1;
  const [first = 0, second = most / unit] = ticks(0, most / unit, count);
  return Math.max(1, Math.round(second - first)) * unit;
}

const durationUnit = (seconds: number): number => {
  if (seconds >= 7200) return 3600;
  return seconds >= 120 ? 60 : 1;
};
