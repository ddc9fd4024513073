/** docs/embed.md in a real browser: its policy, its markup, and what it says that a page shows when something is wrong. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, pageAt, tableIn } from '../unit/doc-page.ts';
import { type Host, loaderTag, pageOf } from './host.ts';
import { violationsOf } from './recording.ts';
import { openStage, type Stage } from './stage.ts';

const page = pageAt('docs/embed.md');
const [policyLine = ''] = blocksOf(page, 'http');
const policy = policyLine.trim().replace('Content-Security-Policy: ', '');
const markup = blocksOf(page, 'html');

let stage: Stage;
let host: Host;
beforeAll(async () => {
  stage = await openStage();
  host = await stage.host('fjordlys');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** As it stands in the documentation, at this test's addresses. */
const here = (text: string) =>
  text
    .replaceAll('https://training.example.com', stage.demo.apiOrigin)
    .replaceAll('/ambit/assertion', '/assertion');

async function open(html: string, csp = here(policy), prepare?: (page: Page) => Promise<unknown>) {
  host.pages.set('/page', { html, policy: csp });
  const visit = await stage.stranger();
  await prepare?.(visit.page);
  await visit.page.goto(`${host.origin}/page`);
  return visit;
}

describe('the policy', () => {
  const widgets = `${markup.join('')}<ambit-learner user-id="nobody"></ambit-learner>`;
  const used = async (opened: Page) => {
    await opened.locator('ambit-report').getByRole('table').first().waitFor();
    await opened.locator('ambit-dashboard').getByText('Completion rate').first().waitFor();
    await opened.locator('ambit-learner').getByText('Nothing here by that name').waitFor();
  };

  it('T-60 is enough for the markup of the page, parts that are fetched on demand included', async () => {
    const { page: opened } = await open(pageOf({ body: here(widgets) }));
    await used(opened);
    expect(await violationsOf(opened)).toEqual([]);
  });

  it('T-60 lets an export through', async () => {
    const { page: opened } = await open(pageOf({ body: here(widgets) }));
    const download = opened.waitForEvent('download');
    await opened.getByRole('button', { name: 'Export CSV' }).first().click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    expect(await violationsOf(opened)).toEqual([]);
  });

  it.each(['', " 'strict-dynamic'"])(
    'T-60 may have a nonce in place of the origin%s',
    async (more) => {
      const csp = here(policy).replace(/script-src [^;]*/, `script-src 'nonce-abc'${more}`);
      const body = here(widgets).replace('<script ', '<script nonce="abc" ');
      const { page: opened } = await open(pageOf({ body }), csp);
      await used(opened);
      expect(await violationsOf(opened)).toEqual([]);
    },
  );

  it.each(['script-src', 'connect-src'])('T-60 is not enough without %s', async (directive) => {
    const csp = here(policy).replace(new RegExp(`${directive} [^;]*; `), '');
    const { page: opened } = await open(pageOf({ body: here(widgets) }), csp);
    await opened.waitForFunction(() => Reflect.get(globalThis, 'keptViolations').length > 0);
  });
});

describe('when something is wrong', () => {
  const report = '<ambit-report report="enrollments"></ambit-report>';
  const told = tableIn(page, 'in the element').map(([cell = '']) => cell);
  const answering =
    (status: number, body: string, headers = {}) =>
    async (opened: Page) =>
      opened.route('**/assertion', (route) => route.fulfill({ status, body, headers }));

  it.each([
    ['a login page', 'This page is not connected', answering(200, '<!doctype html>Sign in')],
    ['401', 'Your session has ended', answering(401, 'Sign in')],
    ['a JWT that nobody signed', 'Your session has ended', answering(200, 'e30.e30.AAAA')],
    ['a redirect', 'No connection', answering(302, '', { location: '/login' })],
    ['an error', 'Something went wrong', answering(500, '')],
  ])('the route answers %s, and the element says: %s', async (_, title, prepare) => {
    expect(told.some((cell) => cell.includes(`*${title}*`))).toBe(true);
    const head = loaderTag(stage.demo.apiOrigin);
    const { page: opened } = await open(pageOf({ head, body: report }), undefined, prepare);
    await opened.getByRole('alert').getByText(title).waitFor();
  });

  it.each([
    ['data-assertion="https://elsewhere.example/"', 'This page is not connected'],
    ['', 'This page is not connected'],
  ])('the script tag has `%s`, and the element says: %s', async (attributes, title) => {
    const head = loaderTag(stage.demo.apiOrigin, attributes);
    const { page: opened } = await open(pageOf({ head, body: report }));
    await opened.getByRole('alert').getByText(title).waitFor();
  });

  it.each([
    ['<ambit-report report="nope"></ambit-report>', 'Nothing here by that name'],
    ['<ambit-report></ambit-report>', 'This question can’t be answered'],
    [
      '<ambit-report report="enrollments" sort="nope"></ambit-report>',
      'This question can’t be answered',
    ],
    [report.replace('>', ' api-base="https://elsewhere.example">'), 'This page is not connected'],
  ])('%s says: %s', async (body, title) => {
    const head = loaderTag(stage.demo.apiOrigin);
    const { page: opened } = await open(pageOf({ head, body }));
    await opened.getByRole('alert').getByText(title).waitFor();
  });

  it('T-09 an origin that no site has registered looks like no connection', async () => {
    const head = loaderTag(stage.demo.apiOrigin);
    const { page: opened } = await stage.stranger();
    host.pages.set('/page', { html: pageOf({ head, body: report }) });
    // The same page by another name of the same machine: another origin.
    await opened.goto(`${host.origin.replace('localhost', '127.0.0.1')}/page`);
    await opened.getByRole('alert').getByText('No connection').waitFor();
  });
});
