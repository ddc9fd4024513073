/** GET /v1/reports/{id}/rows: pages that join without a gap, with counts and totals over the whole answer. */
import { expect } from 'vitest';
import { reports } from '../../../server/report/catalogue.ts';
import type { Rows } from '../../../shared/wire/report.ts';
import { pair, seenBy } from '../academy-world.ts';
import { allRows, chiara, ingrid, openPage, problemOf, rowsPath, supervisors } from '../portal.ts';
import { questionFor } from '../questions.ts';
import type { Chapter } from './book.ts';

export const pages: Chapter = {
  'FOR-008 FOR-012 PU-003 T-17 shows each supervisor exactly their own enrollments': async (
    stage,
  ) => {
    for (const who of supervisors) {
      const { rows, total } = await allRows(await openPage(stage, who), 'enrollments');
      const seen = seenBy(stage.world, who.key, who.site, stage.clock.now);
      const shown = rows.map(({ user_id, course_id }) => pair(user_id, course_id));
      expect(new Set(shown)).toEqual(seen.enrollments);
      expect(shown.length).toBe(seen.enrollments.size);
      expect(total).toBe(shown.length);
    }
  },

  'T-25 names nobody and nothing beyond the scope in any report': async (stage) => {
    for (const who of supervisors) {
      const page = await openPage(stage, who);
      const seen = seenBy(stage.world, who.key, who.site, stage.clock.now);
      for (const id of reports.keys()) {
        const { rows } = await allRows(page, id, questionFor(who, id));
        for (const { user_id, course_id } of rows) {
          if (user_id !== undefined) expect(seen.learners).toContain(user_id);
          if (course_id != null) expect(seen.courses).toContain(course_id);
        }
      }
    }
  },

  'gives the same rows in pages of any size, in order, each once': async (stage) => {
    const page = await openPage(stage, chiara);
    for (const id of reports.keys()) {
      const question = questionFor(chiara, id);
      const whole = await allRows(page, id, question, 200);
      const limit = Math.max(1, Math.ceil(whole.total / 7));
      const parts = await allRows(page, id, question, limit);
      expect(parts.rows).toEqual(whole.rows);
      expect(whole.total).toBe(whole.rows.length);
    }
  },

  'tells count and totals of the whole answer on every page': async (stage) => {
    const page = await openPage(stage, ingrid);
    const first = await page.read<Rows>(rowsPath('enrollments', {}, { limit: 10 }));
    const cursor = first.next_cursor ?? '';
    const second = await page.read<Rows>(rowsPath('enrollments', {}, { limit: 10, cursor }));
    expect(second.total).toBe(first.total);
    expect(second.totals).toEqual(first.totals);
    const { rows } = await allRows(page, 'enrollments');
    const seconds = rows.reduce((sum, row) => sum + Number(row.time_spent), 0);
    expect(first.totals.time_spent).toBe(seconds);
    const progress = rows.reduce((sum, row) => sum + Number(row.progress), 0) / rows.length;
    expect(first.totals.progress).toBeCloseTo(progress, 9);
  },

  'T-30 takes a cursor for its own question and viewer alone': async (stage) => {
    const page = await openPage(stage, ingrid);
    const { next_cursor } = await page.read<Rows>(rowsPath('enrollments', {}, { limit: 5 }));
    const cursor = next_cursor ?? '';
    expect((await page.ask(rowsPath('enrollments', {}, { limit: 50, cursor }))).status).toBe(200);
    const other = await openPage(stage, chiara);
    const strange = [
      await other.ask(rowsPath('enrollments', {}, { cursor })),
      await page.ask(rowsPath('learners', {}, { cursor })),
      await page.ask(rowsPath('enrollments', { q: 'a' }, { cursor })),
      await page.ask(rowsPath('enrollments', {}, { cursor: `${cursor}x` })),
      await page.ask(rowsPath('enrollments', {}, { cursor: cursor.slice(1) })),
      await page.ask(rowsPath('enrollments', {}, { cursor: 'null' })),
      await page.ask(rowsPath('enrollments', {}, { cursor: '' })),
    ];
    const bodies = new Set<string>();
    for (const response of strange) {
      expect(response.status).toBe(400);
      bodies.add(JSON.stringify(await problemOf(response)));
    }
    expect([...bodies]).toHaveLength(1);
  },

  'takes limits from 1 to 200 and no other': async (stage) => {
    const page = await openPage(stage, ingrid);
    for (const limit of ['0', '-1', '201', '1e2', '1.5', '01', ' 1', '', 'all', '*', 'NaN']) {
      const response = await page.ask(
        `/v1/reports/learners/rows?limit=${encodeURIComponent(limit)}`,
      );
      expect(response.status, limit).toBe(400);
    }
    for (const limit of [1, 200]) {
      const { rows, total } = await page.read<Rows>(rowsPath('learners', {}, { limit }));
      expect(rows.length).toBe(Math.min(limit, total));
    }
  },
};
