/** Filters and search: what each operator finds, and what is refused. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { Refusal } from '../../shared/refusal.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { ask, everything, now, openCompany, table } from './report-world.ts';

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

/** The ids of the rows that a report shows under filters, in order. */
async function found(report: string, id: string, filters: readonly Filter[], q?: string) {
  const rows = await table(company, report, [id], {
    filters: [...filters],
    sort: [{ column: id, desc: false }],
    ...(q !== undefined && { q }),
  });
  return rows.map(([key]) => key).join(' ');
}

const people = (column: string, op: Filter['op'], value?: Filter['value']) =>
  found('learners', 'user_id', [{ column, op, ...(value !== undefined && { value }) }]);

describe('text', () => {
  const cases: [string, Filter['op'], Filter['value'] | undefined, string][] = [
    ['user_name', 'equals', 'ada moor', 'U2'],
    ['user_name', 'equals', 'Ada', ''],
    ['user_name', 'not_equals', 'ADA MOOR', 'U3 U4 U5 U6'],
    ['user_name', 'contains', 'MOOR', 'U2 U6'],
    ['user_name', 'starts_with', 'béa é', 'U3'],
    ['user_name', 'starts_with', 'be\u0301a', 'U3'],
    ['user_name', 'in', ['Ada Moor', 'BÉA ÉMILE', 'Canary Zed'], 'U2 U3'],
    ['email', 'is_empty', undefined, 'U5'],
    ['email', 'is_not_empty', undefined, 'U2 U3 U4 U6'],
    ['branch', 'equals', 'ÅLESUND yard', 'U3'],
    ['branch', 'contains', 'åles', 'U3'],
    ['branch', 'in', ['ålesund yard', 'SALES'], 'U2 U3 U4 U6'],
    ['branch', 'is_empty', undefined, 'U5'],
    ['branch', 'not_equals', 'sales', 'U3 U5'],
    ['field_dept', 'equals', 'årsmøte', 'U3'],
    ['field_dept', 'is_empty', undefined, 'U5 U6'],
    ['user_id', 'equals', 'U2', 'U2'],
    ['user_id', 'in', ['U2', 'u3', 'U7'], 'U2'],
    ['user_id', 'not_equals', 'U2', 'U3 U4 U5 U6'],
  ];
  it.each(cases)('finds by %s %s %j', async (column, op, value, expected) => {
    expect(await people(column, op, value)).toBe(expected);
  });

  it('T-16 takes %, _, * and the like for themselves', async () => {
    for (const wild of ['%', '_', '*', '?', '.*', 'all', '-1', "' OR 1=1 --"]) {
      for (const op of ['equals', 'contains', 'starts_with'] as const) {
        const expected = { '%': 'U4', _: 'U4', '*': 'U5' }[wild] ?? '';
        const shown = await people('user_name', op, wild);
        expect([wild, op, shown]).toEqual([wild, op, op === 'contains' ? expected : '']);
      }
    }
    expect(await people('username', 'contains', '*')).toBe('U5');
    expect(await people('field_dept', 'contains', '%')).toBe('U4');
    expect(
      await found('courses', 'course_id', [{ column: 'course_name', op: 'contains', value: '%' }]),
    ).toBe('C2');
    expect(
      await found('courses', 'course_id', [{ column: 'course_code', op: 'contains', value: '_' }]),
    ).toBe('C3');
  });

  it('folds letters beyond ASCII only where an operand has them, however many', async () => {
    const russian = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';
    const named = await openCompany();
    await named.write([sql`UPDATE branches SET name = ${`Филиал ${russian}`} WHERE id = 2`]);
    const [[id] = []] = await table(named, 'learners', ['user_id'], {
      filters: [{ column: 'branch', op: 'equals', value: `фИЛИАЛ ${russian.toLowerCase()}` }],
    });
    expect(id).toBe('U3');
    const greek = 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ';
    await expect(people('branch', 'contains', `${russian}${greek}ÅÄÖ`)).rejects.toThrow(Refusal);
    await named.write([sql`UPDATE branches SET name = 'Οδός' WHERE id = 2`]);
    for (const value of ['ΟΔΌΣ', 'οδόσ', 'οδός']) {
      const filters: Filter[] = [{ column: 'branch', op: 'equals', value }];
      expect([value, (await ask(named, 'learners', { filters })).total]).toEqual([value, 1]);
    }
  });
});

