/** Chart tiles for the chart tests, made from a plain table of numbers. */
import type { ChartTile, Drill } from '../../shared/wire/dashboard.ts';

export type Tone = ChartTile['series'][number]['tone'];

/** A drill that opens the rows of one category. */
export const drillTo = (value: string): Drill => ({
  report: 'enrollments',
  filters: [{ column: 'branch', op: 'equals', value }],
  sort: [],
});

/** A tile whose categories are the keys of the table; its columns are the series, in the order of `tones`. */
export function tileOf(
  kind: ChartTile['kind'],
  table: Record<string, readonly (number | null)[]>,
  options: { tones?: readonly Tone[]; type?: ChartTile['type'] } = {},
): ChartTile {
  const rows = Object.entries(table);
  const tones = options.tones ?? ['accent'];
  return {
    id: 'tile',
    kind,
    title: 'Enrollments by branch',
    definition: 'Enrollments of active people.',
    width: 6,
    type: options.type ?? 'number',
    drill: null,
    categories: rows.map(([key]) => ({ key, label: key, drill: drillTo(key) })),
    series: tones.map((tone, index) => ({
      key: `s${index}`,
      label: `Series ${index + 1}`,
      tone,
      values: rows.map(([, values]) => values[index] ?? null),
    })),
  };
}

/** Seven pixels a character: near enough to a sans-serif font of 13 px. */
export const measure = (text: string): number => text.length * 7;
