/** Questions from attributes and hosts, and what a reader's presses make of them. */
import { describe, expect, it } from 'vitest';
import type { Column } from '../../shared/wire/column.ts';
import { questionSchema } from '../../shared/wire/report.ts';
import { parseFilters, parseNames, parseSort, readQuestion } from '../../widget/client/question.ts';
import { shownColumns, toggled } from '../../widget/report/column-set.ts';
import { filterOf, textsOf } from '../../widget/report/filter-draft.ts';
import {
  back,
  cursorOf,
  firstPage,
  forward,
  rangeOf,
  readPageSize,
} from '../../widget/report/paging.ts';
import { directionOf, effectiveSort, pressed } from '../../widget/report/sorting.ts';

const column = (id: string, type: Column['type'], extra: Partial<Column> = {}): Column => ({
  id,
  label: id,
  type,
  unit: null,
  description: null,
  sortable: true,
  filterable: true,
  facet: false,
  shown: true,
  total: null,
  choices: null,
  ...extra,
});

describe('questions', () => {
  it('reads a whole question and leaves out what is not one', () => {
    const question = readQuestion({
      filters: [
        { column: 'status', op: 'in', value: ['completed', 7, 'overdue'] },
        { column: 'progress', op: 'less', value: 50, extra: true },
        { column: 'x', op: 'drop table', value: 1 },
        { column: '', op: 'equals', value: 1 },
        { column: 'y', op: 'equals', value: { $ne: 1 } },
        null,
        'status',
      ],
      sort: [{ column: 'due_at', desc: true }, { desc: true }, 3],
      q: 'anna',
      columns: ['a', 5],
      report: 'enrollments',
    });
    expect(question).toEqual({
      filters: [
        { column: 'status', op: 'in', value: ['completed', 'overdue'] },
        { column: 'progress', op: 'less', value: 50 },
      ],
      sort: [{ column: 'due_at', desc: true }],
      q: 'anna',
      columns: ['a'],
    });
    expect(questionSchema.safeParse(question).success).toBe(true);
  });

  it.each([undefined, null, 7, 'x', [], () => 1])('reads %s as the empty question', (value) => {
    expect(readQuestion(value)).toEqual({ filters: [], sort: [] });
  });

  const hostile = [
    '{"__proto__":{"column":"status","op":"equals"}}',
    '[{"__proto__":{"column":"status","op":"equals","value":1}}]',
    '[{"constructor":{"prototype":{"column":"x"}}}]',
    'javascript:alert(1)',
    '[[[[',
    '',
  ];
  it.each(hostile)('T-59 reads the hostile attribute %s as no filter', (attribute) => {
    expect(parseFilters(attribute)).toEqual([]);
    expect(Reflect.get({}, 'column')).toBeUndefined();
  });

  it('T-59 is not changed by a polluted Object.prototype', () => {
    const polluted = {
      column: 'status',
      op: 'equals',
      value: 'x',
      q: 'stolen',
      filters: [{}],
      sort: [{}],
    };
    Object.assign(Object.prototype, polluted);
    let filters: unknown;
    let question: ReturnType<typeof readQuestion>;
    let q: unknown;
    try {
      filters = parseFilters('[{}]');
      question = readQuestion({});
      q = question.q;
    } finally {
      for (const key of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, key);
    }
    expect(filters).toEqual([]);
    expect(question).toEqual({ filters: [], sort: [] });
    expect(q).toBeUndefined();
  });

  it('reads the short forms of sort and columns', () => {
    expect(parseSort('-due_at, last_name')).toEqual([
      { column: 'due_at', desc: true },
      { column: 'last_name', desc: false },
    ]);
    expect(parseSort(null)).toEqual([]);
    expect(parseNames(' a,b  c ')).toEqual(['a', 'b', 'c']);
  });
});

describe('sorting', () => {
  const report = { default_sort: [{ column: 'name', desc: false }] };
  const press = (chosen: Parameters<typeof pressed>[0], id: string, add = false) =>
    pressed(chosen, report, id, add);

  it('goes from off to ascending to descending to the report’s own order', () => {
    const first = press([], 'due');
    const second = press(first, 'due');
    expect([first, second, press(second, 'due')]).toEqual([
      [{ column: 'due', desc: false }],
      [{ column: 'due', desc: true }],
      [],
    ]);
  });

  it('turns the report’s own order round at the first press', () => {
    expect(press([], 'name')).toEqual([{ column: 'name', desc: true }]);
    expect(directionOf(effectiveSort([], report), 'name')).toBe('ascending');
    expect(directionOf(effectiveSort([], report), 'due')).toBeNull();
  });

  it('adds keys up to the three that the API takes', () => {
    let sort = press([], 'a');
    for (const id of ['b', 'c', 'd']) sort = press(sort, id, true);
    expect(sort.map((key) => key.column)).toEqual(['b', 'c', 'd']);
    expect(press(sort, 'c', true)[1]).toEqual({ column: 'c', desc: true });
    expect(press(press(sort, 'c', true), 'c', true).map((key) => key.column)).toEqual(['b', 'd']);
  });
});

