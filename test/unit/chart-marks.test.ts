/** What a chart can point at, how its marks are told apart, and how the arrow keys walk among them. */
import { describe, expect, it } from 'vitest';
import { isEmpty, marksOf, nameOf, totalsOf } from '../../widget/chart/marks.ts';
import { assignPaints, paintTile, textures } from '../../widget/chart/paint.ts';
import { nextMark } from '../../widget/chart/roving.ts';
import { drillTo, tileOf } from './chart-tile.ts';

describe('the marks of a tile', () => {
  const table = { North: [3, 0], South: [null, 2] };

  it('leave out what is missing, and zeros that would have no shape', () => {
    const places = (kind: 'bar' | 'stacked_bar') =>
      marksOf(tileOf(kind, table, { tones: ['good', 'bad'] })).map(nameOf);
    expect(places('bar')).toEqual(['North, Series 1', 'North, Series 2', 'South, Series 2']);
    expect(places('stacked_bar')).toEqual(['North, Series 1', 'South, Series 2']);
  });

  it('are named by their category alone where there is one series', () => {
    expect(marksOf(tileOf('bar', { North: [3] })).map(nameOf)).toEqual(['North']);
  });

  it('drill to their category, or to their own narrower rows where the tile has them', () => {
    const tile = tileOf('stacked_bar', { North: [3, 4] }, { tones: ['good', 'bad'] });
    expect(marksOf(tile).map(({ drill }) => drill)).toEqual([drillTo('North'), drillTo('North')]);
    const [good, bad] = tile.series;
    if (good === undefined || bad === undefined) throw new Error('the tile has two series');
    const narrowed = {
      ...tile,
      series: [
        { ...good, drills: [null] },
        { ...bad, drills: [drillTo('late')] },
      ],
    };
    expect(marksOf(narrowed).map(({ drill }) => drill)).toEqual([null, drillTo('late')]);
  });

  it('add up to the total of their category', () => {
    const tile = tileOf(
      'stacked_bar',
      { ...table, East: [null, null] },
      { tones: ['good', 'bad'] },
    );
    expect(totalsOf(tile)).toEqual([3, 2, null]);
  });

  it('are nothing where every value is zero or missing', () => {
    expect(isEmpty(tileOf('bar', { North: [0], South: [null] }))).toBe(true);
    expect(isEmpty(tileOf('bar', {}))).toBe(true);
    expect(isEmpty(tileOf('bar', { North: [0], South: [1] }))).toBe(false);
  });
});

describe('paint', () => {
  it('never gives two marks of one chart the same texture, so that colour is not alone', () => {
    const paints = assignPaints(['bad', 'good', 'bad', 'warning', 'good', 'accent', 'neutral']);
    expect(new Set(paints.map(({ texture }) => texture)).size).toBe(7);
    expect(paints.every(({ texture }) => textures.includes(texture))).toBe(true);
  });

  it('weakens the shade of a tone that comes again', () => {
    const shades = assignPaints(['accent', 'accent', 'good', 'accent']).map(({ shade }) => shade);
    expect(shades).toEqual([0, 1, 0, 2]);
  });

  it('leaves a tone that comes alone solid', () => {
    expect(assignPaints(['bad'])).toEqual([{ tone: 'bad', texture: 'solid', shade: 0 }]);
  });

  it('knows the states of an enrollment among the slices of a donut', () => {
    const paint = paintTile(tileOf('donut', { completed: [5], in_progress: [3], overdue: [2] }));
    expect([0, 1, 2].map((slice) => paint(slice, 0).tone)).toEqual(['good', 'accent', 'bad']);
  });

  it('takes a state without a tone of its own for neither good nor bad', () => {
    const paint = paintTile(tileOf('donut', { completed: [5], enrolled: [3] }));
    expect([0, 1].map((slice) => paint(slice, 0).tone)).toEqual(['good', 'neutral']);
  });

  it('keeps the tone of the series where categories are no states', () => {
    const paint = paintTile(tileOf('bar', { completed: [5], North: [3] }, { tones: ['bad'] }));
    expect([0, 1].map((bar) => paint(bar, 0).tone)).toEqual(['bad', 'bad']);
  });

  it('takes a state named like a property of every object for no state', () => {
    const paint = paintTile(tileOf('donut', { constructor: [5], toString: [3] }));
    expect([0, 1].map((slice) => paint(slice, 0).tone)).toEqual(['accent', 'accent']);
  });
});

describe('the arrow keys', () => {
  // Category 1 has no mark in series 0.
  const marks = [
    { category: 0, series: 0 },
    { category: 0, series: 1 },
    { category: 1, series: 1 },
    { category: 2, series: 0 },
    { category: 2, series: 1 },
  ];
  const cases: [
    run: 'rows' | 'columns' | 'ring',
    rtl: boolean,
    key: string,
    from: number,
    to: number | null,
  ][] = [
    ['rows', false, 'ArrowDown', 0, 2],
    ['rows', false, 'ArrowDown', 1, 2],
    ['rows', false, 'ArrowUp', 3, 2],
    ['rows', false, 'ArrowRight', 0, 1],
    ['rows', false, 'ArrowRight', 1, null],
    ['rows', false, 'ArrowLeft', 2, null],
    ['rows', true, 'ArrowLeft', 0, 1],
    ['rows', true, 'ArrowDown', 0, 2],
    ['columns', false, 'ArrowRight', 1, 2],
    ['columns', true, 'ArrowRight', 2, 1],
    ['columns', false, 'ArrowDown', 3, 4],
    ['columns', false, 'ArrowUp', 0, null],
    ['ring', false, 'ArrowDown', 4, 0],
    ['ring', false, 'ArrowLeft', 0, 4],
    ['ring', true, 'ArrowLeft', 0, 1],
    ['rows', false, 'Home', 3, 0],
    ['rows', false, 'End', 0, 4],
    ['rows', false, 'Enter', 0, null],
  ];
  it.each(cases)('in %s (rtl: %s) %s leads from %i to %s', (run, rtl, key, from, to) => {
    expect(nextMark(marks, from, key, { run, rtl })).toBe(to);
  });

  it('lead nowhere in an empty chart', () => {
    expect(nextMark([], 0, 'ArrowDown', { run: 'ring', rtl: false })).toBeNull();
  });
});