describe('numbers, times and choices', () => {
  const cases: [string, string, Filter['op'], Filter['value'] | undefined, number][] = [
    ['enrollments', 'progress', 'equals', 100, 3],
    ['enrollments', 'progress', 'less', 49.5, 7],
    ['enrollments', 'progress', 'greater', 49.5, 4],
    ['enrollments', 'time_spent', 'greater', 900, 3],
    ['enrollments', 'score', 'is_empty', undefined, 9],
    ['enrollments', 'score', 'is_not_empty', undefined, 3],
    ['enrollments', 'completed_at', 'after', '2026-03-01', 1],
    ['enrollments', 'completed_at', 'before', '2026-03-01', 2],
    ['enrollments', 'completed_at', 'before', '2026-02-10T09:00:01Z', 2],
    ['enrollments', 'completed_at', 'before', '2026-02-10T09:00:00Z', 1],
    ['enrollments', 'status', 'equals', 'in_progress', 4],
    ['enrollments', 'status', 'not_equals', 'in_progress', 8],
    ['enrollments', 'status', 'in', ['waiting', 'withdrawn'], 2],
    ['enrollments', 'passed', 'equals', true, 2],
    ['enrollments', 'passed', 'equals', false, 1],
    ['enrollments', 'passed', 'is_empty', undefined, 9],
    ['enrollments', 'overdue', 'equals', false, 11],
    ['learners', 'overdue', 'equals', 1, 1],
    ['learners', 'completion_rate', 'greater', 33, 2],
    ['certificates', 'state', 'in', ['expiring', 'expired'], 3],
    ['plan_progress', 'status', 'equals', 'completed', 1],
  ];
  it.each(cases)('%s has %s %s %j', async (report, column, op, value, total) => {
    const filter = { column, op, ...(value !== undefined && { value }) };
    expect((await ask(company, report, { filters: [filter] })).total).toBe(total);
  });

  it('joins filters by and', async () => {
    const { total } = await ask(company, 'enrollments', {
      filters: [
        { column: 'status', op: 'equals', value: 'completed' },
        { column: 'branch', op: 'equals', value: 'Sales' },
        { column: 'archived_at', op: 'is_empty' },
      ],
    });
    expect(total).toBe(1);
  });
});

describe('what is refused', () => {
  const cases: [string, Filter['op'], unknown][] = [
    ['progress', 'equals', '40'],
    ['progress', 'equals', Number.POSITIVE_INFINITY],
    ['progress', 'contains', '4'],
    ['progress', 'equals', undefined],
    ['user_name', 'equals', 1],
    ['user_name', 'equals', true],
    ['user_name', 'equals', ''],
    ['user_name', 'equals', ['Ada Moor']],
    ['user_name', 'in', 'Ada Moor'],
    ['user_name', 'in', [1]],
    ['user_name', 'less', 'a'],
    ['user_id', 'equals', 2],
    ['overdue', 'equals', 1],
    ['overdue', 'equals', 'true'],
    ['status', 'equals', 'no_such_status'],
    ['status', 'equals', 'COMPLETED'],
    ['status', 'contains', 'comp'],
    ['due_at', 'before', 1_700_000_000],
    ['due_at', 'before', 'yesterday'],
    ['due_at', 'before', '2026-02-30'],
    ['due_at', 'before', '2026-02-03T10:00:00+01:00'],
    ['due_at', 'equals', '2026-02-03'],
    ['due_at', 'is_empty', true],
  ];
  it.each(cases)('T-24 %s %s %j', async (column, op, value) => {
    const filter = { column, op, ...(value !== undefined && { value }) } as Filter;
    await expect(ask(company, 'enrollments', { filters: [filter] })).rejects.toMatchObject({
      slug: 'bad-request',
    });
  });

  it('T-24 takes ids letter by letter', async () => {
    expect(await people('user_id', 'equals', 'U2')).toBe('U2');
    for (const id of ['u2', 'U02', 'U2 ', ' U2', '2', '2.0', 'U2\u0000']) {
      expect([id, await people('user_id', 'equals', id)]).toEqual([id, '']);
    }
  });

  const payloads = [
    '"; DROP TABLE users; --',
    'user_name" DESC',
    'u.name_key',
    'rowid',
    'e.seconds',
    '__proto__',
    'constructor',
    'toString',
    '1',
  ];
  it.each(payloads)('T-34 a column called %s', async (column) => {
    const refusal = { slug: 'unknown-column' };
    const filters = [{ column, op: 'is_empty' as const }];
    await expect(
      ask(company, 'enrollments', { sort: [{ column, desc: false }] }),
    ).rejects.toMatchObject(refusal);
    await expect(ask(company, 'enrollments', { filters })).rejects.toMatchObject(refusal);
    await expect(ask(company, 'enrollments', { columns: [column] })).rejects.toMatchObject(refusal);
    expect((await ask(company, 'enrollments')).total).toBe(12);
  });
});

