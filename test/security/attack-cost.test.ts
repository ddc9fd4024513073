/** What one supervisor may cost all others: questions that are cheap to ask and dear to answer. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { ingrid, openPage, type Page, problemOf, rowsPath } from '../http/portal.ts';
import { buildStage } from '../http/stage.ts';

/** The Cyrillic alphabet from its first letter on: each letter is folded in every row. */
const alphabet = (letters: number): string =>
  String.fromCodePoint(...Array.from({ length: letters }, (_, place) => 0x430 + place));

const filtersOf = (count: number, letters: number): Filter[] =>
  Array.from({ length: count }, () => ({
    column: 'branch',
    op: 'not_equals',
    value: alphabet(letters),
  }));

describe('filters whose letters are folded row by row', () => {
  let page: Page;
  beforeAll(async () => {
    const database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
    page = await openPage(await buildStage(database, startNodeDigest), ingrid);
  });

  const dashboard = (filters: Filter[]) =>
    page.ask(
      `/v1/dashboards/team_progress?${new URLSearchParams({ question: JSON.stringify({ filters }) })}`,
    );

  it('T-44 are refused before they are asked, where they would add up to hold up everybody', async () => {
    for (const answer of [
      await page.ask(rowsPath('enrollments', { filters: filtersOf(20, 29) })),
      await page.ask(rowsPath('courses', { filters: filtersOf(20, 29) })),
      await page.post('/v1/exports', {
        report: 'enrollments',
        question: { filters: filtersOf(20, 29) },
      }),
      await dashboard(filtersOf(20, 29)),
    ]) {
      expect(answer.status).toBe(400);
      expect((await problemOf(answer)).detail).toMatch(/too many different letters/);
    }
  });

  it('are answered where two hold a whole alphabet each', async () => {
    const filters = filtersOf(2, 32);
    expect((await page.ask(rowsPath('enrollments', { filters }))).status).toBe(200);
    expect((await dashboard(filters)).status).toBe(200);
  });

  it('cost nothing more where a column is stored folded', async () => {
    const filters = filtersOf(20, 29).map((filter) => ({ ...filter, column: 'user_name' }));
    expect((await page.ask(rowsPath('enrollments', { filters }))).status).toBe(200);
  });
});
