/** What a reader meets when something fails or runs out, and how they go on from there. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import { afterLoading, columnOf, countIn, figure, report } from './screen.ts';
import { openStage, type Stage, type Visit } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** A visit in whose pages time can be made to pass: clocks move on and timers that are due go off. */
async function visitInTime(): Promise<Visit & { pass: (minutes: number) => Promise<void> }> {
  const visit = await stage.visit('fjordlys');
  await visit.page.clock.install();
  return { ...visit, pass: (minutes) => visit.page.clock.fastForward(minutes * 60_000) };
}

const reload = (page: Page): Promise<void> =>
  report(page).evaluate((element) => Reflect.get(element, 'reload').call(element));

describe('a session that is renewed', () => {
  it.each([
    ['ahead of its end', 9],
    ['after its end', 11],
  ])('%s keeps filters, page, scroll and focus', async (_, minutes) => {
    const { page, recording, pass } = await visitInTime();
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    await afterLoading(table, () => table.getByRole('searchbox').fill('a'));
    const count = await countIn(table);
    await afterLoading(table, async () => {
      await table.getByRole('combobox', { name: 'Rows per page' }).selectOption('25');
    });
    await afterLoading(table, () => table.getByRole('button', { name: 'Next page' }).click());
    const names = await columnOf(table, 'Name');
    const region = table.getByRole('region');
    await table.locator('tbody .open').nth(12).focus();
    await region.evaluate((element) => element.scrollTo(40, 150));
    const scrolled = () => region.evaluate(({ scrollTop, scrollLeft }) => [scrollLeft, scrollTop]);
    const before = await scrolled();
    expect(recording.countOf('POST', '/v1/token')).toBe(1);
    await pass(minutes);
    await afterLoading(table, () => reload(page));
    await expect.poll(() => recording.countOf('POST', '/v1/token')).toBe(2);
    expect(await columnOf(table, 'Name')).toEqual(names);
    expect(await countIn(table)).toBe(count);
    expect(await table.getByRole('searchbox').inputValue()).toBe('a');
    expect(await scrolled()).toEqual(before);
    expect(await table.locator('tbody .open:focus').count()).toBe(1);
  });

  it('asks the portal for nothing while nobody asks anything', async () => {
    const { page, recording, pass } = await visitInTime();
    await page.goto('/people');
    await countIn(report(page));
    await pass(60);
    expect(recording.countOf('GET', '/ambit/assertion')).toBe(1);
  });
});

describe('a session that has ended', () => {
  it('shows no figures, and goes on after signing in again with what was asked before', async () => {
    const { page, context, pass, customer } = await visitInTime();
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    await afterLoading(table, () => table.getByRole('searchbox').fill('an'));
    const count = await countIn(table);
    await context.clearCookies();
    await pass(11);
    await table.getByRole('button', { name: 'Enrolled' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('Your session has ended').waitFor();
    expect(await table.locator('tbody tr').count()).toBe(0);
    const form = { username: customer.supervisors[0]?.username ?? '', to: '/' };
    await context.request.post('/sign-in', { form, maxRedirects: 0 });
    await alert.getByRole('button', { name: 'Try again' }).click();
    expect(await countIn(table)).toBe(count);
    const enrolled = (await columnOf(table, 'Enrolled')).map(Number);
    expect(enrolled).toEqual(enrolled.toSorted((a, b) => a - b));
  });
});

describe('a network that fails', () => {
  it('is told in place, and the next try succeeds', async () => {
    const { page, context } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Refresh' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('No connection').waitFor();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await alert.getByText('No connection').waitFor();
    await context.setOffline(false);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await figure(page, 'Overdue').waitFor();
  });

  it('leaves the question at hand, so that it can be changed meanwhile', async () => {
    const { page, context } = await stage.visit('fjordlys');
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    await context.setOffline(true);
    await table.getByRole('searchbox').fill('an');
    await page.getByRole('alert').getByText('No connection').waitFor();
    expect(await table.locator('.count').textContent()).toBe('');
    await context.setOffline(false);
    await afterLoading(table, () => table.getByRole('searchbox').fill('Ingrid'));
    expect(await countIn(table)).toBeGreaterThan(0);
  });

  it('is told by an export that broke off, and the page stays where it is', async () => {
    const { page, context } = await stage.visit('fjordlys');
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    await context.setOffline(true);
    await table.getByRole('button', { name: 'Export CSV' }).click();
    await table.getByRole('alert').getByText('No connection').waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
  });
});

describe('a page that is not set up', () => {
  it('says so in the widget, and on the console for its owner', async () => {
    const host = await stage.host('fjordlys');
    const body = '<ambit-report report="learners"></ambit-report>';
    const script = `<script type="module" src="${stage.demo.apiOrigin}/ambit.js"`;
    const html = `<!doctype html><title>x</title>${script} data-assertion="https://else.example/a"></script>${body}`;
    host.pages.set('/elsewhere', { html });
    host.pages.set('/nothing', { html: html.replace(/ data-assertion="[^"]*"/, '') });
    for (const path of ['/elsewhere', '/nothing']) {
      const { page, recording } = await stage.stranger();
      await page.clock.install();
      await page.goto(host.origin + path);
      await page.locator('ambit-report [part="skeleton"]').or(page.getByRole('alert')).waitFor();
      await page.clock.fastForward(5000);
      await page.getByRole('alert').getByText('This page is not connected').waitFor();
      expect(recording.console.join('\n')).toContain('Ambit:');
      expect(recording.countOf('POST', '/v1/token')).toBe(0);
    }
  });
});

describe('an empty scope', () => {
  it('says that nobody is assigned yet, and shows whoever comes', async () => {
    const username = stage.customer('qamar').supervisors[0]?.username;
    const powerUser = stage.demo.academy.rows.users.find((user) => user.username === username)?.key;
    const input = { powerUser, dataset: 'Everybody at Qamar' };
    await unassignDataset(stage.occasion(), input);
    const { page } = await stage.visit('qamar');
    await page.goto('/training');
    await page.getByText('Nobody is in your scope yet').waitFor();
    await page.goto('/enrollments');
    await page.getByText('Nothing to report yet').waitFor();
    expect(await countIn(report(page))).toBe(0);
    await assignDataset(stage.occasion(), input);
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
  });
});
