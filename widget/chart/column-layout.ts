/** Columns that stand on their labels, beside a light value axis: for few categories with short names. */
import { scaleBand } from 'd3-scale';
import { type Axis, axisFor } from './axis.ts';
import { fitLabel } from './fit-label.ts';
import {
  endTexts,
  greatestOf,
  insideText,
  isStacked,
  type LayoutRequest,
  lanesOf,
} from './layout-request.ts';
import { type Mark, marksOf, totalsOf } from './marks.ts';
import type { BarLayout, Box, PlacedBar, RoledText } from './placed.ts';

const height = 220;
const [top, bottom] = [20, height - 26];
const gap = 8;

/** The measures that all columns share. */
interface Frame {
  readonly axis: Axis;
  /** Where the plot begins, after the axis. */
  readonly from: number;
  /** Where each category's band begins. */
  readonly slots: readonly number[];
  readonly bandwidth: number;
  readonly step: number;
  readonly thickness: number;
  readonly y: (value: number) => number;
}

export function layoutColumns(request: LayoutRequest): BarLayout {
  const { tile, width } = request;
  const frame = frameFor(request);
  const floors = new Map<number, number>();
  const bars = marksOf(tile).map((mark): PlacedBar => {
    const floor = isStacked(tile) ? (floors.get(mark.category) ?? 0) : 0;
    floors.set(mark.category, floor + mark.value);
    return placeColumn(mark, floor, frame, request);
  });
  const grid = frame.axis.ticks.map((tick) => {
    return { x1: frame.from, x2: width, y1: frame.y(tick), y2: frame.y(tick) };
  });
  return { run: 'columns', width, height, bars, texts: textsFor(frame, request), grid };
}

function frameFor({ tile, width, measure, format }: LayoutRequest): Frame {
  const axis = axisFor(greatestOf(tile), tile.type, 4);
  const from = Math.max(...axis.ticks.map((tick) => measure(format(tick)))) + gap;
  const keys = tile.categories.map((_, index) => String(index));
  const band = scaleBand(keys, [from, width]).paddingInner(0.35).paddingOuter(0.2);
  return {
    axis,
    from,
    slots: keys.map((key) => band(key) ?? from),
    bandwidth: band.bandwidth(),
    step: band.step(),
    thickness: Math.min(56, band.bandwidth() / lanesOf(tile)),
    y: (value) => bottom - (value / axis.end) * (bottom - top),
  };
}

function placeColumn(mark: Mark, floor: number, frame: Frame, request: LayoutRequest): PlacedBar {
  const { y, thickness, bandwidth } = frame;
  const lanes = lanesOf(request.tile);
  const inset = lanes > 1 ? 1 : 0;
  const lane = isStacked(request.tile) ? 0 : mark.series;
  const slot = frame.slots[mark.category] ?? frame.from;
  const x = slot + (bandwidth - thickness * lanes) / 2 + lane * thickness;
  const shapeTop = Math.min(y(floor + mark.value), y(floor) - 3);
  const shape: Box = {
    x: x + inset,
    y: shapeTop,
    width: Math.max(2, thickness - inset * 2),
    height: y(floor) - shapeTop - 1,
  };
  if (!isStacked(request.tile)) {
    return { mark, shape, hit: { x, y: 0, width: thickness, height }, inside: null };
  }
  return { mark, shape, hit: shape, inside: insideText(mark, shape, request) };
}

/** The names below, the totals above, the axis beside. */
function textsFor(frame: Frame, request: LayoutRequest): RoledText[] {
  const { tile, measure, format } = request;
  const totals = totalsOf(tile);
  const ends = endTexts(request);
  const beneath = tile.categories.flatMap(({ label }, index): RoledText[] => {
    const x = (frame.slots[index] ?? frame.from) + frame.bandwidth / 2;
    const text = fitLabel(label, frame.step - 4, measure);
    const y = frame.y(totals[index] ?? 0) - 10;
    return [
      { role: 'label', anchor: 'middle', x, y: height - 11, text },
      ...(lanesOf(tile) > 1
        ? []
        : [{ role: 'value', anchor: 'middle', x, y, text: ends[index] ?? '' } as const]),
    ];
  });
  const beside = frame.axis.ticks.map(
    (tick): RoledText => ({
      role: 'label',
      anchor: 'end',
      x: frame.from - gap,
      y: frame.y(tick),
      text: format(tick),
    }),
  );
  return [...beneath, ...beside];
}
