/** Rights that change while the page is open: the next answer obeys them, without a reload and without a stale row. */
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import type { Academy } from '../../server/data/academy/academy.ts';
import { users } from '../../server/data/schema/index.ts';
import { standingIn } from './composed-tree.ts';
import { expectedFor } from './expected.ts';
import { loaderTag, pageOf } from './host.ts';
import { afterLoading, columnOf, countIn, figure, numberIn, report } from './screen.ts';
import { openStage, type SiteId, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const leadership = 'Valencia plant: leadership';

/** The LMS's id of the supervisor of a site. */
function powerUserOf(site: SiteId): string {
  const username = stage.customer(site).supervisors[0]?.username;
  return stage.demo.academy.rows.users.find((user) => user.username === username)?.key ?? '';
}

/** The academy, had nobody been given that dataset. */
function without(academy: Academy, name: string): Academy {
  const gone = academy.rows.datasets.find((dataset) => dataset.name === name)?.id;
  const datasetAssignments = academy.rows.datasetAssignments.filter(
    ({ datasetId }) => datasetId !== gone,
  );
  return { ...academy, rows: { ...academy.rows, datasetAssignments } };
}

describe('T-12 a dataset taken away', () => {
  it('is gone with the next request, rows and counts and suggestions, and back when it is given back', async () => {
    const { page, recording } = await stage.visit('molino-aurelia');
    await page.goto('/enrollments');
    const table = report(page);
    const both = expectedFor(stage.demo.academy, 'molino-aurelia');
    const one = expectedFor(without(stage.demo.academy, leadership), 'molino-aurelia');
    expect(await countIn(table)).toBe(both.enrollments.length);
    const input = { powerUser: powerUserOf('molino-aurelia'), dataset: leadership };
    await unassignDataset(stage.occasion(), input);
    await afterLoading(table, () => table.getByRole('button', { name: 'Status' }).click());
    expect(await countIn(table)).toBe(one.enrollments.length);
    const shown = await columnOf(table, 'Name');
    const courses = await columnOf(table, 'Course');
    const strange = shown.filter((name, at) => !one.pairs.has(`${name} / ${courses[at]}`));
    expect(strange).toEqual([]);
    const lost = [...both.pairs].filter((pair) => !one.pairs.has(pair));
    const { texts } = await standingIn(page);
    const lostCourses = new Set(lost.map((pair) => pair.split(' / ')[1] ?? ''));
    const kept = new Set([...one.pairs].map((pair) => pair.split(' / ')[1]));
    for (const course of lostCourses) if (!kept.has(course)) expect(texts).not.toContain(course);
    expect(recording.countOf('POST', '/v1/token')).toBe(2);
    await assignDataset(stage.occasion(), input);
    await afterLoading(table, () => table.getByRole('button', { name: 'Status' }).click());
    expect(await countIn(table)).toBe(both.enrollments.length);
  });

  it('is gone from the other widgets of the page too, which nobody asked', async () => {
    const host = await stage.host('molino-aurelia');
    host.pages.set('/', {
      html: pageOf({
        head: loaderTag(stage.demo.apiOrigin),
        body: '<ambit-report report="enrollments"></ambit-report><ambit-dashboard></ambit-dashboard>',
      }),
    });
    const { page, recording } = await stage.stranger();
    await page.goto(host.origin);
    const table = report(page);
    const scope = page.getByText('in your scope');
    const both = expectedFor(stage.demo.academy, 'molino-aurelia');
    const one = expectedFor(without(stage.demo.academy, leadership), 'molino-aurelia');
    await scope
      .filter({ hasText: `${both.learners} learners and ${both.courses} courses` })
      .waitFor();
    const input = { powerUser: powerUserOf('molino-aurelia'), dataset: leadership };
    await unassignDataset(stage.occasion(), input);
    await afterLoading(table, () => table.getByRole('button', { name: 'Status' }).click());
    await scope
      .filter({ hasText: `${one.learners} learners and ${one.courses} courses` })
      .waitFor();
    expect(recording.countOf('POST', '/v1/token')).toBe(2);
    await assignDataset(stage.occasion(), input);
  });
});

describe('T-12 a profile revoked', () => {
  const profile = 'Supervisor: view only';

  it('leaves nothing but the word that there is nothing, and no figure of before', async () => {
    const { page } = await stage.visit('qamar');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const input = { powerUser: powerUserOf('qamar'), profiles: [profile] };
    await revokeProfile(stage.occasion(), input);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('alert').getByText('Nothing here by that name').waitFor();
    expect(await figure(page, 'Overdue').count()).toBe(0);
    const widget = page.locator('ambit-dashboard');
    expect(await widget.evaluate((element) => Reflect.get(element, 'board'))).toBeNull();
    await grantProfile(stage.occasion(), input);
    await page.reload();
    await figure(page, 'Overdue').waitFor();
  });

  it('takes the rows of a table with it, and the count beside its name', async () => {
    const { page } = await stage.visit('qamar');
    await page.goto('/people');
    const table = report(page);
    await countIn(table);
    const names = await columnOf(table, 'Name');
    const input = { powerUser: powerUserOf('qamar'), profiles: [profile] };
    await revokeProfile(stage.occasion(), input);
    await table.getByRole('searchbox').fill('a');
    await page.getByRole('alert').waitFor();
    const { texts } = await standingIn(page);
    expect(texts.filter((text) => names.includes(text.trim()))).toEqual([]);
    expect(texts.filter((text) => text.includes('learners'))).toEqual([]);
    await grantProfile(stage.occasion(), input);
  });
});

describe('T-18 a learner who moves away', () => {
  it('is not on the page that is turned to next', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/people');
    const table = report(page);
    const before = await countIn(table);
    await afterLoading(table, async () => {
      await table.getByRole('button', { name: 'Name' }).click();
    });
    const { database, academy } = stage.demo;
    const last = [...expectedFor(academy, 'fjordlys').names];
    const leaving = academy.rows.users.find(
      ({ firstName, lastName }) => `${firstName} ${lastName}` === last.at(-1),
    );
    await database.orm
      .update(users)
      .set({ branchId: null })
      .where(eq(users.id, leaving?.id ?? 0));
    const next = table.getByRole('button', { name: 'Next page' });
    const seen: string[] = [];
    while ((await next.getAttribute('aria-disabled')) === 'false') {
      await afterLoading(table, () => next.click());
      seen.push(...(await columnOf(table, 'Name')));
    }
    expect(seen).not.toContain(last.at(-1));
    expect(numberIn(await table.locator('.count').textContent())).toBe(before - 1);
    const branchId = leaving?.branchId ?? null;
    await database.orm
      .update(users)
      .set({ branchId })
      .where(eq(users.id, leaving?.id ?? 0));
  });
});

