/** Lines over ordered categories: points, the curves between them, and the two axes. */
import { scalePoint } from 'd3-scale';
import { line } from 'd3-shape';
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import { type Axis, axisFor } from './axis.ts';
import { greatestOf, type LayoutRequest } from './layout-request.ts';
import { type Mark, marksOf } from './marks.ts';
import { flipLine, flipText, type GridLine, type PlacedText } from './placed.ts';

export interface PlacedPoint {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
}

export interface LineLayout {
  readonly width: number;
  readonly height: number;
  readonly points: readonly PlacedPoint[];
  /** One path for each series, broken where a value is missing. */
  readonly paths: readonly string[];
  readonly texts: readonly PlacedText[];
  readonly grid: readonly GridLine[];
}

const height = 220;
const [top, bottom] = [14, height - 28];
const gap = 8;

/** The measures of the plot, and where a category and a value lie in it. */
interface Frame {
  readonly axis: Axis;
  readonly from: number;
  readonly step: number;
  readonly x: (category: number) => number;
  readonly y: (value: number) => number;
}

/** The geometry of a `line` tile. */
export function layoutLine(request: LayoutRequest): LineLayout {
  const { tile, width, rtl } = request;
  const frame = frameFor(request);
  const marks = marksOf(tile);
  const grid = frame.axis.ticks.map((tick) => {
    return { x1: frame.from, x2: width, y1: frame.y(tick), y2: frame.y(tick) };
  });
  return {
    width,
    height,
    points: marks.map((mark) => ({ mark, x: frame.x(mark.category), y: frame.y(mark.value) })),
    paths: pathsOf(tile, marks, frame),
    texts: textsFor(frame, request),
    grid: rtl ? grid.map((one) => flipLine(one, width)) : grid,
  };
}

function frameFor({ tile, width, rtl, measure, format }: LayoutRequest): Frame {
  const axis = axisFor(greatestOf(tile), tile.type, 4);
  const from = Math.max(...axis.ticks.map((tick) => measure(format(tick)))) + gap;
  const keys = tile.categories.map((_, index) => String(index));
  const ends = [tile.categories[0], tile.categories.at(-1)].map((one) => measure(one?.label ?? ''));
  // The outer labels are centred under their points: half of each hangs over.
  const overhang = Math.min(Math.max(6, ...ends.map((end) => end / 2)), width / 6);
  const place = scalePoint(keys, [from + Math.min(overhang, 24), width - overhang]);
  return {
    axis,
    from,
    step: place.step(),
    x: (category) => {
      const logical = place(String(category)) ?? from;
      return rtl ? width - logical : logical;
    },
    y: (value) => bottom - (value / axis.end) * (bottom - top),
  };
}

function pathsOf(tile: ChartTile, marks: readonly Mark[], { x, y }: Frame): string[] {
  const curve = line<Mark | null>(
    (mark) => x(mark?.category ?? 0),
    (mark) => y(mark?.value ?? 0),
  ).defined((mark) => mark !== null);
  return tile.series.map((_, series) => {
    const own = new Map(
      marks.filter((mark) => mark.series === series).map((mark) => [mark.category, mark]),
    );
    return curve(tile.categories.map((_, category) => own.get(category) ?? null)) ?? '';
  });
}

function textsFor(frame: Frame, request: LayoutRequest): PlacedText[] {
  const { width, rtl, format } = request;
  const beside = frame.axis.ticks.map((tick): PlacedText => {
    const x = frame.from - gap;
    const text: PlacedText = { anchor: 'end', x, y: frame.y(tick), text: format(tick) };
    return rtl ? flipText(text, width) : text;
  });
  const beneath = spacedLabels(request, frame.step).map(
    ({ index, text }): PlacedText => ({
      anchor: 'middle',
      x: frame.x(index),
      y: height - 10,
      text,
    }),
  );
  return [...beneath, ...beside];
}

/** Every n-th label, counted back from the last, so that the most recent is always named. */
export function spacedLabels(
  { tile, measure }: Pick<LayoutRequest, 'tile' | 'measure'>,
  step: number,
): { index: number; text: string }[] {
  const labels = tile.categories.map(({ label }, index) => ({ index, text: label }));
  const widest = Math.max(0, ...labels.map(({ text }) => measure(text)));
  const every = step > 0 ? Math.max(1, Math.ceil((widest + 12) / step)) : 1;
  return labels.filter(({ index }) => (labels.length - 1 - index) % every === 0);
}
