/** Which paint stands for what; beside a donut also how much each slice is. Screen readers have the table instead. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import { fillOf, markerPath, paintClass } from './draw-paint.ts';
import type { Mark } from './marks.ts';
import type { Paint } from './paint.ts';

interface Entry {
  readonly label: string;
  readonly paint: Paint;
  /** The mark that the entry stands for, where it stands for one alone. */
  readonly mark: number | null;
  readonly figures: readonly string[];
}

const swatch = (paint: Paint, marker: string | null): TemplateResult =>
  html`<svg class="swatch ${paintClass(paint)}" viewBox="0 0 16 16" aria-hidden="true">${
    marker === null
      ? svg`<rect class="shape" x="1" y="1" width="14" height="14" rx="2" fill=${fillOf(paint)}></rect>`
      : svg`<path class="shape" transform="translate(8 8)" d=${marker} fill="currentColor"></path>`
  }</svg>`;

/**
 * The legend of a tile: a line of names, or the list beside a donut. Nothing where one series needs no
 * telling apart. `figuresOf` says how much a slice is, and which part of the whole.
 */
export function drawLegend(
  tile: ChartTile,
  marks: readonly Mark[],
  figuresOf: (mark: Mark) => readonly string[],
): TemplateResult | typeof nothing {
  const entries =
    tile.kind === 'donut' ? sliceEntries(marks, figuresOf) : seriesEntries(tile, marks);
  if (entries.length === 0) return nothing;
  return html`<ul class="legend" part="legend" aria-hidden="true">${entries.map(
    ({ label, paint, mark, figures }, index) => html`<li
      data-mark=${mark ?? nothing}
      class=${mark !== null && marks[mark]?.drill ? 'opens' : ''}
    >
      ${swatch(paint, tile.kind === 'line' ? markerPath(index) : null)}
      <span class="name"><bdi>${label}</bdi></span>
      ${figures.map((figure) => html`<span class="figure">${figure}</span>`)}
    </li>`,
  )}</ul>`;
}

const sliceEntries = (
  marks: readonly Mark[],
  figuresOf: (mark: Mark) => readonly string[],
): Entry[] =>
  marks.map((mark, index) => ({
    label: mark.seriesLabel || mark.categoryLabel,
    paint: mark.paint,
    mark: index,
    figures: figuresOf(mark),
  }));

function seriesEntries(tile: ChartTile, marks: readonly Mark[]): Entry[] {
  if (tile.series.length < 2) return [];
  return tile.series.flatMap(({ label }, series) => {
    const paint = marks.find((mark) => mark.series === series)?.paint;
    return paint === undefined ? [] : [{ label, paint, mark: null, figures: [] }];
  });
}
