/** Nothing sticks out and nothing is cut off: on a phone, at twice the size, from left and from right. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loaderTag, pageOf } from './host.ts';
import { countIn, figure, report } from './screen.ts';
import { openStage, type SiteId, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/**
 * By how many pixels the page is wider than its window, and what within the widgets is wider than its box without
 * a way to scroll there.
 */
const overflowOf = (page: Page): Promise<{ page: number; cut: string[] }> =>
  page.evaluate(() => {
    const cut: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const { overflowX, display } = getComputedStyle(element);
        // What is for screen readers alone is a pixel wide, and the line of progress runs out of its box.
        const meant = element.clientWidth <= 1 || element.classList.contains('progress');
        const hides = overflowX === 'hidden' || overflowX === 'clip';
        const wider = element.scrollWidth > element.clientWidth + 1;
        if (!hides || !wider || display === 'inline' || meant) continue;
        cut.push(`${element.localName}.${element.getAttribute('class')}`);
      }
    };
    for (const widget of document.querySelectorAll(
      'ambit-dashboard, ambit-report, ambit-learner',
    )) {
      if (widget.shadowRoot) look(widget.shadowRoot);
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    return { page: scrollWidth - clientWidth, cut };
  });

const fits = { page: 0, cut: [] };

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const rooms: readonly [string, SiteId, string, BrowserContextOptions][] = [
  ['on 360 pixels', 'fjordlys', '', phone],
  ['on 360 pixels, from right to left', 'qamar', '?language=ar', phone],
  ['on 320 pixels', 'molino-aurelia', '', { viewport: { width: 320, height: 600 } }],
  [
    'at twice the size',
    'fjordlys',
    '',
    { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  ],
];

describe.each(rooms)('%s', (_, site, query, options) => {
  it('the dashboard fits, with the rows beneath and a learner', async () => {
    const { page } = await stage.visit(site, options);
    await page.goto(`/training${query}`);
    const overdue = figure(page, query === '' ? 'Overdue' : 'متأخر');
    await overdue.waitFor();
    expect(await overflowOf(page)).toEqual(fits);
    await overdue.click();
    await countIn(report(page));
    expect(await overflowOf(page)).toEqual(fits);
    await report(page).locator('tbody .open').first().click();
    await page.locator('ambit-learner').getByRole('table').nth(1).waitFor();
    expect(await overflowOf(page)).toEqual(fits);
  });

  it('the table fits, with a filter in it and its editor open, and the page of a person', async () => {
    const { page } = await stage.visit(site, options);
    await page.goto(`/people${query}`);
    const table = report(page);
    await countIn(table);
    await table.locator('#add-filter').click();
    const editor = table.locator('#editor');
    await editor.getByRole('combobox').first().selectOption('branch');
    await editor.getByRole('checkbox').first().waitFor();
    expect(await overflowOf(page)).toEqual(fits);
    const box = await editor.boundingBox();
    const { width, height } = options.viewport ?? { width: 0, height: 0 };
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    await editor.getByRole('checkbox').first().check();
    await editor.locator('[type="submit"]').click();
    await table.locator('.chip').waitFor();
    expect(await overflowOf(page)).toEqual(fits);
    await table.locator('tbody .open').first().click();
    await page.locator('ambit-learner').getByRole('table').nth(1).waitFor();
    expect(await overflowOf(page)).toEqual(fits);
  });
});

describe('a page of the host', () => {
  it('keeps its width with text at twice the size', async () => {
    const host = await stage.host('fjordlys');
    const style = '<style>html { font-size: 200%; }</style>';
    const body = `<ambit-dashboard></ambit-dashboard>
      <ambit-report report="enrollments" searchable exportable column-choice></ambit-report>`;
    host.pages.set('/', { html: pageOf({ head: style + loaderTag(stage.demo.apiOrigin), body }) });
    const { page } = await stage.stranger({ viewport: { width: 1280, height: 900 } });
    await page.goto(host.origin);
    await figure(page, 'Overdue').waitFor();
    await countIn(report(page));
    expect(await overflowOf(page)).toEqual(fits);
  });

  it('gives a widget in a narrow column the narrow layout, whatever the window', async () => {
    const host = await stage.host('fjordlys');
    const style = '<style>main { inline-size: 340px; }</style>';
    const body = '<ambit-dashboard></ambit-dashboard>';
    host.pages.set('/', { html: pageOf({ head: style + loaderTag(stage.demo.apiOrigin), body }) });
    const { page } = await stage.stranger({ viewport: { width: 1280, height: 900 } });
    await page.goto(host.origin);
    await figure(page, 'Overdue').waitFor();
    const lefts = await page
      .locator('.card')
      .evaluateAll((cards) => cards.map((card) => Math.round(card.getBoundingClientRect().left)));
    expect(new Set(lefts).size).toBe(1);
    expect(await overflowOf(page)).toEqual(fits);
  });

  it('shares one token among all its widgets, and each dashboard is one request', async () => {
    const host = await stage.host('fjordlys');
    const reports = ['learners', 'enrollments', 'certificates', 'overdue'];
    const body = `<ambit-dashboard></ambit-dashboard>
      ${reports.map((id) => `<ambit-report report="${id}"></ambit-report>`).join('')}
      <ambit-export-button report="learners"></ambit-export-button>`;
    host.pages.set('/', { html: pageOf({ head: loaderTag(stage.demo.apiOrigin), body }) });
    const { page, recording } = await stage.stranger();
    await page.goto(host.origin);
    await figure(page, 'Overdue').waitFor();
    for (const table of await page.locator('ambit-report').all()) await countIn(table);
    expect(recording.countOf('POST', '/v1/token')).toBe(1);
    expect(host.asked.filter((path) => path === '/assertion')).toHaveLength(1);
    expect(recording.countOf('GET', /^\/v1\/dashboards/)).toBe(1);
    for (const id of reports) expect(recording.countOf('GET', `/v1/reports/${id}/rows`)).toBe(1);
  });
});
