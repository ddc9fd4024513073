/** The plot of a chart: its picture, its legend, and the tooltip of the mark that the reader is at. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import type { Locale } from '../locale/locale.ts';
import { texturePatterns } from './draw-paint.ts';
import { drawLegend } from './legend.ts';
import type { MarkCursor } from './mark-cursor.ts';
import { describe, summarize, wordsOf } from './mark-words.ts';
import { nameOf } from './marks.ts';
import type { Picture } from './picture.ts';

interface PlotOptions {
  readonly tile: ChartTile;
  /** Null until the room for it is known. */
  readonly picture: Picture | null;
  readonly cursor: MarkCursor;
  readonly locale: Locale;
  readonly skeleton: unknown;
}

export function drawPlot(options: PlotOptions): TemplateResult {
  const { tile, picture, cursor, locale } = options;
  const marks = picture?.marks ?? [];
  const legend = drawLegend(tile, marks, (mark) => {
    const { value, share } = wordsOf(mark, tile, marks, locale);
    return share === null ? [value] : [value, share];
  });
  const isDonut = tile.kind === 'donut';
  return html`${isDonut ? nothing : legend}
    <div
      class="plot ${isDonut ? 'donut' : (picture?.run ?? '')}"
      part="plot"
      @click=${cursor.onActivate}
      @keydown=${cursor.onKey}
      @focusin=${cursor.onFocus}
      @focusout=${cursor.leave}
      @pointerover=${cursor.onPointer}
      @pointerleave=${cursor.leave}
    >
      ${picture === null ? options.skeleton : drawPicture(picture, options)}
      ${isDonut ? legend : nothing}
      ${drawTip(options)}
      <span class="probe" aria-hidden="true">0123 Abc</span>
    </div>`;
}

/** A group rather than an image: an image's children would be hidden from screen readers, marks and all. */
function drawPicture(picture: Picture, { tile, cursor, locale }: PlotOptions): TemplateResult {
  const { width, height, marks } = picture;
  const drawn = picture.draw({
    current: cursor.current,
    describe: (mark) => describe(mark, tile, marks, locale),
  });
  return html`<svg
    role="group"
    aria-label=${summarize(tile, marks, locale)}
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
  >${svg`${texturePatterns(marks.map(({ paint }) => paint))}${drawn}`}</svg>`;
}

/** Hidden from screen readers, which hear the same from the mark itself. */
function drawTip({ tile, picture, cursor, locale }: PlotOptions): TemplateResult {
  const mark = cursor.pointed === null ? undefined : picture?.marks[cursor.pointed];
  if (mark === undefined) return html`<div class="tip" hidden></div>`;
  const { value, shareOfWhole } = wordsOf(mark, tile, picture?.marks ?? [], locale);
  return html`<div class="tip" aria-hidden="true">
    <bdi>${nameOf(mark)}</bdi> <b>${value}</b>
    ${shareOfWhole === null ? nothing : html`<span>${shareOfWhole}</span>`}
    ${mark.drill === null ? nothing : html`<small>${locale.say('chart.open')}</small>`}
  </div>`;
}
