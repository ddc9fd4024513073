/** GET /v1/reports and /v1/reports/{id}: what there is to ask, for this viewer. */
import { expect } from 'vitest';
import { reports } from '../../../server/report/catalogue.ts';
import type { Report, ReportList } from '../../../shared/wire/report.ts';
import { chiara, ingrid, layla, openPage, problemOf } from '../portal.ts';
import type { Chapter } from './book.ts';

export const reportList: Chapter = {
  'FOR-004 FOR-013 PERM-060 lists every report to a supervisor who may view reports': async (
    stage,
  ) => {
    const page = await openPage(stage, ingrid);
    const { reports: listed } = await page.read<ReportList>('/v1/reports');
    expect(listed.map(({ id }) => id)).toEqual([...reports.keys()]);
    for (const { id, title, description } of listed) {
      const report = await page.read<Report>(`/v1/reports/${id}`);
      expect(report).toMatchObject({ id, title, description });
    }
  },

  'describes columns that can be told apart, and an order of columns that are there': async (
    stage,
  ) => {
    const page = await openPage(stage, chiara);
    for (const id of reports.keys()) {
      const report = await page.read<Report>(`/v1/reports/${id}`);
      const ids = report.columns.map((column) => column.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((one) => /^[a-z][a-z0-9_]*$/.test(one))).toBe(true);
      expect(report.columns.some(({ shown }) => shown)).toBe(true);
      for (const { column } of report.default_sort) expect(ids).toContain(column);
      const choices = report.columns.filter(({ type }) => type === 'choice');
      expect(choices.every((column) => (column.choices ?? []).length > 0)).toBe(true);
    }
  },

  'FOR-014 FOR-021 says whether a report may be exported': async (stage) => {
    const [may, mayNot] = [await openPage(stage, ingrid), await openPage(stage, layla)];
    expect((await may.read<Report>('/v1/reports/enrollments')).exportable).toBe(true);
    expect((await mayNot.read<Report>('/v1/reports/enrollments')).exportable).toBe(false);
  },

  'answers a report that does not exist like nothing at all': async (stage) => {
    const page = await openPage(stage, ingrid);
    const bodies = new Set<string>();
    for (const id of ['nothing', '__proto__', 'constructor', 'toString', 'ENROLLMENTS']) {
      for (const path of ['', '/rows', '/facets/status']) {
        const response = await page.ask(`/v1/reports/${id}${path}`);
        expect(response.status, id + path).toBe(404);
        bodies.add(JSON.stringify(await problemOf(response)));
      }
    }
    expect([...bodies]).toHaveLength(1);
  },
};
