/** The main job, end to end: how are my people doing, who is behind the figure, and the spreadsheet of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import { expectedFor, isAtRisk, isCompleted, isCounted, isOverdue } from './expected.ts';
import { columnOf, countIn, figure, figureOf, report, takeFile } from './screen.ts';
import { openStage, type SiteId, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const openTraining = async (site: SiteId) => {
  const visit = await stage.visit(site);
  await visit.page.goto('/training');
  await figure(visit.page, 'Overdue').waitFor();
  return visit;
};

describe('the dashboard', () => {
  it.each<SiteId>(['fjordlys', 'molino-aurelia', 'qamar'])(
    'FOR-004 shows a supervisor of %s the figures of their own people in their own courses',
    async (site) => {
      const { page, recording } = await openTraining(site);
      const answer = (await recording.exchanges()).find(({ path }) =>
        path.startsWith('/v1/dashboards/'),
      );
      const board = JSON.parse(answer?.body ?? '') as Dashboard;
      const at = Date.parse(board.as_of) / 1000;
      const { enrollments, learners, courses } = expectedFor(stage.demo.academy, site);
      const count = (fits: (one: (typeof enrollments)[number]) => boolean) =>
        enrollments.filter(fits).length;
      expect(await page.getByText('in your scope').textContent()).toBe(
        `${learners} learners and ${courses} courses in your scope`,
      );
      expect(await figureOf(page, 'Overdue')).toBe(count((one) => isOverdue(one, at)));
      expect(await figureOf(page, 'At risk')).toBe(count((one) => isAtRisk(one, at)));
      const rate = (100 * count(isCompleted)) / count(isCounted);
      expect(await figureOf(page, 'Completion rate')).toBeCloseTo(rate, 0);
    },
  );

  it('is one data request, behind one exchange of tokens', async () => {
    const { recording } = await openTraining('fjordlys');
    expect(recording.countOf('POST', '/v1/token')).toBe(1);
    expect(recording.countOf('GET', /^\/v1\//)).toBe(1);
  });
});

describe('FOR-023 drilling down', () => {
  it('leads from a figure to just its rows, to one of their people, and back with the focus', async () => {
    const { page } = await openTraining('fjordlys');
    const overdue = await figureOf(page, 'Overdue');
    await figure(page, 'Overdue').click();
    const table = report(page);
    expect(await countIn(table)).toBe(overdue);
    expect(await page.getByRole('heading', { name: 'Overdue' }).evaluate(isFocused)).toBe(true);
    const [name = ''] = await columnOf(table, 'Name');
    const row = table.getByRole('button', { name, exact: true }).first();
    await row.click();
    const learner = page.locator('ambit-learner');
    await learner.getByRole('heading', { name: 'Courses' }).waitFor();
    expect(await page.getByRole('heading', { name, exact: true }).count()).toBe(1);
    expect(await learner.locator('.figures .bad dd').first().textContent()).toMatch(/^\d+$/);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    expect(await row.evaluate(isFocused)).toBe(true);
    expect(await countIn(table)).toBe(overdue);
    await page.getByRole('button', { name: 'Back to the overview' }).click();
    expect(await figure(page, 'Overdue').evaluate(isFocused)).toBe(true);
  });

  it('leads from a slice, a point and a person to what they stand for', async () => {
    const { page } = await openTraining('qamar');
    const slice = page.getByRole('button', { name: /^In progress: / });
    const inProgress = Number(/: (\d+)/.exec((await slice.getAttribute('aria-label')) ?? '')?.[1]);
    await slice.click();
    expect(await countIn(report(page))).toBe(inProgress);
    expect(new Set(await columnOf(report(page), 'Status'))).toEqual(new Set(['In progress']));
    await page.getByRole('button', { name: 'Back to the overview' }).click();
    const person = page.locator('.people tbody button').first();
    const name = (await person.textContent()) ?? '';
    await person.click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    await page.locator('ambit-learner').getByRole('heading', { name: 'Courses' }).waitFor();
  });
});

describe('the filters of a course’s bar', () => {
  it('name the course as the reader knows it, also when a search leaves no row of it', async () => {
    const { page } = await openTraining('fjordlys');
    const chart = page.locator('ambit-chart').filter({ hasText: 'Progress by course' });
    await chart.getByRole('button', { name: 'As table' }).click();
    const course = chart.locator('tbody tr').first().getByRole('button').first();
    const name = (await course.textContent())?.trim() ?? '';
    await course.click();
    const table = report(page);
    await countIn(table);
    const chip = table.locator('.chip', { hasText: name });
    expect((await chip.textContent())?.replaceAll(/\s+/g, ' ').trim()).toBe(`Course is ${name}`);
    await table.getByRole('searchbox').fill('nobody of that name');
    await table.getByText('Nothing matches').waitFor();
    expect(await chip.count()).toBe(1);
    expect(await table.locator('.filters').textContent()).not.toContain('ID');
  });
});

describe('the spreadsheet', () => {
  it('FOR-005 is the rows on screen, as many as the table says, with the digest of the manifest', async () => {
    const { page, recording, customer } = await openTraining('fjordlys');
    await figure(page, 'Overdue').click();
    const table = report(page);
    const total = await countIn(table);
    const names = await columnOf(table, 'Name');
    const file = await takeFile(page, table, recording);
    expect(file.rows).toHaveLength(total);
    expect(file.rows.slice(0, names.length).map(([name]) => name)).toEqual(names);
    expect(file.header[0]).toBe('Name');
    expect(file.manifest).toMatchObject({ rows_written: total, sha256: file.sha256 });
    expect(file.manifest.filename).toContain(customer.company);
    await table.getByRole('button', { name: /rows? exported/ }).click();
    await table.getByText(file.sha256).waitFor();
  });

  it('FOR-021 is not offered without the permission, and not given to whoever asks all the same', async () => {
    const { page, recording } = await openTraining('qamar');
    await figure(page, 'Overdue').click();
    await countIn(report(page));
    expect(await page.getByRole('button', { name: /export/i }).count()).toBe(0);
    const { requestHeaders } =
      (await recording.exchanges()).findLast(({ path }) => path.endsWith('/rows')) ?? {};
    const refused = await page.evaluate(
      async ({ address, authorization }) => {
        const body = JSON.stringify({ report: 'overdue' });
        const headers = { authorization, 'content-type': 'application/json' };
        const response = await fetch(address, { method: 'POST', body, headers });
        return { status: response.status, problem: (await response.json()).type };
      },
      {
        address: `${stage.demo.apiOrigin}/v1/exports`,
        authorization: requestHeaders?.authorization ?? '',
      },
    );
    expect(refused).toEqual({ status: 403, problem: 'urn:ambit:problem:forbidden' });
  });
});

describe('a spreadsheet that is refused after all', () => {
  it('T-37 is told in place, and the page stays where it is', async () => {
    const { page, context, customer } = await stage.visit('molino-aurelia');
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    const username = customer.supervisors[0]?.username;
    const powerUser = stage.demo.academy.rows.users.find((user) => user.username === username)?.key;
    const input = { powerUser, profiles: ['Supervisor: view and export'] };
    await context.route('**/v1/downloads/**', async (route) => {
      await revokeProfile(stage.occasion(), input);
      await route.continue();
    });
    const refused = context.waitForEvent('response', (response) =>
      response.url().includes('/v1/downloads/'),
    );
    await table.getByRole('button', { name: 'Export CSV' }).click();
    expect((await refused).status()).toBe(403);
    await page.getByRole('alert').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/people');
    await grantProfile(stage.occasion(), input);
  });
});

describe('FOR-008 T-17 two datasets', () => {
  it('never combine: every row is of a pair that one of them holds', async () => {
    const { page, recording } = await stage.visit('molino-aurelia');
    await page.goto('/enrollments');
    const { pairs, enrollments } = expectedFor(stage.demo.academy, 'molino-aurelia');
    expect(await countIn(report(page))).toBe(enrollments.length);
    const file = await takeFile(page, report(page), recording);
    const [name, course] = [file.header.indexOf('Name'), file.header.indexOf('Course')];
    const shown = file.rows.map((row) => `${row[name]} / ${row[course]}`);
    expect(shown).toHaveLength(enrollments.length);
    expect(shown.filter((pair) => !pairs.has(pair))).toEqual([]);
  });
});

/** Also within shadow trees. */
function isFocused(element: Element): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot || root instanceof Document
    ? root.activeElement === element
    : false;
}
