/** Turns a tile into its picture: lays it out for the width at hand and knows where every mark's tooltip points. */
import type { SVGTemplateResult } from 'lit';
import { layoutBars } from './bar-layout.ts';
import { layoutDonut } from './donut-layout.ts';
import { drawBars, drawDonut, drawLine, type Pen } from './draw-chart.ts';
import type { LayoutRequest } from './layout-request.ts';
import { layoutLine } from './line-layout.ts';
import type { Mark } from './marks.ts';
import type { Box } from './placed.ts';
import type { Run } from './roving.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly run: Run;
  /** In the order of their `data-mark` numbers. */
  readonly marks: readonly Mark[];
  /** What the tooltip of each mark keeps clear of, in pixels from the top left. */
  readonly anchors: readonly Box[];
  readonly draw: (pen: Pen) => SVGTemplateResult;
}

const donutSize = 184;

/** The picture of `request.tile`, by its kind. */
export function picture(request: LayoutRequest): Picture {
  const { kind } = request.tile;
  switch (kind) {
    case 'bar':
    case 'stacked_bar':
      return barPicture(request);
    case 'line':
      return linePicture(request);
    case 'donut':
      return donutPicture(request);
    default:
      return kind satisfies never;
  }
}

function barPicture(request: LayoutRequest): Picture {
  const layout = layoutBars(request);
  return {
    width: layout.width,
    height: layout.height,
    run: layout.run,
    marks: layout.bars.map(({ mark }) => mark),
    anchors: layout.bars.map(({ shape }) => shape),
    draw: (pen) => drawBars(layout, pen),
  };
}

function linePicture(request: LayoutRequest): Picture {
  const layout = layoutLine(request);
  return {
    width: layout.width,
    height: layout.height,
    run: 'columns',
    marks: layout.points.map(({ mark }) => mark),
    anchors: layout.points.map(({ x, y }) => ({ x: x - 6, y: y - 6, width: 12, height: 12 })),
    draw: (pen) => drawLine(layout, pen),
  };
}

function donutPicture({ tile, width, format }: LayoutRequest): Picture {
  const layout = layoutDonut(tile, Math.min(donutSize, width));
  const middle = layout.size / 2;
  return {
    width: layout.size,
    height: layout.size,
    run: 'ring',
    marks: layout.slices.map(({ mark }) => mark),
    anchors: layout.slices.map(({ anchor }) => {
      return { x: middle + anchor.x - 8, y: middle + anchor.y - 8, width: 16, height: 16 };
    }),
    draw: (pen) => drawDonut(layout, pen, format(layout.total)),
  };
}
