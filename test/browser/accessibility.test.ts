/** Every screen and state before axe: in light and dark, from left and from right, wide and narrow. */
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { afterLoading, countIn, figure, report } from './screen.ts';
import { openStage, type SiteId, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** What axe finds on the whole page, shadow trees included, one line each. */
async function findings(page: Page, rules: readonly string[] = []): Promise<string[]> {
  // The other mode opens a page of its own each time, for frames that there are none of here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

const searchFor = (page: Page, text: string) =>
  afterLoading(report(page), () => report(page).getByRole('searchbox').fill(text));

/** A name that few people have: few rows say as much as many, and sooner. */
const few = 'kelechi';

describe('wide, in light colours', () => {
  const open = async (path: string) => {
    const { page, context } = await stage.visit('fjordlys');
    await page.goto(path);
    return { page, context };
  };

  it('the dashboard, its charts as tables, the rows beneath, and a learner', async () => {
    const { page } = await open('/training');
    await figure(page, 'Overdue').waitFor();
    const dashboard = await findings(page);
    const asTable = page.getByRole('button', { name: 'As table' });
    while ((await asTable.count()) > 0) await asTable.first().click();
    const tables = await findings(page);
    await figure(page, 'Overdue').click();
    await countIn(report(page));
    await searchFor(page, few);
    const rows = await findings(page);
    await report(page).locator('tbody .open').first().click();
    await page.locator('ambit-learner').getByRole('table').nth(1).waitFor();
    const learner = await findings(page);
    const none = { dashboard: [], tables: [], rows: [], learner: [] };
    expect({ dashboard, tables, rows, learner }).toEqual(none);
  });

  it('the table, its menus, and the details of a row', async () => {
    const { page } = await open('/enrollments');
    const table = report(page);
    await countIn(table);
    await searchFor(page, few);
    await page.getByRole('button', { name: 'Columns' }).click();
    await table.locator('#columns').waitFor();
    const columns = await findings(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add filter' }).click();
    const editor = table.locator('#editor');
    await editor.getByRole('combobox').first().selectOption('status');
    await editor.getByRole('checkbox').first().check();
    const filter = await findings(page);
    await editor.locator('[type="submit"]').click();
    await table.locator('.chip').waitFor();
    await table.locator('tbody .open').first().click();
    await table.locator('dialog[open]').waitFor();
    const details = await findings(page);
    expect({ columns, filter, details }).toEqual({ columns: [], filter: [], details: [] });
  });

  it('nothing to show, no connection, and the first moments', async () => {
    const { page, context } = await open('/people');
    const table = report(page);
    await countIn(table);
    await table.getByRole('searchbox').fill('nobody is called this');
    await table.locator('[part="empty"]').waitFor();
    const empty = await findings(page);
    await context.setOffline(true);
    await table.getByRole('searchbox').fill('a');
    await table.getByRole('alert').waitFor();
    const trouble = await findings(page);
    await context.setOffline(false);
    await context.route('**/ambit/assertion', () => undefined);
    await page.reload();
    await table.locator('[part="skeleton"]').waitFor();
    const loading = await findings(page);
    expect({ empty, trouble, loading }).toEqual({ empty: [], trouble: [], loading: [] });
  });
});

describe('narrow, from right to left, in dark colours', () => {
  it('the dashboard, the rows beneath, a filter, and no connection', async () => {
    const { page, context } = await stage.visit('qamar', {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    });
    await page.goto('/training?language=ar');
    await figure(page, 'متأخر').waitFor();
    const dashboard = await findings(page);
    await figure(page, 'متأخر').click();
    await countIn(report(page));
    await searchFor(page, 'bilal');
    const rows = await findings(page);
    await report(page).locator('#add-filter').click();
    await report(page).locator('#editor').getByRole('combobox').first().waitFor();
    const filter = await findings(page);
    await page.keyboard.press('Escape');
    await context.setOffline(true);
    await report(page).getByRole('searchbox').fill('a');
    await report(page).getByRole('alert').waitFor();
    const trouble = await findings(page);
    const none = { dashboard: [], rows: [], filter: [], trouble: [] };
    expect({ dashboard, rows, filter, trouble }).toEqual(none);
  });
});

describe('the colours', () => {
  it.each<[string, SiteId, BrowserContextOptions]>([
    ['of Fjordlys in the dark', 'fjordlys', { colorScheme: 'dark' }],
    ['of Molino', 'molino-aurelia', {}],
    ['of Molino in the dark', 'molino-aurelia', { colorScheme: 'dark' }],
    ['of Qamar', 'qamar', {}],
  ])('%s stand out enough from their grounds', async (_, site, options) => {
    const { page } = await stage.visit(site, options);
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    expect(await findings(page, ['color-contrast'])).toEqual([]);
  });

  it('would be found, were they too faint', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/people');
    await countIn(report(page));
    await report(page).evaluate((element) => {
      element.style.setProperty('--ambit-color-muted', '#c8ced8');
    });
    expect((await findings(page, ['color-contrast'])).join()).toContain('color-contrast');
  });
});
