/** Pages: every order, in both directions, page by page, is the whole list; cursors serve nobody else. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { describeReport } from '../../server/report/viewer.ts';
import { fold } from '../../shared/fold.ts';
import type { Column } from '../../shared/wire/column.ts';
import type { Cell, Question } from '../../shared/wire/report.ts';
import { ask, everything, open, openCompany, settings, table, viewerOf } from './report-world.ts';

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

type Asked = Partial<Question>;

const ofAda = { column: 'user_id', op: 'equals' as const, value: 'U2' };
const needed = (report: string): Asked => (report === 'transcript' ? { filters: [ofAda] } : {});

/** All rows, `limit` at a time. */
async function pages(database: Database, report: string, question: Asked, limit: number) {
  const rows: Record<string, Cell>[] = [];
  const totals = new Set<number>();
  for (let cursor: string | undefined, turns = 0; ; turns += 1) {
    const page = await ask(database, report, { ...question, limit, cursor });
    rows.push(...page.rows);
    totals.add(page.total);
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    if (page.next_cursor === null) return { rows, totals: [...totals], turns };
    cursor = page.next_cursor;
  }
}

/** What people and managers are sorted by: last name, first name, else the username. */
const nameKeys = new Map(
  Object.entries({
    'Ada Moor': 'moor ada',
    'Béa Émile': 'émile béa',
    'Cy_r 100%': '100% cy_r',
    'dan*': 'dan*',
    'Eve Moor': 'moor eve',
  }),
);

const asciiLower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Columns without stored folded text are sorted by what SQLite can fold. */
const unfolded =
  /^(branch|category|plan_code|certificate_name|certificate_code|session_name|location|training_name|provider)$/;

function sortKey({ id, type }: Column, value: Cell): string | number | boolean | null {
  if (typeof value !== 'string') return value;
  if (id === 'user_name' || id === 'manager') return nameKeys.get(value) ?? value;
  if (type !== 'text' || /_id$/.test(id)) return value;
  return unfolded.test(id) ? asciiLower(value) : fold(value);
}

/** As SQLite compares: text by its bytes. */
function compare(one: Cell, other: Cell): number {
  if (typeof one === 'string' && typeof other === 'string') {
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  }
  return Number(one) - Number(other);
}

/** Whether neighbours stand in order, empty values last. */
function inOrder(values: readonly Cell[], desc: boolean): boolean {
  return values.slice(1).every((value, place) => {
    const before = values[place] ?? null;
    if (before === null || value === null) return value === null;
    return (desc ? -1 : 1) * compare(before, value) <= 0;
  });
}

describe('order and pages', () => {
  it.each([...reports.keys()])(
    '%s: every column sorts both ways, and its pages are the whole list',
    async (id) => {
      const { columns } = describeReport(open(await viewerOf(company), id));
      const whole = await ask(company, id, needed(id));
      const everyRow = whole.rows.map((row) => JSON.stringify(row)).sort();
      for (const column of columns) {
        for (const desc of [false, true]) {
          const question = { ...needed(id), sort: [{ column: column.id, desc }] };
          const { rows } = await ask(company, id, question);
          const values = rows.map((row) => sortKey(column, row[column.id] ?? null));
          expect([column.id, desc, inOrder(values, desc), values]).toEqual([
            column.id,
            desc,
            true,
            values,
          ]);
          expect(rows.map((row) => JSON.stringify(row)).sort()).toEqual(everyRow);
          const paged = await pages(company, id, question, 2);
          expect(paged.rows).toEqual(rows);
          expect(paged.totals).toEqual([whole.total]);
        }
      }
    },
  );

  it('pages through ties, empty values and three columns at once', async () => {
    const sort = ['status', 'score', 'branch'].map((column, place) => ({
      column,
      desc: place === 1,
    }));
    const { rows } = await ask(company, 'enrollments', { sort });
    for (const limit of [1, 2, 5, 11, 12, 13]) {
      const paged = await pages(company, 'enrollments', { sort }, limit);
      expect(paged.rows).toEqual(rows);
      expect(paged.turns).toBe(Math.ceil(12 / limit) - 1);
    }
  });

  it.each([
    ['learners', 'branch', 'branches'],
    ['courses', 'category', 'categories'],
    ['certificates', 'certificate_name', 'certificates'],
    ['attendance', 'session_name', 'sessions'],
  ])(
    '%s by %s keeps letters beyond ASCII together, whatever their case',
    async (id, column, of) => {
      const database = await openCompany();
      const rename = ([at, name]: readonly [number, string]) =>
        sql`UPDATE ${sql.identifier(of)} SET name = ${name}, name_key = ${fold(name)} WHERE id = ${at}`;
      // By their bytes capital letters would come before all small ones.
      await database.write(
        (
          [
            [1, 'éa'],
            [2, 'ÉB'],
          ] as const
        ).map(rename),
      );
      for (const desc of [false, true]) {
        const rows = await table(database, id, [column], { sort: [{ column, desc }] });
        const names = [...new Set(rows.flat())].filter((name) => /^é/i.test(String(name)));
        expect(names).toEqual(desc ? ['ÉB', 'éa'] : ['éa', 'ÉB']);
      }
    },
  );

  it('keeps the default order of the report, names included', async () => {
    const { rows } = await ask(company, 'learners', { columns: ['user_name'] });
    expect(rows.map(({ user_name }) => user_name)).toEqual([
      'Cy_r 100%',
      'dan*',
      'Ada Moor',
      'Eve Moor',
      'Béa Émile',
    ]);
  });

  it('answers the columns that were asked for, each once, in their order', async () => {
    const { columns, rows, totals } = await ask(company, 'enrollments', {
      columns: ['score', 'user_id', 'score'],
      limit: 1,
    });
    expect(columns).toEqual(['score', 'user_id']);
    expect(Object.keys(rows[0] ?? {})).toEqual(['score', 'user_id']);
    expect(totals).toEqual({ score: 77 });
  });
});

