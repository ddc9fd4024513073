/** Questions and facets: filters, search and order as the query brings them, and what is refused. */
import { expect } from 'vitest';
import { reports } from '../../../server/report/catalogue.ts';
import type { Facets, Report, Rows } from '../../../shared/wire/report.ts';
import { allRows, chiara, ingrid, layla, openPage, problemOf, rowsPath } from '../portal.ts';
import { questionFor } from '../questions.ts';
import type { Chapter } from './book.ts';

const facetsPath = (report: string, column: string, question: object = {}, search = ''): string =>
  `/v1/reports/${report}/facets/${column}?${new URLSearchParams({
    question: JSON.stringify(question),
    ...(search !== '' && { search }),
  })}`;

export const questions: Chapter = {
  'T-27 counts in each facet exactly the rows that a filter by it shows': async (stage) => {
    const page = await openPage(stage, chiara);
    for (const id of reports.keys()) {
      const least = questionFor(chiara, id);
      const { columns } = await page.read<Report>(`/v1/reports/${id}`);
      const { rows } = await allRows(page, id, least);
      for (const { id: column } of columns.filter(({ facet }) => facet)) {
        const facets = await page.read<Facets>(facetsPath(id, column, least));
        const counts = new Map<unknown, number>();
        for (const row of rows) counts.set(row[column], (counts.get(row[column]) ?? 0) + 1);
        const told = new Map(facets.values.map(({ value, count }) => [value as unknown, count]));
        if (!facets.more) expect(told, `${id} ${column}`).toEqual(counts);
      }
    }
  },

  'shows by a filter exactly the rows that fit it': async (stage) => {
    const page = await openPage(stage, ingrid);
    const { rows } = await allRows(page, 'enrollments');
    const wanted = rows.filter((row) => row.status === 'in_progress' && Number(row.progress) > 50);
    const { rows: found } = await allRows(page, 'enrollments', {
      filters: [
        { column: 'status', op: 'equals', value: 'in_progress' },
        { column: 'progress', op: 'greater', value: 50 },
      ],
    });
    expect(found).toEqual(wanted);
    expect(found.length).toBeGreaterThan(0);
  },

  'T-16 reads a filter’s text letter by letter': async (stage) => {
    const page = await openPage(stage, ingrid);
    for (const value of ['*', '%', '_', 'all', '-1', "' OR 1=1 --", '"; drop table users; --']) {
      for (const op of ['equals', 'contains', 'starts_with'] as const) {
        const question = { filters: [{ column: 'user_name', op, value }] };
        const { rows, total } = await page.read<Rows>(rowsPath('learners', question));
        const fits = rows.every(({ user_name }) => String(user_name).toLowerCase().includes(value));
        expect(fits, `${op} ${value}`).toBe(true);
        if (op === 'equals') expect(total).toBe(0);
      }
    }
  },

  'T-24 takes no value of another type for a filter': async (stage) => {
    const page = await openPage(stage, ingrid);
    const filters = [
      { column: 'user_id', op: 'equals', value: 1 },
      { column: 'user_id', op: 'equals', value: ['fjl-1002'] },
      { column: 'user_id', op: 'equals', value: { $ne: '' } },
      { column: 'user_id', op: 'equals', value: null },
      { column: 'user_id', op: 'equals' },
      { column: 'user_id', op: 'in', value: 'fjl-1002' },
      { column: 'user_id', op: 'in', value: [1] },
      { column: 'user_id', op: 'in', value: [] },
      { column: 'user_id', op: 'is_empty', value: true },
      { column: 'user_id', op: 'greater', value: 'a' },
      { column: 'progress', op: 'equals', value: '50' },
      { column: 'progress', op: 'equals', value: true },
      { column: 'overdue', op: 'equals', value: 1 },
      { column: 'due_at', op: 'after', value: 1_700_000_000 },
      { column: 'due_at', op: 'after', value: '2026-02-30' },
      { column: 'status', op: 'equals', value: 'finished' },
      { column: 'status', op: 'like', value: 'completed' },
    ];
    for (const filter of filters) {
      const path = rowsPath('enrollments', { filters: [filter] } as never);
      const response = await page.ask(path);
      expect(response.status, JSON.stringify(filter)).toBe(400);
    }
    const good = { filters: [{ column: 'user_id', op: 'equals', value: 'fjl-1002' }] } as const;
    expect((await page.ask(rowsPath('enrollments', { filters: [...good.filters] }))).status).toBe(
      200,
    );
  },

  'T-34 sorts by columns of the report and by nothing else': async (stage) => {
    const page = await openPage(stage, ingrid);
    for (const column of ['"; drop', 'u.key', 'e.user_id', '1', 'rowid', "'", '(SELECT 1)', '*']) {
      const response = await page.ask(rowsPath('enrollments', { sort: [{ column, desc: false }] }));
      expect(response.status, column).toBe(400);
      expect(await problemOf(response)).toMatchObject({ type: 'urn:ambit:problem:unknown-column' });
    }
    for (const desc of [true, false]) {
      const { rows } = await allRows(page, 'enrollments', { sort: [{ column: 'score', desc }] });
      const scores = rows.map(({ score }) => score as number | null);
      const last = scores.findLastIndex((score) => score !== null);
      expect(scores.slice(0, last + 1)).not.toContain(null);
      const sorted = scores.slice(0, last + 1).sort((a, b) => Number(a) - Number(b));
      expect(scores.slice(0, last + 1)).toEqual(desc ? sorted.reverse() : sorted);
    }
  },

  'T-26 T-29 knows no column that the viewer may not see, in whichever place it is named': async (
    stage,
  ) => {
    const page = await openPage(stage, layla);
    // An additional field that is invisible, and one that has never been.
    const bodies = new Set<string>();
    for (const column of ['field_pay_band', 'field_shoe_size']) {
      const asked = [
        rowsPath('learners', { filters: [{ column, op: 'equals', value: 'B' }] }),
        rowsPath('learners', { filters: [{ column, op: 'is_empty' }] }),
        rowsPath('learners', { sort: [{ column, desc: false }] }),
        rowsPath('learners', { columns: [column] }),
        facetsPath('learners', column),
      ];
      for (const path of asked) {
        const response = await page.ask(path);
        expect(response.status, path).toBe(400);
        bodies.add(JSON.stringify(await problemOf(response)).replaceAll(column, 'it'));
      }
    }
    expect([...bodies]).toHaveLength(1);
    const { columns } = await page.read<Report>('/v1/reports/learners');
    expect(columns.map(({ id }) => id)).toContain('field_cost_centre');
    expect(columns.map(({ id }) => id)).not.toContain('field_pay_band');
  },

  'refuses a question that is none, and says where': async (stage) => {
    const page = await openPage(stage, ingrid);
    const texts = ['', '{', 'null', '[]', '"x"', '1', '{"filters":{}}', '{"sort":[{}]}', '{"x":1}'];
    texts.push(`{"q":"${'x'.repeat(201)}"}`, `{"filters":[${'{},'.repeat(20)}{}]}`);
    for (const text of texts) {
      const query = new URLSearchParams({ question: text });
      const response = await page.ask(`/v1/reports/enrollments/rows?${query}`);
      expect(response.status, text).toBe(400);
      const { errors } = (await problemOf(response)) as { errors: { field: string }[] };
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.every(({ field }) => field.startsWith('question'))).toBe(true);
    }
  },

  'finds by free text what the names hold, and counts it': async (stage) => {
    const page = await openPage(stage, ingrid);
    const { rows } = await allRows(page, 'learners');
    const q = 'ingrid solberg';
    const { rows: found } = await allRows(page, 'learners', { q });
    const names = rows.filter(({ user_name }) => String(user_name).startsWith('Ingrid Solberg'));
    expect(found).toEqual(names);
    expect(found).toHaveLength(1);
  },
};