describe('columns', () => {
  const all = [
    column('a', 'text'),
    column('b', 'text', { shown: false }),
    column('c', 'text'),
    column('d', 'text'),
  ];
  const ids = (columns: readonly Column[]) => columns.map(({ id }) => id);

  it('shows the usual ones, or the chosen ones that exist, in the chosen order', () => {
    expect(ids(shownColumns(all, undefined))).toEqual(['a', 'c', 'd']);
    expect(ids(shownColumns(all, ['d', 'nope', 'b', 'd']))).toEqual(['d', 'b']);
    expect(ids(shownColumns(all, ['nope']))).toEqual(['a', 'c', 'd']);
  });

  it('puts a new column beside its neighbours and never hides the last', () => {
    const usual = shownColumns(all, undefined);
    expect(toggled(all, usual, 'b')).toEqual(['a', 'b', 'c', 'd']);
    expect(toggled(all, usual, 'c')).toEqual(['a', 'd']);
    expect(toggled(all, shownColumns(all, ['d', 'c']), 'a')).toEqual(['a', 'd', 'c']);
    expect(toggled(all, shownColumns(all, ['c']), 'c')).toEqual(['c']);
  });
});

describe('paging', () => {
  it('goes on and back by the cursors that led there', () => {
    const second = forward(firstPage, 'c1');
    const third = forward(second, 'c2');
    expect([firstPage, second, third].map(cursorOf)).toEqual([null, 'c1', 'c2']);
    expect(cursorOf(back(third))).toBe('c1');
    expect(back(back(back(third)))).toBe(firstPage);
    expect(rangeOf({ trail: third, size: 50 }, 12)).toEqual({ from: 101, to: 112 });
    expect(rangeOf({ trail: firstPage, size: 50 }, 0)).toEqual({ from: 0, to: 0 });
  });

  it.each([
    [50, 50],
    [1, 25],
    [70, 50],
    [1e9, 100],
    [Number.NaN, 50],
  ])('takes a page size of %d for %d', (wish, size) => {
    expect(readPageSize(wish)).toBe(size);
  });
});

describe('filters', () => {
  const cases: [Column['type'], Parameters<typeof filterOf>[1], string[], unknown][] = [
    ['text', 'contains', [' an '], 'an'],
    ['text', 'in', ['a', 'b'], ['a', 'b']],
    ['number', 'less', ['2.5'], 2.5],
    ['percent', 'greater', ['50'], 50],
    ['duration', 'greater', ['1.5'], 5400],
    ['day', 'before', ['2026-03-01'], '2026-03-01'],
    ['boolean', 'equals', ['false'], false],
    ['choice', 'equals', ['completed'], 'completed'],
    ['number', 'is_empty', [], undefined],
  ];
  it.each(cases)('a %s %s typed as %j', (type, op, texts, value) => {
    const of = column('c', type);
    const filter = filterOf(of, op, texts);
    expect(filter).toEqual(value === undefined ? { column: 'c', op } : { column: 'c', op, value });
    if (filter) expect(filterOf(of, op, textsOf(of, filter))).toEqual(filter);
  });

  it.each([
    ['text', 'equals', ['  ']],
    ['text', 'in', []],
    ['number', 'less', ['two']],
    ['number', 'less', ['']],
    ['day', 'before', ['03/01/2026']],
    ['boolean', 'equals', []],
  ] as const)('a %s %s of %j is not complete', (type, op, texts) => {
    expect(filterOf(column('c', type), op, texts)).toBeNull();
  });

  it.each(['before', 'after'] as const)(
    'takes the day of a time column that is %s from midnight here',
    (op) => {
      const time = column('t', 'time');
      const filter = filterOf(time, op, ['2026-03-05']);
      expect(filter?.value).toBe(`${new Date('2026-03-05T00:00:00').toISOString().slice(0, 19)}Z`);
      expect(filter && textsOf(time, filter)).toEqual(['2026-03-05']);
    },
  );
});
