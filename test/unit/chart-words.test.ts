/** What charts say about their marks, and where a drill leads. */
import { describe, expect, it } from 'vitest';
import { describe as describeMark, summarize, wordsOf } from '../../widget/chart/mark-words.ts';
import { type Mark, marksOf } from '../../widget/chart/marks.ts';
import { shareText, valueWriter } from '../../widget/chart/value-text.ts';
import { learnerName, learnerOf, stepFor } from '../../widget/dashboard/trail.ts';
import { english } from '../../widget/locale/locale.ts';
import { drillTo, tileOf } from './chart-tile.ts';

function firstOf(marks: readonly Mark[]): Mark {
  const [mark] = marks;
  if (mark === undefined) throw new Error('the tile has marks');
  return mark;
}

describe('a mark in words', () => {
  it('is its value alone where there is no whole', () => {
    const tile = tileOf('bar', { North: [62.5] }, { type: 'percent' });
    const marks = marksOf(tile);
    expect(describeMark(firstOf(marks), tile, marks, english)).toBe('North: 62.5%');
  });

  it('is a share of its own bar where bars are stacked', () => {
    const table = { North: [3, 1], South: [100, 100] };
    const tile = tileOf('stacked_bar', table, { tones: ['good', 'bad'] });
    const marks = marksOf(tile);
    expect(describeMark(firstOf(marks), tile, marks, english)).toBe('North, Series 1: 3, 75% of 4');
  });

  it('is a share of the ring in a donut', () => {
    const tile = tileOf('donut', { completed: [750], overdue: [250] });
    const marks = marksOf(tile);
    expect(wordsOf(firstOf(marks), tile, marks, english)).toEqual({
      value: '750',
      share: '75%',
      shareOfWhole: '75% of 1,000',
    });
  });

  it('sums the chart up by what stands out', () => {
    const tile = tileOf('bar', { North: [3], South: [1200] });
    expect(summarize(tile, marksOf(tile), english)).toBe(
      'Enrollments by branch. Chart of 2 figures; the greatest: South, 1,200.',
    );
    expect(summarize(tileOf('bar', {}), [], english)).toBe('Enrollments by branch');
  });
});

describe('a value', () => {
  const cases: [type: 'number' | 'percent' | 'duration' | 'text', value: number, text: string][] = [
    ['number', 12_345, '12,345'],
    ['percent', 62.5, '62.5%'],
    ['text', 3, '3'],
  ];
  it.each(cases)('of type %s, %d, reads %s', (type, value, text) => {
    expect(valueWriter(type, english.format)(value)).toBe(text);
  });

  it('of seconds reads as a duration', () => {
    expect(valueWriter('duration', english.format)(2 * 3600 + 300)).toBe(
      english.format.duration(7500),
    );
    expect(valueWriter('duration', english.format)(7500)).toContain('2');
    expect(valueWriter('duration', english.format)(7500)).not.toContain('7,500');
  });

  const shares: [part: number, whole: number, text: string][] = [
    [1, 3, '33%'],
    [1, 1, '100%'],
    [0, 5, '0%'],
    [5, 642, '0.8%'],
    [1, 90_000, '0.1%'],
    [89_999, 90_000, '99.9%'],
    [0, 0, '0%'],
  ];
  it.each(shares)('of %d in %d is a share of %s', (part, whole, text) => {
    expect(shareText(part, whole, english.format)).toBe(text);
  });
});

describe('a drill', () => {
  it('leads to rows', () => {
    const drill = drillTo('North');
    if (drill === null) throw new Error('there are rows beneath');
    expect(stepFor(drill, 'By branch: North', 'North')).toEqual({
      kind: 'rows',
      title: 'By branch: North',
      drill,
    });
  });

  it('about one person leads to that person', () => {
    const filters = [{ column: 'user_id', op: 'equals' as const, value: 'u-7' }];
    expect(stepFor({ report: 'transcript', filters, sort: [] }, 'Late: Ada', 'Ada')).toEqual({
      kind: 'learner',
      title: 'Ada',
      userId: 'u-7',
    });
  });

  it('about several people, or all but one, leads to rows', () => {
    const several = { column: 'user_id', op: 'in' as const, value: ['u-7', 'u-8'] };
    const others = { column: 'user_id', op: 'not_equals' as const, value: 'u-7' };
    for (const filter of [several, others]) {
      const drill = { report: 'transcript', filters: [filter], sort: [] };
      expect(stepFor(drill, 'Late', 'Late').kind).toBe('rows');
    }
  });
});

describe('the learner of a row', () => {
  it('is whoever its user id names', () => {
    expect(learnerOf({ user_id: 'u-7', user_name: 'Ada' })).toBe('u-7');
    expect(learnerName({ user_id: 'u-7', user_name: 'Ada', username: 'ada' })).toBe('Ada');
    expect(learnerName({ user_id: 'u-7', user_name: null, username: 'ada' })).toBe('ada');
  });

  it('is nobody where the row is about no person', () => {
    expect(learnerOf({ course_id: 'c-1' })).toBeNull();
    expect(learnerOf({ user_id: '' })).toBeNull();
    expect(learnerOf({ user_id: 7 })).toBeNull();
    expect(learnerName({})).toBe('');
  });

  it('T-59 is not read from a polluted prototype', () => {
    const polluted: Record<string, string> = Object.create({ user_id: 'u-666', full_name: 'Eve' });
    expect(learnerOf(polluted)).toBeNull();
    expect(learnerName(polluted)).toBe('');
  });
});
