/** Draws paints: the textures as SVG patterns, the swatches of a legend, the markers of a line. */
import { type SVGTemplateResult, svg } from 'lit';
import type { Paint, Texture } from './paint.ts';

/** Eight by eight pixels, drawn over the tone; a hollow one is drawn by its outline alone. */
const inks: Readonly<Record<Exclude<Texture, 'solid' | 'hollow'>, string>> = {
  slope: 'M-2 2 2-2M0 8 8 0M6 10 10 6',
  dots: 'M2 2h.01M6 6h.01',
  cross: 'M0 0 8 8M8 0 0 8',
  rows: 'M0 2h8M0 6h8',
  columns: 'M2 0v8M6 0v8',
  waves: 'M0 4q2-4 4 0t4 0',
};

const inkOf = (texture: Texture): string =>
  texture === 'solid' || texture === 'hollow' ? '' : inks[texture];

const idOf = ({ tone, texture, shade }: Paint): string => `${texture}-${tone}-${shade}`;

/** Classes that give a mark its tone (as `color`) and its shade. */
export const paintClass = ({ tone, texture, shade }: Paint): string =>
  `tone-${tone} shade-${shade} ${texture}`;

/** The `fill` of a shape that wears `paint`; ids are private to the shadow tree. */
export const fillOf = (paint: Paint): string =>
  paint.texture === 'solid' || paint.texture === 'hollow' ? 'currentColor' : `url(#${idOf(paint)})`;

/** The patterns that the given paints need, each once. */
export function texturePatterns(paints: readonly Paint[]): SVGTemplateResult {
  const needed = new Map(
    paints.filter(({ texture }) => inkOf(texture) !== '').map((paint) => [idOf(paint), paint]),
  );
  return svg`<defs>${[...needed].map(
    ([id, paint]) => svg`<pattern
      id=${id}
      class=${paintClass(paint)}
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
    >
      <rect class="wash" width="8" height="8"></rect>
      <path class="ink ${paint.texture}" d=${inkOf(paint.texture)}></path>
    </pattern>`,
  )}</defs>`;
}

/** Lines differ in their markers, drawn within four pixels of the point. */
const markers = [
  'M4 0a4 4 0 1 0-8 0 4 4 0 1 0 8 0',
  'M-3.6-3.6h7.2v7.2h-7.2z',
  'M0-5 5 0 0 5-5 0z',
  'M0-5 4.6 3.4h-9.2z',
] as const;

export const markerPath = (series: number): string => markers[series % markers.length] ?? '';
