/** The strictest page that a customer may have: the policy, Trusted Types, and a Lit of their own. */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, pageAt } from '../unit/doc-page.ts';
import { type Host, loaderTag, pageOf } from './host.ts';
import { violationsOf } from './recording.ts';
import { openStage, type Stage } from './stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let stage: Stage;
let host: Host;
beforeAll(async () => {
  stage = await openStage();
  host = await stage.host('fjordlys');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const [documented = ''] = blocksOf(pageAt('docs/embed.md'), 'http');

/** The policy of the documentation, at this test's addresses; `more` adds a directive. */
const policyOf = (...more: readonly string[]) =>
  [
    documented
      .trim()
      .replace('Content-Security-Policy: ', '')
      .replaceAll('https://training.example.com', stage.demo.apiOrigin),
    ...more,
  ].join('; ');

const widgets = `<ambit-report report="enrollments" searchable exportable column-choice></ambit-report>
  <ambit-dashboard></ambit-dashboard>`;

const put = (path: string, policy: string, head = '', body = widgets): void => {
  const html = pageOf({ head: head + loaderTag(stage.demo.apiOrigin), body });
  host.pages.set(path, { html, policy });
};

/** A component of the customer's own, on their own copy of Lit. */
async function bundleOfHost(): Promise<string> {
  const { output } = [
    await build({
      configFile: false,
      logLevel: 'error',
      // Lit as it is in production, whatever the tests run as.
      resolve: { conditions: ['module', 'browser'] },
      build: {
        write: false,
        lib: { entry: 'host-card', formats: ['es'] },
        rolldownOptions: { input: 'virtual:host-card' },
      },
      plugins: [
        {
          name: 'host-card',
          resolveId: (id) => (id.endsWith('host-card') ? `${root}/host-card.js` : null),
          load: (id) => (id.endsWith('/host-card.js') ? hostCard : null),
        },
      ],
    }),
  ].flat()[0] as Rolldown.RolldownOutput;
  return output[0].code;
}

const hostCard = `import { html, LitElement } from 'lit';
  customElements.define('host-card', class extends LitElement {
    render() { return html\`<p>A card of the host</p>\`; }
  });`;

const ready = (page: Page) => page.locator('ambit-report').getByRole('table').waitFor();

describe('T-60 a page with the policy of the documentation', () => {
  it('shows the widgets, lets every part of them be used, and reports no violation', async () => {
    put('/strict', policyOf());
    const { page, recording } = await stage.stranger();
    await page.goto(`${host.origin}/strict`);
    await ready(page);
    const report = page.locator('ambit-report');
    await report.getByRole('button', { name: 'Columns' }).click();
    await report.getByRole('checkbox', { name: 'Course code' }).check();
    await page.keyboard.press('Escape');
    await report.getByRole('button', { name: 'Add filter' }).click();
    await report.getByRole('combobox', { name: 'Column' }).selectOption({ label: 'Status' });
    await report.getByRole('checkbox', { name: 'Completed' }).check();
    await report.getByRole('button', { name: 'Apply' }).click();
    await report
      .getByRole('button', { name: /^Change filter: Status is any of Completed/ })
      .waitFor();
    await report.locator('tbody .open').first().click();
    await report.getByRole('dialog').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(recording.console).toEqual([]);
  });

  it('is told by the browser when a part of it is missing', async () => {
    put(
      '/narrow',
      policyOf().replace(`connect-src 'self' ${stage.demo.apiOrigin}`, "connect-src 'self'"),
    );
    const { page } = await stage.stranger();
    await page.goto(`${host.origin}/narrow`);
    await page.locator('ambit-report').getByRole('alert').waitFor();
    const blocked = (await violationsOf(page)).map(({ directive }) => directive);
    expect(new Set(blocked)).toEqual(new Set(['connect-src']));
  });
});

describe('T-60 a page that names the Trusted Types policies that it allows', () => {
  it('needs to name lit-html for ours', async () => {
    put('/named', policyOf('trusted-types lit-html'));
    put('/unnamed', policyOf('trusted-types somebody-else'));
    const { page } = await stage.stranger();
    await page.goto(`${host.origin}/named`);
    await ready(page);
    expect(await violationsOf(page)).toEqual([]);
    await page.goto(`${host.origin}/unnamed`);
    await page.waitForFunction(() => Reflect.get(globalThis, 'keptViolations').length > 0);
    expect(await violationsOf(page)).toMatchObject([{ directive: 'trusted-types' }]);
    expect(await page.evaluate(() => customElements.get('ambit-report'))).toBeUndefined();
  });

  it('may have its own Lit beside ours, with allow-duplicates', async () => {
    host.pages.set('/host-card.js', { html: await bundleOfHost(), type: 'text/javascript' });
    const withOwnScripts = (trustedTypes: string) =>
      policyOf(trustedTypes).replace('script-src', "script-src 'self'");
    const own = '<script type="module" src="/host-card.js"></script>';
    const body = `<host-card></host-card>${widgets}`;
    put('/both', withOwnScripts("trusted-types lit-html 'allow-duplicates'"), own, body);
    put('/one', withOwnScripts('trusted-types lit-html'), own, body);
    const { page, recording } = await stage.stranger();
    await page.goto(`${host.origin}/both`);
    await ready(page);
    await page.getByText('A card of the host').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(recording.console).toEqual([]);
    await page.goto(`${host.origin}/one`);
    await page.waitForFunction(() => Reflect.get(globalThis, 'keptViolations').length > 0);
    expect(await violationsOf(page)).toMatchObject([{ directive: 'trusted-types' }]);
  });
});

describe('a page in a sandboxed frame', () => {
  it('shows the widgets and hands out files with the permissions of the documentation', async () => {
    put('/inner', policyOf());
    const sandbox = 'allow-scripts allow-same-origin allow-downloads';
    expect(pageAt('docs/embed.md')).toContain('`allow-downloads` for exports');
    const frame = `<iframe src="/inner" sandbox="${sandbox}" title="Training"></iframe>`;
    host.pages.set('/outer', { html: pageOf({ body: frame }) });
    const { page } = await stage.stranger();
    await page.goto(`${host.origin}/outer`);
    const coming = page.waitForEvent('download');
    await page.frameLocator('iframe').getByRole('button', { name: 'Export CSV' }).click();
    expect((await coming).suggestedFilename()).toMatch(/\.csv$/);
  });
});
