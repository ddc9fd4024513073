/** Facets: the values of a column, each with as many rows as a filter by it shows. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readFacets } from '../../server/report/facets.ts';
import { describeReport } from '../../server/report/viewer.ts';
import { type Filter, facetsSchema, type Question } from '../../shared/wire/report.ts';
import { ask, open, openCompany, viewerOf } from './report-world.ts';

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

async function facets(
  database: Database,
  id: string,
  column: string,
  question: Partial<Question> = {},
  search?: string,
) {
  const report = open(await viewerOf(database), id);
  return readFacets(database, report, {
    column,
    question: { filters: [], sort: [], ...question },
    search,
  });
}

const counts = async (...asked: Parameters<typeof facets>) =>
  (await facets(...asked)).values.map(({ label, count }) => `${label}: ${count}`);

describe('facets', () => {
  it('counts values, most frequent first, and names choices by their labels', async () => {
    expect(await counts(company, 'enrollments', 'status')).toEqual([
      'In progress: 4',
      'Completed: 3',
      'Not started: 3',
      'On the waiting list: 1',
      'Withdrawn: 1',
    ]);
    expect(await counts(company, 'enrollments', 'course_name')).toEqual([
      'Fire safety: 4',
      'GDPR 100%: 4',
      'first aid: 3',
      'Secret: 1',
    ]);
    expect(await facets(company, 'enrollments', 'passed')).toMatchObject({
      report: 'enrollments',
      column: 'passed',
      as_of: '2026-03-15T12:00:00Z',
      values: [
        { value: null, label: '', count: 9 },
        { value: true, label: 'true', count: 2 },
        { value: false, label: 'false', count: 1 },
      ],
      more: false,
    });
  });

  it('T-27 counts under all filters but the own, and under the search', async () => {
    const filters: Filter[] = [
      { column: 'status', op: 'equals', value: 'completed' },
      { column: 'branch', op: 'equals', value: 'sales' },
    ];
    expect(await counts(company, 'enrollments', 'status', { filters })).toEqual([
      'Not started: 3',
      'Completed: 2',
      'In progress: 1',
      'On the waiting list: 1',
    ]);
    expect(await counts(company, 'enrollments', 'branch', { filters })).toEqual([
      'Sales: 2',
      'Ålesund YARD: 1',
    ]);
    expect(await counts(company, 'enrollments', 'branch', { q: 'fire' })).toEqual([
      'Sales: 2',
      ': 1',
      'Ålesund YARD: 1',
    ]);
  });

  it('searches its options as the reader sees them', async () => {
    const search = (column: string, text: string) =>
      counts(company, 'enrollments', column, {}, text);
    expect(await search('status', 'COMPL')).toEqual(['Completed: 3']);
    expect(await search('status', 'waiting')).toEqual(['On the waiting list: 1']);
    expect(await search('branch', 'ÅLES')).toEqual(['Ålesund YARD: 3']);
    expect(await search('course_name', '%')).toEqual(['GDPR 100%: 4']);
    expect(await search('field_dept', 'års')).toEqual(['ÅRSMØTE: 3']);
    expect(await search('branch', 'canary')).toEqual([]);
  });

  it('T-27 every count is what a filter by its value shows', async () => {
    const viewer = await viewerOf(company);
    for (const id of reports.keys()) {
      const needed: Filter[] =
        id === 'transcript' ? [{ column: 'user_id', op: 'equals', value: 'U2' }] : [];
      const { total } = await ask(company, id, { filters: needed });
      for (const { id: column, facet } of describeReport(open(viewer, id)).columns) {
        if (!facet) continue;
        const answer = await facets(company, id, column, { filters: needed });
        expect(facetsSchema.parse(answer)).toEqual(answer);
        expect(answer.values.reduce((sum, { count }) => sum + count, 0)).toBe(total);
        for (const { value, count } of answer.values) {
          const filter: Filter =
            value === null ? { column, op: 'is_empty' } : { column, op: 'equals', value };
          const shown = await ask(company, id, { filters: [...needed, filter] });
          expect([id, column, value, shown.total]).toEqual([id, column, value, count]);
        }
      }
    }
  });

  it('counts spellings that a filter can not tell apart as one value', async () => {
    const several = await openCompany();
    await several.write([
      sql`UPDATE branches SET name = 'ÅLESUND yard' WHERE id = 1`,
      sql`INSERT INTO branches (id, key, name) VALUES (4, 'B4', '')`,
      sql`UPDATE users SET branch_id = 4 WHERE id = 5`,
    ]);
    const { values } = await facets(several, 'learners', 'branch');
    expect(values.map(({ value, count }) => [value, count])).toEqual([
      ['ÅLESUND yard', 4],
      [null, 1],
    ]);
    const filters: Filter[] = [{ column: 'branch', op: 'equals', value: 'Ålesund Yard' }];
    expect((await ask(several, 'learners', { filters })).total).toBe(4);
  });

  it('lists a hundred values at most and says that there are more', async () => {
    const many = await openCompany();
    const rows = JSON.stringify(Array.from({ length: 100 }, (_, place) => `Course ${place}`));
    await many.write([
      sql`INSERT INTO courses (id, key, name, name_key, search_key)
        SELECT 100 + key, 'N' || key, value, lower(value), lower(value) || char(10) FROM json_each(${rows})`,
      sql`INSERT INTO enrollments (user_id, course_id)
        SELECT 2, 100 + key FROM json_each(${rows})`,
      sql`INSERT INTO dataset_items (dataset_id, kind, item_id)
        SELECT 1, 'course', 100 + key FROM json_each(${rows})`,
    ]);
    const all = await facets(many, 'enrollments', 'course_name');
    expect([all.values.length, all.more]).toEqual([100, true]);
    expect(all.values[0]?.count).toBe(4);
    const some = await facets(many, 'enrollments', 'course_name', {}, 'course 1');
    expect([some.values.length, some.more]).toEqual([11, false]);
  });

  it('T-29 refuses a column that has none, or that is not there', async () => {
    for (const column of ['progress', 'user_name', 'no_such', '__proto__']) {
      await expect(facets(company, 'enrollments', column)).rejects.toMatchObject({
        slug: 'unknown-column',
      });
    }
  });
});
