/** What two counts can tell when one is taken from the other: of people in the scope everything, of all others nothing. */

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import type { Facets, Rows } from '../../shared/wire/report.ts';
import { openMemory } from '../world/open.ts';
import { chiara, openPage, type Page, rowsPath } from './portal.ts';
import { buildStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  stage = await buildStage(await openMemory(), startNodeDigest);
  page = await openPage(stage, chiara);
});
afterAll(() => stage.database.close());

const questions = [
  {},
  { filters: [{ column: 'status', op: 'equals', value: 'completed' }] },
  { filters: [{ column: 'overdue', op: 'equals', value: true }] },
  { filters: [{ column: 'user_status', op: 'equals', value: 'active' }] },
] as const;

/** Every figure that the page can ask for, as one text. */
async function figures(): Promise<string> {
  const found: unknown[] = [];
  for (const question of questions) {
    const path = rowsPath('enrollments', question as object, { limit: 1 });
    const answer = await page.ask(path);
    if (answer.status !== 200) continue;
    const { total, totals } = (await answer.json()) as Rows;
    found.push([total, totals]);
  }
  for (const report of ['learners', 'courses', 'certificates']) {
    const { total, totals } = await page.read<Rows>(rowsPath(report, {}, { limit: 1 }));
    found.push([report, total, totals]);
  }
  const { values } = await page.read<Facets>('/v1/reports/enrollments/facets/status');
  found.push(values);
  const answer = await page.ask('/v1/dashboards/team_progress');
  if (answer.status === 200) {
    const { tiles } = (await answer.json()) as Dashboard;
    found.push(tiles);
  }
  return JSON.stringify(found);
}

it('T-28 no figure moves when anybody outside the scope comes, goes, completes or falls behind', async () => {
  const before = await figures();
  expect(before).toMatch(/[1-9]/);
  const { rows: visible } = await page.read<Rows>(rowsPath('learners', {}, { limit: 200 }));
  const keys = JSON.stringify(visible.map((row) => row.user_id));
  expect(visible.length).toBeGreaterThan(2);
  const outside = sql`SELECT id FROM users WHERE key NOT IN (SELECT value FROM json_each(${keys}))
    AND level = 'user' AND branch_id IS NOT NULL
    AND branch_id NOT IN (SELECT branch_id FROM users WHERE key LIKE 'mau-%' AND branch_id IS NOT NULL)`;
  await stage.database.write([
    sql`UPDATE enrollments SET status = 'completed', progress = 100 WHERE user_id IN (${outside})`,
  ]);
  expect(await figures()).toBe(before);
  await stage.database.write([sql`DELETE FROM enrollments WHERE user_id IN (${outside})`]);
  expect(await figures()).toBe(before);
  await stage.database.write([sql`DELETE FROM users WHERE id IN (${outside})`]);
  expect(await figures()).toBe(before);
});

it('T-28 and its twin: figures are exact, so one person in the scope moves them by one', async () => {
  const count = async () =>
    (await page.read<Rows>(rowsPath('enrollments', {}, { limit: 1 }))).total;
  const before = await count();
  const { rows } = await page.read<Rows>(rowsPath('enrollments', {}, { limit: 1 }));
  const [first] = rows;
  await stage.database.write([
    sql`DELETE FROM enrollments WHERE user_id = (SELECT id FROM users WHERE key = ${first?.user_id ?? ''})
      AND course_id = (SELECT id FROM courses WHERE key = ${first?.course_id ?? ''})`,
  ]);
  expect(await count()).toBe(before - 1);
});
