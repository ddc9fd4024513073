/** The table at work: order, filters, search, columns and pages, each against the academy's own rows. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Expected, expectedFor, fullNameOf } from './expected.ts';
import { afterLoading, columnOf, countIn, headsOf, numberIn, report, takeFile } from './screen.ts';
import { openStage, type Stage, type Visit } from './stage.ts';

let stage: Stage;
let expected: Expected;
beforeAll(async () => {
  stage = await openStage();
  expected = expectedFor(stage.demo.academy, 'fjordlys');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

async function open(path: string): Promise<Visit & { table: Locator }> {
  const visit = await stage.visit('fjordlys');
  await visit.page.goto(path);
  const table = report(visit.page);
  await countIn(table);
  return { ...visit, table };
}

const sortBy = (table: Locator, label: string, options: { shift?: boolean } = {}) =>
  afterLoading(table, () =>
    table
      .locator('thead')
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .click({ modifiers: options.shift ? ['Shift'] : [] }),
  );

const statuses = new Map(
  Object.entries({
    waiting: 'On the waiting list',
    to_confirm: 'To be confirmed',
    enrolled: 'Not started',
    in_progress: 'In progress',
    completed: 'Completed',
    suspended: 'Suspended',
    withdrawn: 'Withdrawn',
  }),
);

/** Makes a filter in the editor by ticking values of a listed column. */
async function filterBy(page: Page, table: Locator, column: string, values: readonly string[]) {
  await table.getByRole('button', { name: 'Add filter' }).click();
  const editor = table.getByRole('dialog', { name: 'Add filter' });
  await editor.getByRole('combobox', { name: 'Column' }).selectOption({ label: column });
  for (const value of values) await editor.getByRole('checkbox', { name: value }).check();
  await afterLoading(table, () => editor.getByRole('button', { name: 'Apply' }).click());
  await page.getByRole('button', { name: `Change filter: ${column} is any of` }).waitFor();
}

