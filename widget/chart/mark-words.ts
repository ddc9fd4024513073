/** Marks and whole charts in words: what a tooltip shows and a screen reader says. */
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import type { Locale } from '../locale/locale.ts';
import { type Mark, nameOf } from './marks.ts';
import { shareText, valueWriter } from './value-text.ts';

/** Kinds whose marks are parts of a whole: of all slices, or of their own bar. */
const partsOfWhole = new Set<ChartTile['kind']>(['donut', 'stacked_bar']);

export interface MarkWords {
  readonly value: string;
  /** The share of the whole, `3%`; null where there is no whole. */
  readonly share: string | null;
  /** The same with the whole named: `3% of 642`. */
  readonly shareOfWhole: string | null;
}

/** How much `mark` is, among all the `marks` of its tile. */
export function wordsOf(
  mark: Mark,
  tile: ChartTile,
  marks: readonly Mark[],
  { say, format }: Locale,
): MarkWords {
  const write = valueWriter(tile.type, format);
  const value = write(mark.value);
  if (!partsOfWhole.has(tile.kind)) return { value, share: null, shareOfWhole: null };
  const whole = marks
    .filter(({ category }) => tile.kind === 'donut' || category === mark.category)
    .reduce((sum, one) => sum + one.value, 0);
  const share = shareText(mark.value, whole, format);
  return { value, share, shareOfWhole: say('chart.of', { share, whole: write(whole) }) };
}

/** `North, Overdue: 4, 3% of 144`. */
export function describe(
  mark: Mark,
  tile: ChartTile,
  marks: readonly Mark[],
  locale: Locale,
): string {
  const { value, shareOfWhole } = wordsOf(mark, tile, marks, locale);
  return locale.say('chart.mark', {
    name: nameOf(mark),
    value: shareOfWhole === null ? value : `${value}, ${shareOfWhole}`,
  });
}

/** The chart in a sentence: its title, how much it holds, and what stands out. */
export function summarize(
  tile: ChartTile,
  marks: readonly Mark[],
  { say, format }: Locale,
): string {
  const [first, ...others] = marks;
  if (first === undefined) return tile.title;
  const greatest = others.reduce((best, mark) => (mark.value > best.value ? mark : best), first);
  return say('chart.summary', {
    title: tile.title,
    count: marks.length,
    name: nameOf(greatest),
    value: valueWriter(tile.type, format)(greatest.value),
  });
}
