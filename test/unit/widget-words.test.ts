/** What the widget says: messages in every language, figures, filters in words, and cells that stay text. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Column } from '../../shared/wire/column.ts';
import type { Filter, Rows } from '../../shared/wire/report.ts';
import { follow, pauseBefore } from '../../widget/export-button/following.ts';
import { messages as ar } from '../../widget/locale/ar.ts';
import { en } from '../../widget/locale/en.ts';
import { formatter } from '../../widget/locale/format.ts';
import { english, localeFor, matchLocale } from '../../widget/locale/locale.ts';
import { type Message, speaker } from '../../widget/locale/words.ts';
import { cellText } from '../../widget/report/cell.ts';
import { textsOf } from '../../widget/report/filter-draft.ts';
import { sentenceOf, wordsOf } from '../../widget/report/filter-words.ts';
import { Names } from '../../widget/report/names.ts';

const placeholdersOf = (message: Message): Set<string> =>
  new Set(
    Object.values(typeof message === 'string' ? { other: message } : message).flatMap((form) =>
      [...form.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    ),
  );

describe('messages', () => {
  it('says everything in Arabic, with the same values to fill in', () => {
    expect(Object.keys(ar).sort()).toEqual(Object.keys(en).sort());
    for (const [key, message] of Object.entries(en) as [keyof typeof en, Message][]) {
      expect([key, placeholdersOf(ar[key])]).toEqual([key, placeholdersOf(message)]);
    }
  });

  it('has every plural form that Arabic needs', () => {
    const needed = new Intl.PluralRules('ar').resolvedOptions().pluralCategories.toSorted();
    for (const [key, message] of Object.entries(ar)) {
      if (typeof message === 'object')
        expect([key, Object.keys(message).sort()]).toEqual([key, needed]);
    }
  });

  it('writes counts as the language does', () => {
    expect(english.say('grain.user_course', { count: 1 })).toBe('1 enrollment');
    expect(english.say('grain.user_course', { count: 1234 })).toBe('1,234 enrollments');
    expect(speaker(ar, 'ar')('grain.user', { count: 2 })).toBe('متعلمان');
  });

  it('puts values in as they are, placeholders and all', () => {
    expect(english.say('filter.remove', { filter: '{column} $& <b>' })).toBe(
      'Remove filter: {column} $& <b>',
    );
    expect(english.say('filter.remove', {})).toBe('Remove filter: {filter}');
  });
});

describe('locales', () => {
  it.each([
    ['en-GB', 'en-GB', 'en'],
    ['AR-sa', 'ar-SA', 'ar'],
    ['de', 'en', 'en'],
    ['not a locale', 'en', 'en'],
    ['__proto__', 'en', 'en'],
  ])('speaks for the wish %s the tag %s', (wish, tag, language) => {
    expect(matchLocale(wish)).toEqual({ tag, language });
  });

  it('fetches Arabic once, and English never', async () => {
    expect(localeFor('en-GB')).not.toBeInstanceOf(Promise);
    const coming = localeFor('ar');
    expect(coming).toBeInstanceOf(Promise);
    expect(await coming).toMatchObject({ tag: 'ar', direction: 'rtl' });
    expect(localeFor('ar')).toBe(await coming);
  });
});

describe('figures', () => {
  const format = formatter('en');
  it.each([
    [0, '0 sec'],
    [59, '59 sec'],
    [60, '1 min'],
    [3600, '1 hr'],
    [12_000, '3 hr 20 min'],
    [359_999, '100 hr'],
    [360_060, '100 hr'],
    [24_542_280, '6,817 hr'],
  ])('writes %d seconds as %s', (seconds, words) => {
    expect(format.duration(seconds)).toBe(words);
  });

  it('writes a calendar day as that day in every time zone', () => {
    expect(format.day('2026-03-05')).toBe('Mar 5, 2026');
    expect(format.day('soon')).toBe('soon');
  });

  it('writes percentages and sizes', () => {
    expect(format.percent(62.5)).toBe('62.5%');
    expect(format.bytes(0)).toBe('0 byte');
    expect(format.bytes(140_400)).toBe('140.4 kB');
  });
});

describe('cells', () => {
  const choices = [{ value: 'in_progress', label: 'In progress' }];
  it.each([
    ['text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['text', 'javascript:alert(1)', 'javascript:alert(1)'],
    ['choice', 'in_progress', 'In progress'],
    ['choice', 'unheard_of', 'unheard_of'],
    ['number', 1234.5, '1,234.5'],
    ['percent', 12.34, '12.3%'],
    ['duration', 7200, '2 hr'],
    ['boolean', false, 'No'],
    ['day', '2026-03-05', 'Mar 5, 2026'],
    ['number', 0, '0'],
    ['text', null, ''],
  ] as const)('T-58 writes the %s %j as the text %j', (type, value, text) => {
    expect(cellText({ type, choices }, value, english)).toBe(text);
  });
});

describe('filters in words', () => {
  const column = {
    id: 'status',
    label: 'Status',
    type: 'choice',
    unit: null,
    description: null,
    sortable: true,
    filterable: true,
    facet: true,
    shown: true,
    total: null,
    choices: [
      { value: 'overdue', label: 'Overdue' },
      { value: 'expired', label: 'Expired' },
    ],
  } as const;
  const sentence = (...args: Parameters<typeof wordsOf>) => sentenceOf(wordsOf(...args));

  it('reads like a sentence', () => {
    const choices = { ...column, choices: [...column.choices] };
    const few = { column: 'status', op: 'in', value: ['overdue', 'expired'] } as const;
    expect(sentence({ ...few, value: [...few.value] }, choices, english)).toBe(
      'Status is any of Overdue or Expired',
    );
    const many = { column: 'status', op: 'in' as const, value: ['a', 'b', 'c', 'd'] };
    expect(sentence(many, choices, english)).toBe('Status is any of 4 values');
    expect(sentence({ column: 'status', op: 'is_empty' }, choices, english)).toBe(
      'Status is empty',
    );
    expect(sentence({ column: 'user_id', op: 'equals', value: 'u7' }, undefined, english)).toBe(
      'user_id is u7',
    );
  });
});

describe('things that filters name by their ids', () => {
  const column = (id: string, label: string) => ({ id, label, type: 'text' }) as Column;
  const columns = [
    column('course_id', 'Course ID'),
    column('course_name', 'Course'),
    column('batch_id', 'Batch ID'),
  ];
  const inRows = [
    { course_id: 'C-102', course_name: 'First aid', batch_id: 'B1' },
    { course_id: 'C-103', course_name: '', batch_id: 'B1' },
    { course_id: 'C-104', course_name: '<b>Ladders</b>', batch_id: 'B1' },
  ];
  const named = (filter: Filter, rows: Rows['rows'] = inRows) => {
    const names = new Names();
    names.learn([filter], rows);
    return sentenceOf(wordsOf(filter, names.columnOf(filter, columns), english));
  };

  it.each<[Filter['op'], Filter['value'], string]>([
    ['equals', 'C-102', 'Course is First aid'],
    ['not_equals', 'C-102', 'Course is not First aid'],
    ['in', ['C-102', 'C-104'], 'Course is any of First aid or <b>Ladders</b>'],
    ['in', ['C-102', 'C-999'], 'Course is any of First aid or C-999'],
    ['equals', 'C-999', 'Course ID is C-999'],
    ['equals', 'C-103', 'Course ID is C-103'],
    ['contains', 'C-102', 'Course ID contains C-102'],
    ['is_empty', undefined, 'Course ID is empty'],
  ])('are called by their names where the rows tell: %s %j is "%s"', (op, value, sentence) => {
    const filter = { column: 'course_id', op, ...(value !== undefined && { value }) };
    expect(named(filter)).toBe(sentence);
  });

  it('are called by their ids where the report has no name for them', () => {
    expect(named({ column: 'batch_id', op: 'equals', value: 'B1' })).toBe('Batch ID is B1');
    const strange = { column: 'nothing_id', op: 'equals', value: 'B1' } as const;
    expect(named(strange)).toBe('nothing_id is B1');
  });

  it('keep their names when no row is left, and lose them with the answer', () => {
    const filter = { column: 'course_id', op: 'equals', value: 'C-102' } as const;
    const names = new Names();
    names.learn([filter], inRows);
    names.learn([filter], []);
    expect(names.columnOf(filter, columns)?.label).toBe('Course');
    names.forget();
    expect(names.columnOf(filter, columns)?.label).toBe('Course ID');
  });
});

describe('a day in words', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['America/Los_Angeles', 'UTC', 'Pacific/Auckland'])(
    'of a column of times is the day itself, read in %s',
    (zone) => {
      vi.stubEnv('TZ', zone);
      const column = { id: 't', label: 'Completed', type: 'time' } as Column;
      const filter = { column: 't', op: 'after', value: '2026-01-01' } as const;
      const locale = { ...english, format: formatter('en') };
      expect(sentenceOf(wordsOf(filter, column, locale))).toBe(
        'Completed is on or after Jan 1, 2026',
      );
      expect(textsOf(column, filter)).toEqual(['2026-01-01']);
    },
  );
});

describe('following an export', () => {
  const manifest = (
    status: 'ready' | 'streaming' | 'complete' | 'failed',
    rows_written: number,
  ) => ({
    id: 'e1',
    report: 'enrollments',
    format: 'csv' as const,
    filename: 'e.csv',
    status,
    created_at: '',
    expires_at: '',
    rows_expected: 10,
    rows_written,
    bytes: null,
    sha256: null,
    url: null,
  });

  async function followed(answers: ReturnType<typeof manifest>[]) {
    const pauses: number[] = [];
    const seen: string[] = [];
    let now = 0;
    const looks = follow({
      read: async () =>
        answers[Math.min(pauses.length, answers.length) - 1] ?? manifest('failed', 0),
      pause: async (ms) => {
        pauses.push(ms);
        now += ms;
      },
      now: () => now,
    });
    for await (const { status, rows_written } of looks) seen.push(`${status} ${rows_written}`);
    return { pauses, seen, now };
  }

  it('looks until it has ended, and says each step', async () => {
    const { seen } = await followed([
      manifest('ready', 0),
      manifest('streaming', 4),
      manifest('complete', 10),
      manifest('complete', 10),
    ]);
    expect(seen).toEqual(['ready 0', 'streaming 4', 'complete 10']);
  });

  it('looks ever more seldom, from 250 ms to 2 s', () => {
    const pauses = Array.from({ length: 12 }, (_, look) => pauseBefore(look));
    expect(pauses[0]).toBe(250);
    expect(pauses.at(-1)).toBe(2000);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  });

  it('gives up on a download that never begins', async () => {
    const { seen, now } = await followed([manifest('ready', 0)]);
    expect(new Set(seen)).toEqual(new Set(['ready 0']));
    expect(now).toBeGreaterThan(60_000);
    expect(now).toBeLessThan(65_000);
  });
});