describe('search', () => {
  const search = (q: string) => found('enrollments', 'user_id', [], q);

  it('finds every word somewhere in names, usernames, e-mails and codes', async () => {
    expect(await search('moor fire')).toBe('U2');
    expect(await search('  MOOR\t fs-1 ')).toBe('U2');
    expect(await search('bea@example.org gdpr')).toBe('U3');
    expect(await search('émile')).toBe('U3 U3 U3');
    expect(await search('moor émile')).toBe('');
    expect(await search('   ')).toBe(await found('enrollments', 'user_id', []));
  });

  it('T-16 takes %, _ and * for themselves', async () => {
    expect(await search('%')).toBe('U2 U3 U4 U4 U4 U5');
    expect(await search('cy_r')).toBe('U4 U4 U4');
    expect(await search('dan*')).toBe('U5 U5');
    expect(await search('d*n')).toBe('');
    expect(await search('c%r')).toBe('');
  });

  it('takes a sentence, and no more words than that', async () => {
    const words = Array.from({ length: 20 }, (_, place) => `fire${place}`);
    expect(await search(words.join(' '))).toBe('');
    expect(await search(Array(60).fill('ada').join(' '))).toBe('U2 U2 U2');
    await expect(search(`${words.join(' ')} safety`)).rejects.toMatchObject({
      slug: 'bad-request',
    });
  });

  it('never matches across two texts', async () => {
    expect(await search('moor\nada')).toBe('U2 U2 U2');
    expect(
      await found('enrollments', 'user_id', [
        { column: 'user_name', op: 'contains', value: 'moor\nada' },
      ]),
    ).toBe('');
  });

  it('folds where no folded text is stored', async () => {
    expect(await found('external_training', 'training_id', [], 'ørsted')).toBe('X1');
    expect(await found('certificates', 'certificate_id', [], 'übung x-4')).toBe('T4');
  });

  it('T-27 finds nothing of what is out of sight', async () => {
    expect(await search('canary')).toBe('');
    expect(await found('learners', 'user_id', [], 'zed')).toBe('');
  });

  it('PERM-061 looks only where the viewer may filter', async () => {
    const blind = await openCompany(everything.filter((id) => id !== 'users.view'));
    const rows = async (q: string) => (await ask(blind, 'enrollments', { q })).total;
    expect(await rows('moor')).toBe(0);
    expect(await rows('fire')).toBe(4);
    const blinder = await openCompany(['reports.view']);
    expect((await ask(blinder, 'enrollments', { q: 'fire' })).total).toBe(0);
    expect((await ask(blinder, 'enrollments')).total).toBe(12);
  });
});

describe('the moment of the question', () => {
  it('is the start of every judgement', async () => {
    expect((await ask(company, 'enrollments', { limit: 1 })).as_of).toBe('2026-03-15T12:00:00Z');
    expect(now % 60).toBe(0);
  });
});
