/** The main job by keyboard alone, and what a screen reader is told on the way. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { columnOf, countIn, figure, report } from './screen.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** What has the focus, by its label or its text, through all shadow trees. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const name = active?.getAttribute('aria-label') ?? active?.textContent ?? '';
    return name.replaceAll(/\s+/g, ' ').trim();
  });

/** Presses a key until the focus is on what is sought; fails after as many presses as no reader would make. */
async function walkTo(page: Page, sought: RegExp, key = 'Tab'): Promise<string> {
  for (let presses = 0; presses < 80; presses += 1) {
    const name = await focused(page);
    if (sought.test(name)) return name;
    await page.keyboard.press(key);
  }
  throw new Error(`${sought} is not reached by ${key}; the focus is on "${await focused(page)}"`);
}

describe('by keyboard', () => {
  it('a figure opens its rows, a row its person, and Escape leads back each time', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const tile = await walkTo(page, /^Overdue: /);
    await page.keyboard.press('Enter');
    await countIn(report(page));
    expect(await focused(page)).toBe('Overdue');
    const [first = '', second = ''] = await columnOf(report(page), 'Name');
    await walkTo(page, new RegExp(`^${first}$`));
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(second);
    await page.keyboard.press('Enter');
    await page.locator('ambit-learner').getByRole('heading', { name: 'Courses' }).waitFor();
    expect(await focused(page)).toBe(second);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe(second);
    expect(await page.locator('ambit-learner').count()).toBe(0);
    await page.keyboard.press('Escape');
    await figure(page, 'Overdue').waitFor();
    expect(await focused(page)).toBe(tile);
  });

  it('a chart is one stop, its marks are walked by arrows, and each opens its rows', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const slice = await walkTo(page, /^Completed: /);
    await page.keyboard.press('ArrowRight');
    expect(await focused(page)).toMatch(/^In progress: /);
    await page.keyboard.press('End');
    expect(await focused(page)).toMatch(/^Not started: /);
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await countIn(report(page));
    await page.getByRole('button', { name: 'Back to the overview' }).press('Enter');
    expect(await focused(page)).toBe(slice);
  });

  it('a table is sorted, filtered and paged', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    await walkTo(page, /^Enrolled/);
    await page.keyboard.press('Enter');
    await table.locator('th[aria-sort="ascending"]', { hasText: 'Enrolled' }).waitFor();
    await page.keyboard.press('Enter');
    await table.locator('th[aria-sort="descending"]', { hasText: 'Enrolled' }).waitFor();
    expect(await focused(page)).toMatch(/^Enrolled/);
    await walkTo(page, /^Add filter$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Branch');
    await table.getByRole('checkbox', { name: 'Engineering' }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const ticked = await table.locator('.values input:checked').inputValue();
    expect(await table.locator('.values input:focus').inputValue()).toBe(ticked);
    await page.keyboard.press('Enter');
    await table
      .getByRole('button', { name: `Change filter: Branch is any of ${ticked}` })
      .waitFor();
    expect(await focused(page)).toBe(`Change filter: Branch is any of ${ticked}`);
    expect(new Set(await columnOf(table, 'Branch'))).toEqual(new Set([ticked]));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await table.getByRole('button', { name: 'Change filter' }).waitFor({ state: 'detached' });
    expect(await focused(page)).toBe('Add filter');
    await walkTo(page, /^Next page$/);
    await page.keyboard.press('Enter');
    await table.getByText('51–100 of').waitFor();
    expect(await focused(page)).toBe('Next page');
  });

  it('menus and dialogs give the focus back to what opened them', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/enrollments');
    const table = report(page);
    await countIn(table);
    for (const opener of [/^Columns$/, /^Add filter$/]) {
      await walkTo(page, opener);
      const name = await focused(page);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Escape');
      expect(await table.locator(':popover-open').count()).toBe(0);
      await expect.poll(() => focused(page)).toBe(name);
    }
    const [name = ''] = await columnOf(table, 'Name');
    await walkTo(page, new RegExp(`^${name}$`));
    await page.keyboard.press('Enter');
    await table.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await table.locator('dialog[open]').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe(name);
  });

  it('Escape closes what is open in the panel before it leaves the panel', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').click();
    const table = report(page);
    await countIn(table);
    const back = page.getByRole('button', { name: 'Back to the overview' });
    await table.getByRole('button', { name: 'Columns' }).press('Enter');
    await page.keyboard.press('Escape');
    expect(await table.locator(':popover-open').count()).toBe(0);
    expect(await back.count()).toBe(1);
    await table.getByRole('searchbox').fill('an');
    await page.keyboard.press('Escape');
    expect(await table.getByRole('searchbox').inputValue()).toBe('');
    expect(await back.count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await back.count()).toBe(0);
  });
});

describe('a screen reader', () => {
  it('hears how many rows there are, anew after each question', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/people');
    const table = report(page);
    const all = await countIn(table);
    const status = table.getByRole('status').filter({ hasText: 'shown' });
    expect(await status.textContent()).toBe(`${all} learners, 1 to 50 shown`);
    await table.getByRole('searchbox').fill('ingrid');
    await status.filter({ hasNotText: `${all}` }).waitFor();
    const found = await countIn(table);
    expect(await status.textContent()).toBe(`${found} learners, 1 to ${found} shown`);
  });

  it('hears that figures are loading, and an error at once', async () => {
    const { page, context } = await stage.visit('fjordlys');
    await context.route('**/ambit/assertion', () => undefined);
    await page.goto('/people');
    await page.getByRole('status').filter({ hasText: 'Loading…' }).waitFor();
    await context.unroute('**/ambit/assertion');
    await context.setOffline(true);
    await report(page).evaluate((element) => Reflect.get(element, 'reload').call(element));
    await page.getByRole('alert').filter({ hasText: 'No connection' }).waitFor();
  });

  it('reads each chart as a sentence, its marks as figures, and its table', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const chart = page.locator('ambit-chart').first();
    const [sum] = await chart
      .getByRole('group')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    expect(sum).toMatch(/^Enrollments by status\. Chart of 3 figures; the greatest: Completed, /);
    const rows = chart.getByRole('table', { name: 'Enrollments by status' }).locator('tbody tr');
    const read = await rows.evaluateAll((all) => all.map((row) => row.textContent?.trim()));
    const marks = await chart
      .locator('.mark')
      .evaluateAll((all) => all.map((mark) => mark.getAttribute('aria-label')));
    expect(read).toHaveLength(marks.length);
    for (const [at, mark] of marks.entries()) {
      const figures = /: ([\d,]+), /.exec(mark ?? '')?.[1] ?? 'none';
      expect(read[at]).toContain(figures);
    }
  });
});
