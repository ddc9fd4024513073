/** The geometry of charts: everything stays within its frame, nothing overlaps, and right-to-left is the mirror image. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisFor } from '../../widget/chart/axis.ts';
import { layoutBars, runOf } from '../../widget/chart/bar-layout.ts';
import { layoutDonut } from '../../widget/chart/donut-layout.ts';
import { fitLabel } from '../../widget/chart/fit-label.ts';
import { layoutLine, spacedLabels } from '../../widget/chart/line-layout.ts';
import { measure, tileOf } from './chart-tile.ts';

const format = (value: number): string => String(value);
const request = (tile: ReturnType<typeof tileOf>, width: number, rtl = false) => ({
  tile,
  width,
  rtl,
  measure,
  format,
});

const tables = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.array(fc.option(fc.integer({ min: 0, max: 100_000 })), { minLength: 3, maxLength: 3 }),
  { minKeys: 1, maxKeys: 15, noNullPrototype: true },
);
const kinds = fc.constantFrom('bar' as const, 'stacked_bar' as const);
const widths = fc.integer({ min: 280, max: 1400 });

describe('bars', () => {
  it('stay within their frame, whatever the values and the width', () => {
    fc.assert(
      fc.property(tables, kinds, widths, fc.boolean(), (table, kind, width, rtl) => {
        const tile = tileOf(kind, table, { tones: ['good', 'accent', 'bad'] });
        const layout = layoutBars(request(tile, width, rtl));
        for (const { shape } of layout.bars) {
          expect(shape.x).toBeGreaterThanOrEqual(-0.01);
          expect(shape.x + shape.width).toBeLessThanOrEqual(width + 0.01);
          expect(shape.y).toBeGreaterThanOrEqual(-0.01);
          expect(shape.y + shape.height).toBeLessThanOrEqual(layout.height + 0.01);
          expect(shape.height).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never overlap', () => {
    fc.assert(
      fc.property(tables, kinds, widths, (table, kind, width) => {
        const tile = tileOf(kind, table, { tones: ['good', 'accent', 'bad'] });
        const { bars, run } = layoutBars(request(tile, width));
        // Segments too thin to see are drawn thicker than they are, which stacked columns may pay for.
        if (kind === 'stacked_bar' && run === 'columns') return;
        for (const [index, { shape: a }] of bars.entries()) {
          for (const { shape: b } of bars.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x + 0.01 ||
              b.x + b.width <= a.x + 0.01 ||
              a.y + a.height <= b.y + 0.01 ||
              b.y + b.height <= a.y + 0.01;
            expect(apart).toBe(true);
          }
        }
      }),
    );
  });

  it('are as long as their values say', () => {
    const { bars } = layoutBars(
      request(tileOf('bar', { 'A rather long name': [200], B: [50] }), 400),
    );
    const [long, short] = bars.map(({ shape }) => shape.width);
    expect(long).toBeCloseTo((short ?? 0) * 4);
  });

  it('of percentages measure against the whole hundred, not against the best', () => {
    const tile = tileOf('bar', { [`A ${'long '.repeat(20)}name`]: [50] }, { type: 'percent' });
    const { bars, texts } = layoutBars(request(tile, 800));
    const value = texts.find(({ role }) => role === 'value');
    expect(bars[0]?.shape.width).toBeLessThan(260);
    expect(value?.text).toBe('50');
  });

  it('run from right to left as the mirror image', () => {
    const tile = tileOf('bar', { North: [10], South: [4] });
    const [ltr, rtl] = [layoutBars(request(tile, 360)), layoutBars(request(tile, 360, true))];
    for (const [index, { shape }] of ltr.bars.entries()) {
      expect(rtl.bars[index]?.shape.x).toBeCloseTo(360 - shape.x - shape.width);
    }
    expect(rtl.texts.map(({ anchor }) => anchor)).toEqual(ltr.texts.map(({ anchor }) => anchor));
  });

  it('stand as columns only where few short names fit beneath them', () => {
    const few = { North: [1], South: [2] };
    expect(runOf(request(tileOf('bar', few), 600))).toBe('columns');
    expect(runOf(request(tileOf('bar', few), 360))).toBe('rows');
    const long = {
      'Health and safety at work, part one of seven, renewed every year': [1],
      B: [1],
    };
    expect(runOf(request(tileOf('bar', long), 600))).toBe('rows');
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`b${i}`, [i]]));
    expect(runOf(request(tileOf('bar', many), 1200))).toBe('rows');
  });

  it('put long names above their bars on a phone, with the whole width for them', () => {
    const name = 'Health and safety at work, part one';
    const { texts } = layoutBars(request(tileOf('bar', { [name]: [3], B: [1] }), 320));
    expect(texts.find(({ role }) => role === 'label')?.text).toBe(name);
  });
});

describe('a donut', () => {
  it('shares the ring by value and counts the whole', () => {
    const { slices, total } = layoutDonut(tileOf('donut', { a: [1], b: [3], c: [0] }), 160);
    expect(total).toBe(4);
    expect(slices.map(({ share }) => share)).toEqual([0.25, 0.75]);
  });

  it('keeps one among thousands visible', () => {
    const { slices } = layoutDonut(tileOf('donut', { late: [1], done: [50_000] }), 160);
    const [late] = slices;
    expect(late?.share).toBeCloseTo(1 / 50_001);
    const corners = Array.from(late?.path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g) ?? [], (corner) =>
      Number(corner[1]),
    );
    expect(Math.max(...corners) - Math.min(...corners)).toBeGreaterThan(1.5);
  });
});

describe('a line', () => {
  const weeks = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`Week ${i + 1}`, [i * 3]]),
  );

  it('keeps its points within the frame, mirrored from right to left', () => {
    const ltr = layoutLine(request(tileOf('line', weeks), 500));
    const rtl = layoutLine(request(tileOf('line', weeks), 500, true));
    for (const [index, { x, y }] of ltr.points.entries()) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(500);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(ltr.height);
      expect(rtl.points[index]?.x).toBeCloseTo(500 - x);
    }
  });

  it('breaks where a value is missing', () => {
    const { paths, points } = layoutLine(
      request(tileOf('line', { a: [1], b: [2], c: [null], d: [4], e: [5] }), 500),
    );
    expect(points).toHaveLength(4);
    expect(paths[0]?.match(/M/g)).toHaveLength(2);
  });

  it('names as many categories as fit, the last one always', () => {
    const kept = spacedLabels({ tile: tileOf('line', weeks), measure }, 30);
    expect(kept.at(-1)?.text).toBe('Week 12');
    expect(kept.length).toBeLessThan(12);
    const [first, second] = kept;
    expect(((second?.index ?? 0) - (first?.index ?? 0)) * 30).toBeGreaterThanOrEqual(
      measure('Week 12'),
    );
  });
});

describe('the value axis', () => {
  const cases: [greatest: number, type: 'number' | 'percent' | 'duration', ticks: number[]][] = [
    [0, 'number', [0, 1]],
    [1, 'number', [0, 1]],
    [3, 'number', [0, 1, 2, 3]],
    [97, 'number', [0, 20, 40, 60, 80, 100]],
    [40, 'percent', [0, 25, 50, 75, 100]],
    [10_000, 'duration', [0, 3600, 7200, 10_800]],
  ];
  it.each(cases)('to %i of type %s has round ticks %j', (greatest, type, ticks) => {
    expect(axisFor(greatest, type, 4)).toEqual({ end: ticks.at(-1), ticks });
  });

  it('always reaches the greatest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (greatest) => {
        const { end, ticks } = axisFor(greatest, 'number', 4);
        expect(end).toBeGreaterThanOrEqual(greatest * (1 - 1e-9));
        expect(ticks.length).toBeLessThan(12);
      }),
    );
  });
});

describe('a label', () => {
  it('is left alone where it fits', () => {
    expect(fitLabel('North', 35, measure)).toBe('North');
  });

  it('is the longest beginning that fits otherwise', () => {
    expect(fitLabel('Northern branch', 70, measure)).toBe('Northern…');
    expect(measure(fitLabel('Northern branch', 70, measure))).toBeLessThanOrEqual(70);
  });

  it('never splits what is read as one character', () => {
    const family = '👨‍👩‍👧';
    expect(fitLabel(`${family}${family} name`, measure(`${family}…`), measure)).toBe(`${family}…`);
  });

  it('keeps the ellipsis where nothing fits', () => {
    expect(fitLabel('North', 1, measure)).toBe('…');
  });
});
