/** Draws what a layout placed: marks that can be pointed at and focused, their texts, and the quiet lines behind. */
import { nothing, type SVGTemplateResult, svg } from 'lit';
import type { DonutLayout } from './donut-layout.ts';
import { fillOf, markerPath, paintClass } from './draw-paint.ts';
import type { LineLayout } from './line-layout.ts';
import type { Mark } from './marks.ts';
import type { BarLayout, GridLine, PlacedText } from './placed.ts';

/** What drawing needs to know of the chart that it draws for. */
export interface Pen {
  /** The index of the one mark that is in the tab order. */
  readonly current: number;
  /** What a screen reader says of a mark: its name and its value. */
  readonly describe: (mark: Mark) => string;
}

/** A mark that opens rows is a button; any other is a picture with a name. */
function drawMark(
  index: number,
  mark: Mark,
  pen: Pen,
  shape: SVGTemplateResult,
): SVGTemplateResult {
  const opens = mark.drill !== null;
  return svg`<g
    class="mark ${paintClass(mark.paint)} ${opens ? 'opens' : ''}"
    data-mark=${index}
    role=${opens ? 'button' : 'img'}
    aria-label=${pen.describe(mark)}
    tabindex=${index === pen.current ? 0 : -1}
  >${shape}</g>`;
}

/** First strong isolate and its end: a name keeps its own direction, and its ellipsis at its own end. */
const isolate = (text: string): string => `\u2068${text}\u2069`;

const drawText = (text: PlacedText, kind: string): SVGTemplateResult =>
  svg`<text
    class=${kind}
    x=${text.x}
    y=${text.y}
    text-anchor=${text.anchor}
    dominant-baseline="central"
    aria-hidden="true"
  >${isolate(text.text)}</text>`;

const drawGrid = (grid: readonly GridLine[]): SVGTemplateResult[] =>
  grid.map(
    ({ x1, x2, y1, y2 }) => svg`<line class="grid" x1=${x1} x2=${x2} y1=${y1} y2=${y2}></line>`,
  );

export function drawBars(layout: BarLayout, pen: Pen): SVGTemplateResult {
  const bars = layout.bars.map(({ mark, shape, hit, inside }, index) =>
    drawMark(
      index,
      mark,
      pen,
      svg`<rect class="hit" x=${hit.x} y=${hit.y} width=${hit.width} height=${hit.height} rx="4"></rect>
        <rect
          class="shape"
          x=${shape.x}
          y=${shape.y}
          width=${shape.width}
          height=${shape.height}
          rx="2"
          fill=${fillOf(mark.paint)}
        ></rect>
        ${inside === null ? nothing : drawText(inside, 'inside')}`,
    ),
  );
  return svg`${drawGrid(layout.grid)}${bars}${layout.texts.map((text) => drawText(text, text.role))}`;
}

export function drawLine(layout: LineLayout, pen: Pen): SVGTemplateResult {
  const paths = layout.paths.map((path, series) => {
    const paint = layout.points.find(({ mark }) => mark.series === series)?.mark.paint;
    return paint === undefined
      ? nothing
      : svg`<path class="path ${paintClass(paint)} dash-${series % 4}" d=${path}></path>`;
  });
  const points = layout.points.map(({ mark, x, y }, index) =>
    drawMark(
      index,
      mark,
      pen,
      svg`<circle class="hit" cx=${x} cy=${y} r="12"></circle>
        <path class="shape" transform="translate(${x} ${y})" d=${markerPath(mark.series)} fill="currentColor"></path>`,
    ),
  );
  const texts = layout.texts.map((text) => drawText(text, 'label'));
  return svg`${drawGrid(layout.grid)}${texts}${paths}${points}`;
}

/** The ring with its whole in the middle. */
export function drawDonut(layout: DonutLayout, pen: Pen, whole: string): SVGTemplateResult {
  const middle = layout.size / 2;
  const slices = layout.slices.map(({ mark, path }, index) =>
    drawMark(
      index,
      mark,
      pen,
      svg`<path class="shape" d=${path} fill=${fillOf(mark.paint)}></path>`,
    ),
  );
  return svg`<g transform="translate(${middle} ${middle})">
    ${slices}
    ${drawText({ x: 0, y: 0, text: whole, anchor: 'middle' }, 'whole')}
  </g>`;
}
