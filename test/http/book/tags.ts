/** ETags: what a page holds already is not sent again, and never to anybody else. */
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { chiara, ingrid, openPage, type Page, rowsPath } from '../portal.ts';
import type { Chapter } from './book.ts';

const tagged = [
  rowsPath('enrollments', {}, { limit: 5 }),
  '/v1/reports/enrollments/facets/status',
  '/v1/dashboards/team_progress',
];

const tagOf = async (page: Page, path: string): Promise<string> =>
  (await page.ask(path)).headers.get('ETag') ?? '';

const again = (page: Page, path: string, tag: string) =>
  page.ask(path, { headers: { 'If-None-Match': tag } });

export const tags: Chapter = {
  'answers 304 to whoever holds this very answer, in every spelling of the header': async (
    stage,
  ) => {
    const page = await openPage(stage, ingrid);
    for (const path of tagged) {
      const tag = await tagOf(page, path);
      expect(tag).toMatch(/^"[\w-]{43}"$/);
      for (const held of [tag, `W/${tag}`, `"other", ${tag}`, `"a" ,W/${tag} , "b"`]) {
        const response = await again(page, path, held);
        expect([response.status, await response.text()]).toEqual([304, '']);
        expect(response.headers.get('ETag')).toBe(tag);
        expect(response.headers.get('Access-Control-Allow-Origin')).toBe(page.origin);
      }
      for (const held of ['*', '"other"', tag.slice(1, -1), tag.toUpperCase(), '']) {
        expect((await again(page, path, held)).status, held).toBe(200);
      }
      expect(
        (await page.ask(path, { method: 'HEAD', headers: { 'If-None-Match': tag } })).status,
      ).toBe(304);
    }
  },

  'T-32 says 304 to nobody else, nor to another question': async (stage) => {
    const [own, other] = [await openPage(stage, ingrid), await openPage(stage, chiara)];
    const elsewhere = await openPage(stage, { ...ingrid, site: 'qamar' });
    for (const path of tagged) {
      const tag = await tagOf(own, path);
      expect((await again(other, path, tag)).status).toBe(200);
      expect((await again(elsewhere, path, tag)).status).toBe(200);
      for (const another of tagged.filter((one) => one !== path)) {
        expect((await again(own, another, tag)).status).toBe(200);
      }
    }
    const [five, six] = [5, 6].map((limit) => rowsPath('enrollments', {}, { limit }));
    expect((await again(own, six ?? '', await tagOf(own, five ?? ''))).status).toBe(200);
  },

  'lets a tag go with the minute, with progress and with membership': async (stage) => {
    const page = await openPage(stage, ingrid);
    for (const path of tagged) {
      const changes = [
        () => {
          stage.clock.now += 60;
        },
        () =>
          stage.database.write([sql`UPDATE enrollments SET seconds = seconds WHERE user_id = 1`]),
        () => stage.database.write([sql`UPDATE users SET email = email WHERE id = 1`]),
      ];
      for (const change of changes) {
        const tag = await tagOf(page, path);
        expect((await again(page, path, tag)).status).toBe(304);
        await change();
        expect((await again(page, path, tag)).status).toBe(200);
      }
    }
  },

  'T-31 keeps every answer out of caches, and tells them apart by page and token': async (
    stage,
  ) => {
    const page = await openPage(stage, ingrid);
    for (const path of [...tagged, '/v1/session', '/v1/reports', '/v1/nothing']) {
      const { headers } = await page.ask(path);
      expect(headers.get('Cache-Control')).toBe('private, no-store');
      expect(headers.get('Vary')).toBe('Origin, Authorization');
    }
    const other = await openPage(stage, chiara);
    const [path = ''] = tagged;
    expect(await tagOf(page, path)).not.toBe(await tagOf(other, path));
  },
};
