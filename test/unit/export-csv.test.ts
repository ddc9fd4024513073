/** CSV: cells that spreadsheets would run, quotes, line ends and numbers, on both ways of reading. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { headerLine } from '../../server/export/csv.ts';
import { defuse } from '../../server/export/defuse.ts';
import { exportLines } from '../../server/export/lines.ts';
import type { Question } from '../../shared/wire/report.ts';
import { parseCsv } from '../http/csv.ts';
import { ask, openEnrollments, openExportWorld } from './export-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-csv-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What stands in the table, and what has to stand in the cell. */
const cells: readonly [name: string, cell: string][] = [
  ['=cmd|calc', "'=cmd|calc"],
  ['=HYPERLINK("http://evil","x")', '\'=HYPERLINK("http://evil","x")'],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r'=1"],
  ['\n=1', "'\n'=1"],
  ['a\n=1;b', "a\n'=1;b"],
  ['a\r\n"+1;b', 'a\r\n\'"+1;b'],
  ['a;"=1;b', 'a;\'"=1;b'],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠1', "'＠1"],
  ['a=1', 'a=1'],
  ['a-b', 'a-b'],
  ['5', '5'],
  ['(5)', '(5)'],
  ["'=1", "'=1"],
  ['"=1"', '"=1"'],
  ['"quoted"', '"quoted"'],
  ['a "b" c', 'a "b" c'],
  ['""', '""'],
  ['a,b', 'a,b'],
  ['a\r\nb', 'a\r\nb'],
  ['a\nb', 'a\nb'],
  ['x;=cmd', "x;'=cmd"],
  ['x;+1;-1', "x;'+1;'-1"],
  ['x; @y', "x;' @y"],
  ['x;＝1', "x;'＝1"],
  ['a;b', 'a;b'],
  [';', ';'],
  ['%s %d %w', '%s %d %w'],
  ["O'Brien", "O'Brien"],
  ['Zoë 日本語 👩‍🏫', 'Zoë 日本語 👩‍🏫'],
  ['\u202eabc', '\u202eabc'],
  ['ﬀ', 'ﬀ'],
  ['\uFEFFx', '\uFEFFx'],
];
const names = cells.map(([name]) => name);

const ways: Record<string, string | null> = {
  'page by page': null,
  'by a thread': join(folder, 'csv.db'),
};

async function fileOf(database: Database, question: Partial<Question>): Promise<string> {
  const report = await openEnrollments(database);
  let text = '';
  for await (const lines of exportLines(
    database,
    report,
    ask(question),
    AbortSignal.timeout(10_000),
  )) {
    text += lines.text;
  }
  return text;
}

describe.each(Object.entries(ways))('a file written %s', (_way, file) => {
  const opened = openExportWorld(file, names);
  afterAll(async () => (await opened).close());
  const rows = async (question: Partial<Question>) =>
    parseCsv(await fileOf(await opened, question));

  it('T-42 starts no formula in any cell, and changes no other', async () => {
    const question = {
      columns: ['user_id', 'user_name'],
      sort: [{ column: 'user_id', desc: false }],
    };
    const found = new Map((await rows(question)).map(([key, name]) => [key, name]));
    expect(found.size).toBe(cells.length);
    for (const [place, [name, cell]] of cells.entries()) {
      // Who has no first name is shown by the last, trimmed of spaces.
      const shown = name.startsWith('  ') ? cell.replace('  ', '') : cell;
      expect(found.get(`k${place}`), JSON.stringify(name)).toBe(shown);
    }
  });

  it('T-42 ends a text at a NUL, so that none hides what stands behind it', async () => {
    const hiding = await openExportWorld(file && `${file}.nul`, [
      '\u0000=1',
      'a\u0000=1',
      ' \u0000=1',
    ]);
    const text = await fileOf(hiding, { columns: ['user_name'] });
    hiding.close();
    expect(text).not.toContain('\u0000');
    expect(text).not.toContain('=');
  });

  it('T-42 leaves numbers numbers, negative ones too', async () => {
    const question = { columns: ['progress', 'score', 'time_spent'] };
    const text = await fileOf(await opened, question);
    expect(text).not.toContain('"');
    for (const [progress, score, seconds] of parseCsv(text)) {
      expect(progress).toBe('-5');
      expect(Number(seconds) / 1000 / 3).toBeCloseTo(Number(score), 10);
      expect(seconds).toMatch(/^\d+$/);
    }
  });

  it('reads the same to another reader of CSV', async () => {
    const text = await fileOf(await opened, {});
    const theirs = parse(text, { bom: false, recordDelimiter: '\r\n' });
    expect(parseCsv(text)).toEqual(theirs);
    expect(theirs).toHaveLength(cells.length);
  });

  it('has as many fields in each line as there are columns, however many those are', async () => {
    const report = await openEnrollments(await opened);
    const ids = [...report.columns.keys()];
    for (const count of [1, 2, ids.length]) {
      for (const fields of await rows({ columns: ids.slice(0, count) })) {
        expect(fields).toHaveLength(count);
      }
    }
  });

  it('leaves empty what is missing', async () => {
    const text = await fileOf(await opened, {
      columns: ['email', 'branch', 'due_at', 'passed', 'initial_score'],
    });
    expect(new Set(parseCsv(text).map((fields) => fields.join('|')))).toEqual(new Set(['||||']));
  });
});

