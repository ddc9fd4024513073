/** What every layout is asked, and what it can say about the tile's values before it places anything. */
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import type { Measure } from './fit-label.ts';
import { type Mark, totalsOf } from './marks.ts';
import type { Box, PlacedText } from './placed.ts';

export interface LayoutRequest {
  readonly tile: ChartTile;
  /** Pixels that the chart may take in the direction of the text. */
  readonly width: number;
  readonly rtl: boolean;
  readonly measure: Measure;
  readonly format: (value: number) => string;
}

export const isStacked = (tile: ChartTile): boolean => tile.kind === 'stacked_bar';

/** How many bars stand side by side in one category. */
export const lanesOf = (tile: ChartTile): number =>
  isStacked(tile) ? 1 : Math.max(1, tile.series.length);

/** The greatest length of a bar, in the unit of the values. */
export function greatestOf(tile: ChartTile): number {
  const lengths = isStacked(tile)
    ? totalsOf(tile).map((total) => total ?? 0)
    : tile.series.flatMap(({ values }) => values.map((value) => value ?? 0));
  return Math.max(tile.type === 'percent' ? 100 : 0, ...lengths);
}

/** What stands at the end of a category's bar: its value or its total; nothing where bars are grouped. */
export function endTexts({ tile, format }: LayoutRequest): string[] {
  if (lanesOf(tile) > 1) return tile.categories.map(() => '');
  return totalsOf(tile).map((total) => (total === null ? '–' : format(total)));
}

/** The value inside its segment, where it fits with some air. */
export function insideText(
  mark: Mark,
  shape: Box,
  { measure, format }: LayoutRequest,
): PlacedText | null {
  const text = format(mark.value);
  if (measure(text) + 10 > shape.width || shape.height < 16) return null;
  const x = shape.x + shape.width / 2;
  return { x, y: shape.y + shape.height / 2, text, anchor: 'middle' };
}
