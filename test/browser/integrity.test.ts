/** A page that pins a release by its digests: what is not the very file does not run. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Host, loaderTag, pageOf } from './host.ts';
import { countIn, report } from './screen.ts';
import { openStage, type Stage, type Visit } from './stage.ts';

let stage: Stage;
let host: Host;
/** As a customer reads it: digests by path. */
let digests: Readonly<Record<string, string>>;
beforeAll(async () => {
  stage = await openStage();
  host = await stage.host('fjordlys');
  digests = await (await fetch(`${stage.demo.apiOrigin}/integrity.json`)).json();
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const body = '<ambit-report report="learners"></ambit-report><ambit-dashboard></ambit-dashboard>';

/** The script tag with its digest, and the import map that has those of the parts. */
function pinned(): string {
  const parts = Object.entries(digests)
    .filter(([path]) => path.startsWith('chunks/'))
    .map(([path, digest]) => [`${stage.demo.apiOrigin}/${path}`, digest]);
  const map = JSON.stringify({ integrity: Object.fromEntries(parts) });
  const tag = loaderTag(
    stage.demo.apiOrigin,
    `integrity="${digests['ambit.js']}" data-assertion="/assertion"`,
  );
  return `<script type="importmap">${map}</script>${tag}`;
}

/** Opens a page whose files of this name have one harmless statement more than they were built with. */
async function open(head: string, tampered?: RegExp): Promise<Omit<Visit, 'customer'>> {
  const visit = await stage.stranger();
  if (tampered) {
    await visit.context.route(tampered, async (route) => {
      const answer = await route.fetch();
      const text = `${await answer.text()}\n;globalThis.tampered = true;`;
      await route.fulfill({ response: answer, body: text });
    });
  }
  host.pages.set('/', { html: pageOf({ head, body }) });
  await visit.page.goto(host.origin);
  return visit;
}

const entry = /\/ambit\.js$/;
const parts = /\/chunks\/.*\.js$/;
const onDemand = /\/chunks\/board-.*\.js$/;

describe('T-64 a pinned page', () => {
  it('loads the files that it names, those that come on demand included', async () => {
    const { page, recording } = await open(pinned());
    await countIn(report(page));
    await page.getByText('in your scope').waitFor();
    expect(recording.console).toEqual([]);
  });

  it.each([
    ['ambit.js', entry],
    ['a part that comes with it', parts],
  ])('does not run %s when it has been tampered with', async (_, file) => {
    const { page, recording } = await open(pinned(), file);
    await expect.poll(() => recording.console.join('\n')).toContain('integrity');
    const state = await page.evaluate(() => [
      Reflect.get(globalThis, 'tampered'),
      customElements.get('ambit-report'),
    ]);
    expect(state).toEqual([undefined, undefined]);
    expect(recording.countOf('POST', '/v1/token')).toBe(0);
  });

  it('goes on without a tampered part that comes on demand', async () => {
    const { page, recording } = await open(pinned(), onDemand);
    await countIn(report(page));
    await expect.poll(() => recording.console.join('\n')).toContain('integrity');
    expect(await page.evaluate(() => Reflect.get(globalThis, 'tampered'))).toBeUndefined();
    expect(await page.evaluate(() => customElements.get('ambit-dashboard'))).toBeUndefined();
  });

  it('is what stops it: a page without digests runs whatever comes', async () => {
    const { page } = await open(loaderTag(stage.demo.apiOrigin), entry);
    await countIn(report(page));
    expect(await page.evaluate(() => Reflect.get(globalThis, 'tampered'))).toBe(true);
  });
});
