/** How marks are told apart: a tone for those who see colour, and a texture for everybody. */
import type { ChartTile } from '../../shared/wire/dashboard.ts';
import { statusTone, type Tone } from '../theme/tone.ts';

/** `solid` has nothing drawn over it; `hollow` is an outline; the rest are patterns in `patterns.ts`. */
export const textures = [
  'solid',
  'slope',
  'hollow',
  'dots',
  'cross',
  'rows',
  'columns',
  'waves',
] as const;
export type Texture = (typeof textures)[number];

export interface Paint {
  readonly tone: Tone;
  readonly texture: Texture;
  /** How often the tone was taken before: 0 is its full strength. */
  readonly shade: number;
}

const textureByTone: Record<Tone, Texture> = {
  good: 'solid',
  accent: 'slope',
  neutral: 'hollow',
  warning: 'dots',
  bad: 'cross',
};

/**
 * One paint for each tone asked, in order. No two are alike while textures last; a tone that comes
 * alone is solid, as there is nothing to tell it from.
 */
export function assignPaints(tones: readonly Tone[]): Paint[] {
  if (tones.length === 1) return tones.map((tone) => ({ tone, texture: 'solid', shade: 0 }));
  const taken = new Set<Texture>();
  const reserved = new Set(tones.map((tone) => textureByTone[tone]));
  const uses = new Map<Tone, number>();
  return tones.map((tone) => {
    const shade = uses.get(tone) ?? 0;
    uses.set(tone, shade + 1);
    const own = textureByTone[tone];
    const free = textures.find((texture) => !taken.has(texture) && !reserved.has(texture));
    const texture = taken.has(own) ? (free ?? own) : own;
    taken.add(texture);
    return { tone, texture, shade: Math.min(shade, 3) };
  });
}

/**
 * The paint of any mark of `tile`. Series carry the tones, except where the only series is split by its
 * categories: the slices of a donut, and bars whose categories are states of an enrollment or a certificate.
 */
export function paintTile(tile: ChartTile): (category: number, series: number) => Paint {
  const only = tile.series.length === 1 ? tile.series[0] : undefined;
  const states = tile.categories.filter(({ key }) => statusTone(key) !== undefined).length;
  const areStates = tile.kind === 'donut' ? states > 0 : states * 2 > tile.categories.length;
  if (only !== undefined && (tile.kind === 'donut' || (tile.kind === 'bar' && areStates))) {
    // Among states, one without a tone of its own is a state that means neither good nor bad.
    const other = areStates ? 'neutral' : only.tone;
    const paints = assignPaints(tile.categories.map(({ key }) => statusTone(key) ?? other));
    return (category) => paints[category] ?? plain;
  }
  const paints = assignPaints(tile.series.map(({ tone }) => tone));
  return (_, series) => paints[series] ?? plain;
}

const plain: Paint = { tone: 'neutral', texture: 'solid', shade: 0 };
