/** Threat 44: exports are few at a time for each, and what is refused costs next to nothing. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mostOpenExports } from '../../server/export/request-export.ts';
import { chiara, ingrid, openPage, requestExport } from '../http/portal.ts';
import { nextHour } from '../http/stage.ts';
import { type WatchedStage, watchedStage } from './http-world.ts';

/** How many requests have to stand at the first look at the quota before any of them goes on. */
let meeting = 0;
let waiting: (() => void)[] = [];

function meet(batch: readonly { readonly sql: string }[]): Promise<void> {
  if (meeting === 0 || !batch.some(({ sql: text }) => text.includes('AS room')))
    return Promise.resolve();
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length < meeting) return;
    for (const go of waiting) go();
    waiting = [];
    meeting = 0;
  });
}

let stage: WatchedStage;
beforeAll(async () => {
  stage = await watchedStage(meet);
});
afterAll(() => stage.database.close());
beforeEach(() => nextHour(stage));

const jobs = async (): Promise<number> => {
  const [[[count] = []] = []] = await stage.database.read(
    sql`SELECT count(*) FROM export_jobs WHERE created_at = ${stage.clock.now}`,
  );
  return Number(count);
};

describe('T-44 exports', () => {
  it('T-44 of five hundred that are asked for at once, five are given', async () => {
    const page = await openPage(stage, ingrid);
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async () => {
        const response = await page.post('/v1/exports', { report: 'courses' });
        await response.text();
        return response.status;
      }),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(mostOpenExports);
    expect(statuses.filter((status) => status === 429)).toHaveLength(500 - mostOpenExports);
    expect(await jobs()).toBe(mostOpenExports);
  }, 60_000);

  it('T-44 of twenty who all saw that there was room, five are given', async () => {
    const page = await openPage(stage, ingrid);
    meeting = 20;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => page.post('/v1/exports', { report: 'courses' })),
    );
    expect(meeting).toBe(0);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(mostOpenExports);
    expect(await jobs()).toBe(mostOpenExports);
  });

  it('T-44 beyond the five nothing is counted and nothing is written', async () => {
    const page = await openPage(stage, ingrid);
    for (let time = 0; time < mostOpenExports; time += 1) await requestExport(page, 'enrollments');
    stage.statements.length = 0;
    expect((await page.post('/v1/exports', { report: 'enrollments' })).status).toBe(429);
    const texts = stage.statements.map(({ sql: text }) => text.trim());
    expect(texts.filter((text) => /enrollments/.test(text))).toEqual([]);
    expect(texts.filter((text) => !/^(select|with)\b/i.test(text))).toEqual([]);
  });

  it('T-44 count those that are being fetched, and no longer those that are done, over or somebody else’s', async () => {
    const page = await openPage(stage, ingrid);
    const manifests = [];
    for (let time = 0; time < mostOpenExports; time += 1)
      manifests.push(await requestExport(page, 'courses'));
    const ask = async () => (await page.post('/v1/exports', { report: 'courses' })).status;
    expect(await ask()).toBe(429);
    const open = manifests.map(({ url }) => stage.fetch(new Request(url)));
    const [first, ...others] = await Promise.all(open);
    // All are on their way, and none has been read to its end.
    stage.clock.now += 300;
    const later = await openPage(stage, ingrid);
    expect((await later.post('/v1/exports', { report: 'courses' })).status).toBe(429);
    await first?.text();
    expect((await later.post('/v1/exports', { report: 'courses' })).status).toBe(201);
    for (const response of others) await response.body?.cancel();
    expect((await later.post('/v1/exports', { report: 'courses' })).status).toBe(201);
    expect(
      (await (await openPage(stage, chiara)).post('/v1/exports', { report: 'courses' })).status,
    ).toBe(201);
  });

  it('T-44 a download whose process died holds its place for an hour at most', async () => {
    const page = await openPage(stage, ingrid);
    for (let time = 0; time < mostOpenExports; time += 1) {
      const { id } = await requestExport(page, 'courses');
      await stage.database.write([
        sql`UPDATE export_jobs SET redeemed_at = ${stage.clock.now} WHERE id = ${id}`,
      ]);
    }
    const ask = async () => {
      const fresh = await openPage(stage, ingrid);
      return (await fresh.post('/v1/exports', { report: 'courses' })).status;
    };
    expect(await ask()).toBe(429);
    stage.clock.now += 3599;
    expect(await ask()).toBe(429);
    stage.clock.now += 1;
    expect(await ask()).toBe(201);
  });
});
