/** Bars that run along the line of text: one row for each category, with its name, its bar and its value. */
import { fitLabel } from './fit-label.ts';
import {
  endTexts,
  greatestOf,
  insideText,
  isStacked,
  type LayoutRequest,
  lanesOf,
} from './layout-request.ts';
import { type Mark, marksOf } from './marks.ts';
import type { BarLayout, Box, PlacedBar, RoledText } from './placed.ts';

/** Below this many pixels a long name stands above its bar rather than before it. */
export const narrowWidth = 420;

const gap = 8;
/** Between the end of a bar and its value. */
const valueGap = 6;
const laneGap = 4;

/** The measures that all rows share. */
interface Frame {
  /** Whether names stand above their bars. */
  readonly above: boolean;
  /** Where bars begin. */
  readonly from: number;
  readonly labelRoom: number;
  readonly thickness: number;
  readonly barsHeight: number;
  readonly rowHeight: number;
  readonly scale: (value: number) => number;
}

interface Row extends Frame {
  readonly box: Box;
  readonly barTop: number;
}

export function layoutRows(request: LayoutRequest): BarLayout {
  const { tile, width } = request;
  const frame = frameFor(request);
  const ends = endTexts(request);
  const marks = marksOf(tile);
  const bars: PlacedBar[] = [];
  const texts: RoledText[] = [];
  for (const [category, { label }] of tile.categories.entries()) {
    const row = rowAt(category, frame, width);
    const placed = placeRow(
      marks.filter((mark) => mark.category === category),
      row,
      request,
    );
    bars.push(...placed);
    texts.push(nameText(label, row, request), ...valueTexts(placed, ends[category], row, request));
  }
  const height = tile.categories.length * frame.rowHeight;
  const grid = frame.above ? [] : [{ x1: frame.from, x2: frame.from, y1: 0, y2: height }];
  return { run: 'rows', width, height, bars, texts, grid };
}

function frameFor(request: LayoutRequest): Frame {
  const { tile, width, measure, format } = request;
  const lanes = lanesOf(tile);
  const widest = Math.max(0, ...tile.categories.map(({ label }) => measure(label)));
  const above = width < narrowWidth && widest > width * 0.3;
  const from = above ? 0 : Math.min(widest, Math.floor(width * 0.4)) + gap * 1.5;
  const values = tile.series.flatMap((one) => one.values.map((value) => format(value ?? 0)));
  const endRoom =
    Math.max(0, ...(lanes > 1 ? values : endTexts(request)).map(measure)) + valueGap + 2;
  // Segments too thin to see are drawn wider than they are: that takes a little room of its own.
  const slack = isStacked(tile) ? 3 * tile.series.length : 0;
  const room = Math.max(1, width - from - endRoom - slack);
  const greatest = greatestOf(tile) || 1;
  const thickness = lanes > 1 ? 14 : 18;
  const barsHeight = lanes * thickness + (lanes - 1) * laneGap;
  return {
    above,
    from,
    labelRoom: above ? width : from - gap,
    thickness,
    barsHeight,
    rowHeight: barsHeight + (above ? 34 : 14),
    scale: (value) => (value / greatest) * room,
  };
}

function rowAt(category: number, frame: Frame, width: number): Row {
  const y = category * frame.rowHeight;
  const box = { x: 0, y, width, height: frame.rowHeight };
  return { ...frame, box, barTop: y + (frame.above ? 24 : 7) };
}

function nameText(label: string, row: Row, { measure }: LayoutRequest): RoledText {
  const y = row.above ? row.box.y + 13 : row.barTop + row.barsHeight / 2;
  const text = fitLabel(label, row.labelRoom, measure);
  return { role: 'label', anchor: 'start', x: 0, y, text };
}

function placeRow(marks: readonly Mark[], row: Row, request: LayoutRequest): PlacedBar[] {
  if (isStacked(request.tile)) return stack(marks, row, request);
  const alone = lanesOf(request.tile) === 1;
  return marks.map((mark) => {
    const y = row.barTop + (alone ? 0 : mark.series * (row.thickness + laneGap));
    const width = Math.max(2, row.scale(mark.value));
    const shape = { x: row.from, y, width, height: row.thickness };
    // Alone in its row, a bar lends its name and its value to the pointer as well.
    const hit = alone ? row.box : { ...row.box, y: y - 2, height: row.thickness + laneGap };
    return { mark, shape, hit, inside: null };
  });
}

/** The segments of one stacked bar, end to end with a hair's breadth between them. */
function stack(marks: readonly Mark[], row: Row, request: LayoutRequest): PlacedBar[] {
  let x = row.from;
  return marks.map((mark) => {
    const width = Math.max(4, row.scale(mark.value));
    const shape = { x, y: row.barTop, width: width - 1, height: row.thickness };
    const hit = { x, y: row.box.y, width, height: row.box.height };
    x += width;
    return { mark, shape, hit, inside: insideText(mark, shape, request) };
  });
}

/** Each bar's value at its end; a stacked bar's total at the end of the whole. */
function valueTexts(
  placed: readonly PlacedBar[],
  end: string | undefined,
  row: Row,
  { tile, format }: LayoutRequest,
): RoledText[] {
  if (lanesOf(tile) > 1) {
    return placed.map(({ mark, shape }) => {
      const y = shape.y + shape.height / 2;
      const x = shape.x + shape.width + valueGap;
      return { role: 'value', anchor: 'start', x, y, text: format(mark.value) };
    });
  }
  const x = Math.max(row.from, ...placed.map(({ shape }) => shape.x + shape.width)) + valueGap;
  const y = row.barTop + row.barsHeight / 2;
  return [{ role: 'value', anchor: 'start', x, y, text: end ?? '' }];
}
