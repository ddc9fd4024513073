/** Lines page by page: no row is skipped, repeated or out of order at the seams, wherever those fall. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { exportLines } from '../../server/export/lines.ts';
import type { Question } from '../../shared/wire/report.ts';
import { parseCsv } from '../http/csv.ts';
import { ask, openEnrollments, openExportWorld } from './export-world.ts';

const most = 4001;
let database: Database;
beforeAll(async () => {
  database = await openExportWorld(null, []);
  await database.write([
    sql`INSERT INTO users (key, username, last_name, name_key, search_key)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})
      SELECT 'k' || i, 'p' || i, 'n' || i % 7, 'n' || i % 7, 'n' FROM n`,
    sql`INSERT INTO enrollments (user_id, course_id, score, seconds)
      SELECT id, 1, CASE WHEN id % 3 > 0 THEN id % 50 / 3.0 END, id % 5 FROM users WHERE level = 'user'`,
  ]);
});
afterAll(() => database.close());

async function chunksOf(question: Partial<Question>): Promise<{ text: string; rows: number }[]> {
  const report = await openEnrollments(database);
  const chunks = [];
  for await (const chunk of exportLines(
    database,
    report,
    ask(question),
    new AbortController().signal,
  )) {
    chunks.push(chunk);
  }
  return chunks;
}

describe('lines page by page', () => {
  it.each([most, 4000, 3999, 2001, 2000, 1999, 1, 0])(
    'are all of %i rows, each once',
    async (count) => {
      await database.write([
        sql`DELETE FROM enrollments WHERE user_id NOT IN (SELECT user_id FROM enrollments ORDER BY user_id LIMIT ${count})`,
      ]);
      const chunks = await chunksOf({ columns: ['user_id'] });
      const keys = parseCsv(chunks.map(({ text }) => text).join('')).flat();
      expect(keys).toHaveLength(count);
      expect(new Set(keys).size).toBe(count);
      expect(chunks.reduce((sum, { rows }) => sum + rows, 0)).toBe(count);
      expect(Math.max(0, ...chunks.map(({ rows }) => rows))).toBeLessThanOrEqual(2000);
      await database.write([
        sql`INSERT INTO enrollments (user_id, course_id, score, seconds)
        SELECT id, 1, CASE WHEN id % 3 > 0 THEN id % 50 / 3.0 END, id % 5 FROM users WHERE level = 'user'
        ON CONFLICT DO NOTHING`,
      ]);
    },
  );

  const orders: [what: string, sort: Question['sort']][] = [
    ['equal texts', [{ column: 'user_name', desc: false }]],
    ['fractions, some missing', [{ column: 'score', desc: false }]],
    ['fractions downwards, some missing', [{ column: 'score', desc: true }]],
    [
      'three columns, all full of equals',
      [
        { column: 'time_spent', desc: true },
        { column: 'score', desc: false },
        { column: 'user_name', desc: true },
      ],
    ],
    ['a column that is empty everywhere', [{ column: 'due_at', desc: true }]],
  ];
  it.each(orders)('keep the order of %s across the seams', async (_what, sort) => {
    const columns = ['user_id', ...sort.map(({ column }) => column)];
    const chunks = await chunksOf({ columns, sort });
    expect(chunks.length).toBeGreaterThan(2);
    const records = parseCsv(chunks.map(({ text }) => text).join(''));
    expect(new Set(records.map(([key]) => key)).size).toBe(most);
    const sorted = records.toSorted((one, other) => {
      for (const [place, { desc }] of sort.entries()) {
        const [a = '', b = ''] = [one[place + 1], other[place + 1]];
        if (a === b) continue;
        // Empty ones come last whichever the direction.
        if (a === '' || b === '') return a === '' ? 1 : -1;
        const order = Number.isNaN(Number(a)) ? (a < b ? -1 : 1) : Number(a) - Number(b);
        return desc ? -order : order;
      }
      // People were numbered as they were inserted.
      return Number(one[0]?.slice(1)) - Number(other[0]?.slice(1));
    });
    expect(records).toEqual(sorted);
  });

  it('stop with the signal’s own reason, between two pages', async () => {
    const stop = new AbortController();
    const report = await openEnrollments(database);
    const lines = exportLines(database, report, ask(), stop.signal);
    expect((await lines.next()).value?.rows).toBe(2000);
    stop.abort(new Error('gone'));
    await expect(lines.next()).rejects.toThrow('gone');
  });
});
