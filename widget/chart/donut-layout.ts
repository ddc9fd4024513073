/** A ring of slices, clockwise from the top, and the whole that they make up. */
import { arc, pie } from 'd3-shape';
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import { type Mark, marksOf } from './marks.ts';

export interface Slice {
  readonly mark: Mark;
  readonly path: string;
  /** Where the slice's tooltip points, from the centre. */
  readonly anchor: { readonly x: number; readonly y: number };
  /** Of the whole, from 0 to 1. */
  readonly share: number;
}

export interface DonutLayout {
  /** Width and height of the square; the centre is the origin of the paths. */
  readonly size: number;
  readonly slices: readonly Slice[];
  readonly total: number;
}

/** The least angle of a slice, so that one person among thousands can still be seen and touched. */
const leastAngle = 0.06;

/** The geometry of a `donut` tile within `size` pixels. */
export function layoutDonut(tile: ChartTile, size: number): DonutLayout {
  const marks = marksOf(tile);
  const total = marks.reduce((sum, mark) => sum + mark.value, 0);
  const least = (total * leastAngle) / (2 * Math.PI);
  const radius = size / 2 - 2;
  const ring = arc<{ startAngle: number; endAngle: number; padAngle: number }>()
    .innerRadius(radius * 0.62)
    .outerRadius(radius)
    .cornerRadius(2);
  const angles = pie<Mark>()
    .value((mark) => Math.max(mark.value, least))
    .sort(null)
    .padAngle(marks.length > 1 ? 0.02 : 0)(marks);
  const slices = angles.map(({ data, startAngle, endAngle, padAngle }) => {
    const [x, y] = ring.centroid({ startAngle, endAngle, padAngle });
    const path = ring({ startAngle, endAngle, padAngle }) ?? '';
    return { mark: data, path, anchor: { x, y }, share: data.value / total };
  });
  return { size, slices, total };
}