describe('order', () => {
  it('follows presses on the heads: up, down, and the report’s own again', async () => {
    const { table } = await open('/people');
    await sortBy(table, 'Enrolled');
    const up = (await columnOf(table, 'Enrolled')).map(Number);
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    expect(await table.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');
    await sortBy(table, 'Enrolled');
    const down = (await columnOf(table, 'Enrolled')).map(Number);
    expect(down).toEqual(down.toSorted((a, b) => b - a));
    const most = expected.enrollments.reduce((counts, { userId }) => {
      return counts.set(userId, (counts.get(userId) ?? 0) + 1);
    }, new Map<number, number>());
    expect(down[0]).toBeLessThanOrEqual(Math.max(...most.values()));
    await sortBy(table, 'Enrolled');
    expect(await table.locator('th[aria-sort]').textContent()).toMatch(/^\s*Name/);
  });

  it('takes a second key with Shift', async () => {
    const { table } = await open('/enrollments');
    await sortBy(table, 'Course');
    await sortBy(table, 'Progress', { shift: true });
    const courses = await columnOf(table, 'Course');
    const progress = (await columnOf(table, 'Progress')).map(numberIn);
    const first = courses.filter((course) => course === courses[0]).length;
    expect(new Set(courses.slice(0, first)).size).toBe(1);
    const within = progress.slice(0, first);
    expect(within).toEqual(within.toSorted((a, b) => a - b));
  });
});

describe('filters', () => {
  it('suggest what there is, with how often, and count what is left', async () => {
    const { page, table } = await open('/enrollments');
    const waiting = expected.enrollments.filter(({ status }) => status === 'suspended').length;
    const withdrawn = expected.enrollments.filter(({ status }) => status === 'withdrawn').length;
    await table.getByRole('button', { name: 'Add filter' }).click();
    const editor = table.getByRole('dialog', { name: 'Add filter' });
    await editor.getByRole('combobox', { name: 'Column' }).selectOption({ label: 'Status' });
    const offered = new Map<string, number>();
    await editor.getByRole('checkbox', { name: 'Withdrawn' }).waitFor();
    for (const option of await editor.locator('.value').all()) {
      const [label = '', count = ''] = await option.locator('span').allTextContents();
      offered.set(label, numberIn(count));
    }
    const inRows = new Map<string, number>();
    for (const { status = 'enrolled' } of expected.enrollments) {
      const label = statuses.get(status) ?? '';
      inRows.set(label, (inRows.get(label) ?? 0) + 1);
    }
    expect(offered).toEqual(inRows);
    await page.keyboard.press('Escape');
    await filterBy(page, table, 'Status', ['Suspended', 'Withdrawn']);
    expect(await countIn(table)).toBe(waiting + withdrawn);
    expect(new Set(await columnOf(table, 'Status'))).toEqual(new Set(['Suspended', 'Withdrawn']));
  });

  it('narrow what others suggest, and go one by one', async () => {
    const { page, table } = await open('/enrollments');
    await filterBy(page, table, 'Status', ['Withdrawn']);
    const left = await countIn(table);
    await table.getByRole('button', { name: 'Add filter' }).click();
    const editor = table.getByRole('dialog', { name: 'Add filter' });
    await editor.getByRole('combobox', { name: 'Column' }).selectOption({ label: 'Course' });
    await editor.locator('.value').first().waitFor();
    const counts = await editor.locator('.value > :last-child').allTextContents();
    expect(counts.map(numberIn).reduce((sum, count) => sum + count, 0)).toBe(left);
    await page.keyboard.press('Escape');
    await afterLoading(table, () =>
      table.getByRole('button', { name: 'Remove filter: Status' }).click(),
    );
    expect(await countIn(table)).toBe(expected.enrollments.length);
  });

  it('and search together may leave nothing, say so, and go at a press', async () => {
    const { page, table } = await open('/people');
    await table.getByRole('searchbox').fill('nobody is called this');
    await table.getByText('Nothing matches').waitFor();
    expect(await countIn(table, /^0/)).toBe(0);
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await table.locator('tbody tr').first().waitFor();
    expect(await table.getByRole('searchbox').inputValue()).toBe('');
    expect(await countIn(table)).toBe(expected.learners);
  });
});

describe('search', () => {
  it('finds a person by part of their name, whatever the case and the accents typed', async () => {
    const { table } = await open('/people');
    const wanted = [...expected.names].find((name) => name.includes('Synnøve')) ?? '';
    await afterLoading(table, () => table.getByRole('searchbox').fill('SYNNØVE'));
    const found = await columnOf(table, 'Name');
    expect(found).toContain(wanted);
    expect(found.every((name) => name.includes('Synnøve'))).toBe(true);
    const all = stage.demo.academy.rows.users.filter(
      (user) => expected.names.has(fullNameOf(user)) && user.firstName?.includes('Synnøve'),
    );
    expect(await countIn(table)).toBe(all.length);
  });
});

describe('columns', () => {
  it('are shown and hidden, kept in the report’s order, and exported as shown', async () => {
    const { page, table, recording } = await open('/people');
    await table.getByRole('button', { name: 'Columns' }).click();
    await table.getByRole('checkbox', { name: 'E-mail' }).check();
    await table.getByRole('checkbox', { name: 'Branch' }).uncheck();
    await page.keyboard.press('Escape');
    const heads = await headsOf(table);
    expect(heads.slice(0, 3)).toEqual(['Name', 'E-mail', 'Enrolled']);
    const file = await takeFile(page, table, recording);
    expect(file.header.slice(0, 3)).toEqual(['Name', 'E-mail', 'Enrolled']);
    expect(file.rows[0]?.[1]).toContain('@');
    await table.getByRole('button', { name: 'Columns' }).click();
    await table.getByRole('button', { name: 'Usual columns' }).click();
    expect(await columnOf(table, 'Branch')).not.toHaveLength(0);
  });
});

describe('pages', () => {
  it('go on and back without losing or repeating a row, in the size that the reader takes', async () => {
    const { table } = await open('/people');
    await afterLoading(table, async () => {
      await table.getByRole('combobox', { name: 'Rows per page' }).selectOption('25');
    });
    const [next, previous] = ['Next page', 'Previous page'].map((name) =>
      table.getByRole('button', { name }),
    );
    const seen: string[] = [];
    const first = await columnOf(table, 'Name');
    expect(first).toHaveLength(25);
    expect(await previous?.getAttribute('aria-disabled')).toBe('true');
    for (;;) {
      seen.push(...(await columnOf(table, 'Name')));
      if ((await next?.getAttribute('aria-disabled')) === 'true') break;
      await afterLoading(table, async () => next?.click());
    }
    expect(seen).toHaveLength(expected.learners);
    expect(new Set(seen)).toEqual(expected.names);
    expect(await table.locator('.range').textContent()).toBe(`176–184 of ${expected.learners}`);
    while ((await previous?.getAttribute('aria-disabled')) === 'false') {
      await afterLoading(table, async () => previous?.click());
    }
    expect(await columnOf(table, 'Name')).toEqual(first);
  });
});
