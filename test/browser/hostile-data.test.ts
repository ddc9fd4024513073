/** Names that spell markup, scripts and links arrive from an LMS like any other: they are read, and nothing more. */
import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseKeys, personKeys } from '../../server/data/keys.ts';
import { branches, courses, users } from '../../server/data/schema/index.ts';
import { standingIn } from './composed-tree.ts';
import { expectedFor } from './expected.ts';
import { afterLoading, columnOf, countIn, figure, report, takeFile } from './screen.ts';
import { openStage, type Stage } from './stage.ts';

const image = '<img src=x onerror="globalThis.reached=1">';
const script = '</td><script>globalThis.reached=2</script>';
const link = 'javascript:globalThis.reached=3';
const braces = '{{constructor.constructor("globalThis.reached=4")()}}';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const { database, academy } = stage.demo;
  const { enrollments } = expectedFor(academy, 'fjordlys');
  const late = enrollments.filter(({ dueAt, status }) => status === 'in_progress' && dueAt);
  const [first, second] = late.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
  const nameCourse = async (id: number, name: string) => {
    const { code = null } = academy.rows.courses.find((course) => course.id === id) ?? {};
    const row = { name, ...courseKeys({ name, code }) };
    await database.orm.update(courses).set(row).where(eq(courses.id, id));
  };
  const person = academy.rows.users.find(({ id }) => id === first?.userId);
  if (!first || !second || !person) throw new Error('Nobody at Fjordlys is late');
  await nameCourse(first.courseId, image);
  const other = enrollments.find(({ courseId }) => courseId !== first.courseId);
  await nameCourse(other?.courseId ?? 0, link);
  const names = { firstName: script, lastName: braces };
  await database.orm
    .update(users)
    .set({
      ...names,
      ...personKeys({ username: person.username, email: person.email ?? null, ...names }),
    })
    .where(eq(users.id, first.userId));
  await database.orm
    .update(branches)
    .set({ name: image })
    .where(eq(branches.id, person.branchId ?? 0));
});
afterAll(() => stage.close());

/** Nothing ran, and nothing stands there that could. */
async function expectInert(page: Page): Promise<void> {
  expect(await page.evaluate(() => Reflect.get(globalThis, 'reached'))).toBeUndefined();
  const { attributes } = await standingIn(page);
  expect(attributes.filter((one) => /^on\w+=|^src=x|^href=\s*javascript:/i.test(one))).toEqual([]);
}

describe('T-58 hostile names', () => {
  it('are text in the dashboard, its charts, their tables and their tooltips', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const chart = page.locator('ambit-chart', { hasText: 'Progress by course' });
    const mark = chart.locator('.mark').first();
    await mark.hover();
    await chart.locator('.tip bdi').waitFor();
    const asTable = page.getByRole('button', { name: 'As table' });
    while ((await asTable.count()) > 0) await asTable.first().click();
    await expectInert(page);
  });

  it('are text in rows, suggestions, filters, details and the page of the learner', async () => {
    const { page, recording } = await stage.visit('fjordlys');
    await page.goto('/enrollments');
    const table = report(page);
    await countIn(table);
    await table.getByRole('button', { name: 'Add filter' }).click();
    const editor = table.getByRole('dialog', { name: 'Add filter' });
    await editor.getByRole('combobox', { name: 'Column' }).selectOption({ label: 'Course' });
    await editor.getByRole('checkbox', { name: image }).check();
    await editor.getByRole('checkbox', { name: link }).check();
    await afterLoading(table, () => editor.getByRole('button', { name: 'Apply' }).click());
    const shown = new Set(await columnOf(table, 'Course'));
    expect(shown).toEqual(new Set([image, link]));
    await expectInert(page);
    const name = `${script} ${braces}`;
    await afterLoading(table, () => table.getByRole('searchbox').fill('constructor'));
    expect(new Set(await columnOf(table, 'Name'))).toEqual(new Set([name]));
    expect(new Set(await columnOf(table, 'Branch'))).toEqual(new Set([image]));
    await table.locator('tbody .open').first().click();
    await table.getByRole('dialog').getByRole('heading', { name }).waitFor();
    await expectInert(page);
    await page.keyboard.press('Escape');
    const file = await takeFile(page, table, recording);
    expect(file.rows[0]?.[0]).toBe(name);
    await page.goto('/people');
    await countIn(report(page));
    await afterLoading(report(page), () => report(page).getByRole('searchbox').fill('constructor'));
    await report(page).locator('tbody .open').first().click();
    const learner = page.locator('ambit-learner');
    await learner.getByRole('heading', { name }).waitFor();
    await learner.getByRole('button', { name: image }).first().waitFor();
    await expectInert(page);
  });
});
