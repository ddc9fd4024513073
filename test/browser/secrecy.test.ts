/** Where tokens may be: in the body that brings them and the header that carries them, and nowhere else. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standingIn } from './composed-tree.ts';
import type { Exchange, Recording } from './recording.ts';
import { countIn, figure, report, takeFile } from './screen.ts';
import { openStage, type Stage, type Visit } from './stage.ts';

let stage: Stage;
let visit: Visit;
let exchanges: readonly Exchange[];
/** Every assertion and every token of the walk, and the signatures of its download links. */
let secrets: { readonly tokens: string[]; readonly assertions: string[] };

beforeAll(async () => {
  stage = await openStage();
  visit = await stage.visit('fjordlys');
  await walk(visit);
  exchanges = await visit.recording.exchanges();
  secrets = {
    tokens: exchanges
      .filter(({ path }) => path === '/v1/token')
      .map(({ body }) => JSON.parse(body).access_token as string),
    assertions: exchanges
      .filter(({ path }) => path === '/ambit/assertion')
      .map(({ body }) => JSON.parse(body).assertion as string),
  };
});
afterAll(() => stage.close());

/** All that a supervisor does in a visit, and a renewal of the token amid it. */
async function walk({ page, recording, context }: Visit): Promise<void> {
  await page.clock.install();
  await page.goto('/training');
  await figure(page, 'Overdue').click();
  const table = report(page);
  await countIn(table);
  await takeFile(page, table, recording);
  await page.clock.fastForward(11 * 60_000);
  await table.locator('tbody .open').first().click();
  await page.locator('ambit-learner').getByRole('heading', { name: 'Courses' }).waitFor();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await table.getByRole('searchbox').fill('an');
  await page.getByRole('alert').first().waitFor();
  await context.setOffline(false);
}

const whereIn = (texts: readonly string[], secret: string): string[] =>
  texts.filter((text) => text.includes(secret));

/** Every string that can be reached from the widgets by their properties, however deep. */
const reachable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const seen = new Set<unknown>();
    const follow = (value: unknown, depth: number): void => {
      if (typeof value === 'string') found.push(value);
      if (typeof value !== 'object' && typeof value !== 'function') return;
      if (value === null || seen.has(value) || depth > 12 || value instanceof Window) return;
      seen.add(value);
      if (value instanceof Map || value instanceof Set) {
        for (const entry of value) follow(entry, depth + 1);
      }
      for (const key of Reflect.ownKeys(value)) {
        try {
          follow(Reflect.get(value, key), depth + 1);
        } catch {
          // A getter that wants another receiver has nothing to tell.
        }
      }
    };
    for (const element of document.querySelectorAll('*')) {
      if (!element.localName.startsWith('ambit-')) continue;
      for (let on: object | null = element; on; on = Object.getPrototypeOf(on)) {
        for (const key of Reflect.ownKeys(on)) {
          try {
            follow(Reflect.get(element, key), 0);
          } catch {
            // As above.
          }
        }
      }
    }
    return found;
  });

const headersOf = ({ requestHeaders }: Exchange): string[] =>
  Object.entries(requestHeaders).map(([name, value]) => `${name}: ${value}`);

describe('T-63 a token', () => {
  it('was renewed on the way, so that there are two to look for', () => {
    expect(new Set(secrets.tokens).size).toBe(2);
    expect(new Set(secrets.assertions).size).toBe(2);
  });

  it('is in the header of each request that needs one, to our API alone', () => {
    const carrying = exchanges.filter((one) =>
      secrets.tokens.some((token) => whereIn(headersOf(one), token).length > 0),
    );
    expect(carrying.length).toBeGreaterThan(5);
    for (const one of carrying) {
      expect(new URL(one.url).origin).toBe(stage.demo.apiOrigin);
      const names = headersOf(one).filter((line) => secrets.tokens.some((t) => line.includes(t)));
      expect(names.map((line) => line.split(':')[0])).toEqual(['authorization']);
    }
  });

  it('is in no address, no referrer, and no body but the one that brings it', () => {
    for (const secret of [...secrets.tokens, ...secrets.assertions]) {
      for (const { url, path, requestHeaders, requestBody, body } of exchanges) {
        expect(url).not.toContain(secret);
        expect(requestHeaders.referer ?? '').not.toContain(secret);
        if (path !== '/v1/token') expect(requestBody).not.toContain(secret);
        if (path !== '/v1/token' && path !== '/ambit/assertion') expect(body).not.toContain(secret);
      }
    }
  });

  it('is neither in the document nor in what its scripts store, say or can reach', async () => {
    const { page, recording } = visit;
    const { texts, attributes, stored } = await standingIn(page);
    const properties = await reachable(page);
    expect(properties.length).toBeGreaterThan(100);
    for (const secret of [...secrets.tokens, ...secrets.assertions]) {
      const places = {
        texts,
        attributes,
        stored: [stored],
        properties,
        console: saidIn(recording),
      };
      for (const [place, told] of Object.entries(places)) {
        expect([place, whereIn(told, secret)]).toEqual([place, []]);
      }
    }
  });

  it('would be found there, were it there', async () => {
    const { page } = await stage.visit('fjordlys');
    await page.goto('/people');
    await countIn(report(page));
    await page.locator('ambit-report').evaluate((element) => {
      Object.assign(element, { kept: { deep: [new Map([['a', 'a secret']])] } });
      element.shadowRoot?.querySelector('.body')?.setAttribute('data-kept', 'a secret');
      localStorage.setItem('kept', 'a secret');
    });
    const { attributes, stored } = await standingIn(page);
    expect(whereIn(attributes, 'a secret')).toHaveLength(1);
    expect(stored).toContain('a secret');
    expect(whereIn(await reachable(page), 'a secret')).toHaveLength(1);
  });

  it('leaves no cookie at the API, and the page tells it no address', () => {
    for (const one of exchanges.filter(({ url }) => url.startsWith(stage.demo.apiOrigin))) {
      // Cookies know no port: a download, which is a navigation, takes along those of the portal on this same machine.
      if (!one.path.startsWith('/v1/downloads/')) expect(one.requestHeaders.cookie).toBeUndefined();
      expect(one.responseHeaders['set-cookie']).toBeUndefined();
      const { referer } = one.requestHeaders;
      // Origins alone: the page's, and our own for the files that a file of ours asks for.
      if (referer) expect(referer).toBe(`${new URL(referer).origin}/`);
    }
  });
});

const saidIn = ({ console }: Recording): readonly string[] => console;