describe('the first line', () => {
  it('T-42 is defused like the rest, and names units and zone', () => {
    const column = (label: string, rest: object = {}) =>
      ({ id: 'x', label, type: 'text', value: undefined, ...rest }) as never;
    expect(headerLine([column('=Label'), column('a "b"'), column('-x')])).toBe(
      '"\'=Label","a ""b""","\'-x"\r\n',
    );
    expect(
      headerLine([column('Due', { type: 'time' }), column('Spent', { unit: 'seconds' })]),
    ).toBe('"Due (UTC)","Spent (seconds)"\r\n');
  });
});

/** Threat 42 for one cell, told by walking through its letters. */
function defused(text: string): string {
  const sign = '=+@＝＋－＠-';
  const letters = [...text];
  const meets = (from: number, skipped: string): boolean => {
    const next = letters.slice(from).find((letter) => !skipped.includes(letter));
    return next !== undefined && sign.includes(next);
  };
  const first = letters.find((letter) => letter !== ' ') ?? '';
  const start = first !== '' && `\t\r\n${sign}`.includes(first) ? "'" : '';
  const rest = letters.map((letter, place) => {
    const ends =
      letter === ';' || letter === '\n' || (letter === '\r' && letters[place + 1] !== '\n');
    return ends && meets(place + 1, ' \t"') ? `${letter}'` : letter;
  });
  return start + rest.join('');
}

describe('defuse', () => {
  const row = (text: string) => defuse({ text, rows: 1 });

  it('T-42 touches nothing but what follows a semicolon and starts a formula', () => {
    expect(row('"a;b","c"\r\n')).toBe('"a;b","c"\r\n');
    expect(row('"a;=b"\r\n')).toBe('"a;\'=b"\r\n');
    expect(row('=')).toBe('=');
    expect(row('-1,"a;",-2,"b"\r\n')).toBe('-1,"a;",-2,"b"\r\n');
  });

  it('T-42 lets no quote or tab hide a formula behind a semicolon', () => {
    expect(row('1,"a;""=1+1;b"\r\n')).toBe('1,"a;\'""=1+1;b"\r\n');
    expect(row('1,"a; \t=b"\r\n')).toBe('1,"a;\' \t=b"\r\n');
  });

  it('T-42 starts no formula on a new line inside a cell, and leaves the next row alone', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(row(`1,"a${end}=1+1;b"\r\n`)).toBe(`1,"a${end}'=1+1;b"\r\n`);
      expect(row(`1,"a${end} ""@b"\r\n`)).toBe(`1,"a${end}' ""@b"\r\n`);
      expect(row(`1,"a${end}b","c${end}",-2\r\n`)).toBe(`1,"a${end}b","c${end}",-2\r\n`);
    }
    const two = '1,"a\nb"\r\n-5,"c"\r\n';
    expect(defuse({ text: two, rows: 2 })).toBe(two);
    const bare = '-1\r\n-5\r\n';
    expect(defuse({ text: bare, rows: 2 })).toBe(bare);
  });

  it('T-42 treats every cell of any lines as that cell alone', () => {
    const letters = fc.constantFrom(...'"",;;\n\r\t  ==+-@＝a\'5');
    const text = fc.array(letters, { maxLength: 7 }).map((parts) => parts.join(''));
    const cell = fc.oneof(text, fc.integer({ min: -99, max: 99 }));
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 4 });
    const encode = (one: string | number) =>
      typeof one === 'number' ? String(one) : `"${one.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(rows, (table) => {
        const lines = table.map((fields) => `${fields.map(encode).join(',')}\r\n`);
        const parsed = parseCsv(defuse({ text: lines.join(''), rows: table.length }));
        const right = table.map((fields) =>
          fields.map((one) => (typeof one === 'number' ? String(one) : defused(one))),
        );
        expect(parsed).toEqual(right);
      }),
      { numRuns: 3000 },
    );
  });

  it('T-42 holds for the first line too', () => {
    const column = { id: 'x', label: 'a;=b\n=c', type: 'text', value: undefined } as never;
    expect(headerLine([column])).toBe('"a;\'=b\n\'=c"\r\n');
  });
});
