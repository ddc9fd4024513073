/** The marks of a chart tile: one for each value that can be pointed at, with its names, its paint and its drill. */
import type { ChartTile, Drill } from '../../shared/wire/dashboard.ts';
import { type Paint, paintTile } from './paint.ts';

export interface Mark {
  /** Index into the tile's categories. */
  readonly category: number;
  /** Index into the tile's series. */
  readonly series: number;
  readonly value: number;
  readonly categoryLabel: string;
  /** Empty where the tile has one series only: its name would repeat the title. */
  readonly seriesLabel: string;
  readonly paint: Paint;
  readonly drill: Drill;
}

/** Kinds whose zero has no shape at all, so that it cannot be pointed at. */
const zeroHasNoShape = new Set<ChartTile['kind']>(['stacked_bar', 'donut']);

/**
 * The marks of `tile`, category by category. A missing value has no mark anywhere; the table of the
 * chart still names it.
 */
export function marksOf(tile: ChartTile): Mark[] {
  const paints = paintTile(tile);
  const marks: Mark[] = [];
  for (const [category, { label, drill }] of tile.categories.entries()) {
    for (const [series, { label: seriesLabel, values, drills }] of tile.series.entries()) {
      const value = values[category] ?? null;
      if (value === null || (value === 0 && zeroHasNoShape.has(tile.kind))) continue;
      marks.push({
        category,
        series,
        value,
        categoryLabel: label,
        seriesLabel: tile.series.length > 1 ? seriesLabel : '',
        paint: paints(category, series),
        drill: drills === undefined ? drill : (drills[category] ?? null),
      });
    }
  }
  return marks;
}

/** What one mark is called: its category, and its series where there are several. */
export function nameOf(mark: Mark): string {
  return [mark.categoryLabel, mark.seriesLabel].filter((part) => part !== '').join(', ');
}

/** Whether there is nothing to draw: no value at all, or zeros only. */
export function isEmpty(tile: ChartTile): boolean {
  return tile.series.every(({ values }) => values.every((value) => value === null || value === 0));
}

/** The sum over the series of each category; null where no series has a value. */
export function totalsOf(tile: ChartTile): (number | null)[] {
  return tile.categories.map((_, category) => {
    const present = tile.series.flatMap(({ values }) => values[category] ?? []);
    return present.length === 0 ? null : present.reduce((sum, value) => sum + value, 0);
  });
}
