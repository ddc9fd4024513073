/** Each company's people carry a word of their own: no other company's supervisor ever receives it, in any byte. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { standingIn } from './composed-tree.ts';
import { countIn, figure, report, takeFile } from './screen.ts';
import { openStage, type SiteId, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** Every page of the portal, opened as far as it goes; answers all that arrived from the API and what it became. */
async function everythingOf(site: SiteId): Promise<string[]> {
  const { page, recording } = await stage.visit(site);
  const arrived: string[] = [];
  const keep = async () => {
    // The demonstration's own switch names all three supervisors.
    await page.locator('form.demo').evaluate((form) => form.remove());
    const { texts, attributes } = await standingIn(page);
    arrived.push(...texts, ...attributes);
  };
  await page.goto('/training');
  await figure(page, 'Overdue').click();
  await countIn(report(page));
  await report(page).locator('tbody .open').first().click();
  await page.locator('ambit-learner').getByRole('heading', { name: 'Courses' }).waitFor();
  await keep();
  for (const path of ['/people', '/enrollments', '/certificates']) {
    await page.goto(path);
    const table = report(page);
    await countIn(table);
    await table.getByRole('button', { name: 'Columns' }).click();
    await table.getByRole('checkbox', { name: 'E-mail' }).check();
    await page.keyboard.press('Escape');
    const may = await table.getByRole('button', { name: 'Export CSV' }).count();
    if (may > 0) arrived.push((await takeFile(page, table, recording)).text);
    await table.getByRole('button', { name: 'Add filter' }).click();
    await table.getByRole('dialog', { name: 'Add filter' }).locator('select').first().waitFor();
    await keep();
  }
  for (const { url, body, responseHeaders } of await recording.exchanges()) {
    if (!url.startsWith(stage.demo.apiOrigin)) continue;
    arrived.push(body, JSON.stringify(responseHeaders));
  }
  return arrived;
}

describe('FOR-012 T-27 what arrives at a supervisor', () => {
  it.each<SiteId>(['fjordlys', 'molino-aurelia', 'qamar'])(
    'of %s has the word of their own company, and of no other',
    async (site) => {
      const arrived = await everythingOf(site);
      const own = stage.customer(site).canary;
      expect(arrived.filter((text) => text.includes(own)).length).toBeGreaterThan(10);
      const others = stage.demo.academy.customers.filter(({ siteId }) => siteId !== site);
      expect(others).toHaveLength(2);
      for (const { canary } of others) {
        expect(arrived.filter((text) => text.includes(canary))).toEqual([]);
      }
    },
  );
});
