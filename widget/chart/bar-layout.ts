/** Bars and stacked bars: which way they run, and where every bar, label and value stands. */
import { layoutColumns } from './column-layout.ts';
import type { LayoutRequest } from './layout-request.ts';
import { type BarLayout, flipBox, flipLine, flipText } from './placed.ts';
import { layoutRows, narrowWidth } from './row-layout.ts';

/** Columns only where there are few categories and every label fits beneath its own; rows otherwise. */
export function runOf({ tile, width, measure }: LayoutRequest): 'rows' | 'columns' {
  if (tile.categories.length > 8 || width < narrowWidth) return 'rows';
  const slot = (width - 48) / Math.max(1, tile.categories.length);
  const fits = tile.categories.every(({ label }) => measure(label) <= slot - 8);
  return fits ? 'columns' : 'rows';
}

/** The geometry of a `bar` or `stacked_bar` tile. */
export function layoutBars(request: LayoutRequest): BarLayout {
  const layout = runOf(request) === 'rows' ? layoutRows(request) : layoutColumns(request);
  return request.rtl ? flip(layout) : layout;
}

/** The same picture for text that runs from right to left. */
function flip(layout: BarLayout): BarLayout {
  const { width } = layout;
  return {
    ...layout,
    bars: layout.bars.map(({ mark, shape, hit, inside }) => ({
      mark,
      shape: flipBox(shape, width),
      hit: flipBox(hit, width),
      inside: inside === null ? null : flipText(inside, width),
    })),
    texts: layout.texts.map((text) => ({ ...text, ...flipText(text, width) })),
    grid: layout.grid.map((line) => flipLine(line, width)),
  };
}