describe('a supervisor who is deactivated', () => {
  it('is told that the session has ended, and goes on from there once active again', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/training');
    await figure(page, 'Overdue').waitFor();
    const setStatus = (status: 'active' | 'inactive') =>
      stage.demo.database.orm
        .update(users)
        .set({ status })
        .where(eq(users.key, powerUserOf('fjordlys')));
    await setStatus('inactive');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('alert').getByText('Your session has ended').waitFor();
    expect(await figure(page, 'Overdue').count()).toBe(0);
    await setStatus('active');
    await page.getByRole('button', { name: 'Try again' }).click();
    await figure(page, 'Overdue').waitFor();
  });
});

describe('a supervisor who may see issued certificates, but no person’s own', () => {
  const [whole, partial] = ['Supervisor: view only', 'Issued certificates'];

  it('PERM-041 sees the page of a learner without certificates, and without any error', async () => {
    const powerUser = powerUserOf('qamar');
    const permissions = ['reports.view', 'users.view', 'certificates.view_issued'];
    await createProfile(stage.occasion(), { name: partial, permissions });
    const { page } = await stage.visit('qamar');
    await page.goto('/people');
    await report(page).locator('tbody .open').first().click();
    const learner = page.locator('ambit-learner');
    await learner.getByRole('heading', { name: 'Certificates' }).waitFor();
    await revokeProfile(stage.occasion(), { powerUser, profiles: [whole] });
    await grantProfile(stage.occasion(), { powerUser, profiles: [partial] });
    await page.goto('/people');
    await report(page).locator('tbody .open').first().click();
    await learner.getByRole('heading', { name: 'Courses' }).waitFor();
    await learner.locator('ambit-report tbody').waitFor();
    expect(await learner.locator('ambit-report h2').allTextContents()).toEqual(['Courses']);
    expect(await page.getByRole('alert').count()).toBe(0);
    await revokeProfile(stage.occasion(), { powerUser, profiles: [partial] });
    await grantProfile(stage.occasion(), { powerUser, profiles: [whole] });
  });
});

describe('another supervisor in the same page', () => {
  it('T-33 sees their own people, and nothing of those of the one before', async () => {
    const before = await stage.visit('fjordlys');
    const after = await stage.visit('qamar');
    const { page } = before;
    await page.goto('/training');
    await figure(page, 'Overdue').click();
    const table = report(page);
    await countIn(table);
    await table.locator('tbody .open').first().click();
    await page.locator('ambit-learner').getByRole('heading', { name: 'Courses' }).waitFor();
    const { assertion } = await (await after.context.request.get('/ambit/assertion')).json();
    // As text: what the test runner makes of a dynamic import, a page does not know.
    await page.evaluate(`import('${stage.demo.apiOrigin}/ambit.js')
      .then(({ configure }) => configure({ assertion: async () => '${assertion}' }))`);
    const { learners, courses } = expectedFor(stage.demo.academy, 'qamar');
    await page.getByText(`${learners} learners and ${courses} courses`).waitFor();
    expect(await page.locator('ambit-report, ambit-learner').count()).toBe(0);
    await page.locator('form.demo, .bar').evaluateAll((all) => all.map((one) => one.remove()));
    const { texts, attributes } = await standingIn(page);
    const names = expectedFor(stage.demo.academy, 'fjordlys').names;
    expect(texts.filter((text) => names.has(text.trim()))).toEqual([]);
    expect(attributes.filter((text) => text.includes('fjl-'))).toEqual([]);
  });
});