describe('between two pages', () => {
  const sort = [{ column: 'user_name', desc: false }];
  const first = (database: Database) => ask(database, 'learners', { sort, limit: 2 });
  const names = (rows: readonly Record<string, Cell>[]) => rows.map((row) => row.user_name);

  it('T-18 a learner who was removed is absent from the next page', async () => {
    const live = await openCompany();
    const { next_cursor: cursor, total } = await first(live);
    expect(total).toBe(5);
    await live.write([sql`DELETE FROM group_members WHERE user_id = 2`]);
    const next = await ask(live, 'learners', { sort, limit: 2, cursor: cursor ?? '' });
    expect(names(next.rows)).toEqual(['Eve Moor', 'Béa Émile']);
    expect(next.total).toBe(4);
  });

  it('T-18 a learner who was there stays', async () => {
    const { next_cursor: cursor } = await first(company);
    const next = await ask(company, 'learners', { sort, limit: 2, cursor: cursor ?? '' });
    expect(names(next.rows)).toEqual(['Ada Moor', 'Eve Moor']);
  });

  it('T-18 a page that nothing is left for still counts the rest', async () => {
    const live = await openCompany();
    const { next_cursor: cursor } = await ask(live, 'learners', { sort, limit: 4 });
    await live.write([sql`DELETE FROM users WHERE id = 3`]);
    expect(await ask(live, 'learners', { sort, limit: 4, cursor: cursor ?? '' })).toMatchObject({
      rows: [],
      total: 4,
      totals: { enrolled: 6, average_score: 90 },
      next_cursor: null,
    });
  });

  it('T-18 the row that the page ended with may go', async () => {
    const live = await openCompany();
    const { next_cursor: cursor } = await first(live);
    await live.write([sql`DELETE FROM users WHERE id = 5`]);
    const next = await ask(live, 'learners', { sort, limit: 2, cursor: cursor ?? '' });
    expect(names(next.rows)).toEqual(['Ada Moor', 'Eve Moor']);
  });
});

describe('a cursor', () => {
  const refusal = { slug: 'bad-cursor' };
  const taken = async (question: Asked = {}, report = 'enrollments') =>
    (await ask(company, report, { ...question, limit: 2 })).next_cursor ?? '';

  it('T-30 serves its own question and no other', async () => {
    const sort = [{ column: 'score', desc: true }];
    const filters = [{ column: 'level', op: 'equals' as const, value: 'learner' }];
    const cursor = await taken({ sort });
    expect((await ask(company, 'enrollments', { sort, cursor })).rows.length).toBe(10);
    for (const other of [
      {},
      { sort: [{ column: 'score', desc: false }] },
      { sort, filters },
      { sort, q: 'ada' },
      { sort, columns: ['score'] },
    ]) {
      await expect(ask(company, 'enrollments', { ...other, cursor })).rejects.toMatchObject(
        refusal,
      );
    }
    await expect(ask(company, 'overdue', { sort, cursor })).rejects.toMatchObject(refusal);
  });

  it('T-30 serves its own scope and no other', async () => {
    const cursor = await taken();
    const narrower = await openCompany(everything.filter((id) => id !== 'users.view'));
    const fewer = await openCompany();
    await fewer.write([sql`DELETE FROM dataset_assignments WHERE dataset_id = 2`]);
    const elsewhere = await openCompany();
    await elsewhere.write([
      sql`UPDATE datasets SET name = 'x' WHERE id = 4`,
      sql`INSERT INTO dataset_selections VALUES (4, 'people', 'all'), (4, 'courses', 'all'), (4, 'plans', 'all')`,
      sql`UPDATE sites SET ceiling_dataset_id = 4`,
    ]);
    for (const other of [narrower, fewer, elsewhere]) {
      await expect(ask(other, 'enrollments', { cursor })).rejects.toMatchObject(refusal);
    }
    expect((await ask(await openCompany(), 'enrollments', { cursor })).rows.length).toBe(10);
  });

  it('T-30 is refused when altered or made up', async () => {
    const cursor = await taken();
    const middle = cursor.length >> 1;
    const turned = cursor[middle] === 'A' ? 'B' : 'A';
    const altered = [
      '',
      'x',
      'v1.',
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor}=`,
      ` ${cursor}`,
      cursor.slice(0, middle) + turned + cursor.slice(middle + 1),
      Buffer.from('[null,1,1]').toString('base64url'),
    ];
    for (const bad of altered) {
      await expect(ask(company, 'enrollments', { cursor: bad })).rejects.toMatchObject(refusal);
    }
    const report = open(await viewerOf(company), 'enrollments');
    const another = { ...settings, secret: 'Xk2mPq9vTz4Wr8Lp1Ns6Yb3Hd5Gf0JcEoQ1iYkEwTzA' };
    const page = { question: { filters: [], sort: [] }, limit: 2, cursor };
    await expect(readPage(company, another, report, page)).rejects.toMatchObject(refusal);
  });

  it('tells nothing of what it holds', async () => {
    const cursor = await taken({ sort: [{ column: 'user_name', desc: false }] });
    const bytes = Buffer.from(cursor.replace(/^v1\./, ''), 'base64url').toString('latin1');
    expect(bytes).not.toMatch(/moor|dan|[[\],]{2}/);
  });
});
