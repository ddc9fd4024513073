/** POST /v1/exports and GET /v1/exports/{id}: asking for a file, and following it. */
import { expect } from 'vitest';
import type { ExportManifest } from '../../../shared/wire/export.ts';
import type { Rows } from '../../../shared/wire/report.ts';
import { chiara, ingrid, layla, openPage, problemOf, requestExport, rowsPath } from '../portal.ts';
import type { Chapter } from './book.ts';

export const exports: Chapter = {
  'FOR-005 FOR-014 promises as many rows as the screen counts, and tells its address once': async (
    stage,
  ) => {
    const page = await openPage(stage, chiara);
    const question = { filters: [{ column: 'progress', op: 'less' as const, value: 100 }] };
    const { total } = await page.read<Rows>(rowsPath('enrollments', question));
    const manifest = await requestExport(page, 'enrollments', question);
    expect(manifest).toMatchObject({
      report: 'enrollments',
      format: 'csv',
      status: 'ready',
      rows_expected: total,
      rows_written: 0,
      bytes: null,
      sha256: null,
    });
    expect(manifest.filename).toMatch(
      /^Molino Aurelia portal - Enrollments - 2026-\d\d-\d\d\.csv$/,
    );
    expect(Date.parse(manifest.expires_at) - Date.parse(manifest.created_at)).toBe(120_000);
    const again = await page.read<ExportManifest>(`/v1/exports/${manifest.id}`);
    expect(again).toEqual({ ...manifest, url: null });
  },

  'FOR-021 refuses whoever lacks reports.export, and nobody who holds it': async (stage) => {
    const response = await (await openPage(stage, layla)).post('/v1/exports', {
      report: 'learners',
    });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ type: 'urn:ambit:problem:forbidden' });
    const page = await openPage(stage, ingrid);
    expect((await page.post('/v1/exports', { report: 'learners' })).status).toBe(201);
  },

  'T-25 shows an export to whoever asked for it, through the site where they did': async (
    stage,
  ) => {
    const own = await openPage(stage, ingrid);
    const { id } = await requestExport(own, 'learners');
    const others = [
      await openPage(stage, chiara),
      await openPage(stage, { ...ingrid, site: 'qamar' }),
      await openPage(stage, { ...chiara, site: ingrid.site }),
    ];
    const [unknown] = await answersOf([await own.ask('/v1/exports/unknown0unknown0unknown0')]);
    const foreign = await answersOf(
      await Promise.all(others.map((page) => page.ask(`/v1/exports/${id}`))),
    );
    expect(foreign).toEqual(others.map(() => unknown));
    expect((await own.ask(`/v1/exports/${id}`)).status).toBe(200);
  },

  'refuses what the screen would refuse, in the same words': async (stage) => {
    const page = await openPage(stage, ingrid);
    const question = { sort: [{ column: 'nothing', desc: false }] };
    const asked = await page.post('/v1/exports', { report: 'learners', question });
    const shown = await page.ask(rowsPath('learners', question));
    expect([asked.status, await problemOf(asked)]).toEqual([400, await problemOf(shown)]);
    const missing = await page.post('/v1/exports', { report: 'nothing' });
    expect(missing.status).toBe(404);
    for (const body of [{}, { report: 1 }, { report: 'learners', format: 'xlsx' }, [], null, 'x']) {
      expect((await page.post('/v1/exports', body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await page.post('/v1/exports', { report: 'learners', as: 'root' })).status).toBe(400);
  },

  'T-44 has room for five at a time and for more once they are over': async (stage) => {
    const page = await openPage(stage, ingrid);
    const asked = await Promise.all(
      Array.from({ length: 12 }, () => page.post('/v1/exports', { report: 'learners' })),
    );
    const statuses = asked.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(5).fill(201), ...Array(7).fill(429)]);
    const refused = asked.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('Retry-After'))).toBeGreaterThan(0);
    // Another person is not held up, and fetching one makes room.
    await requestExport(await openPage(stage, chiara), 'learners');
    const { url } = await oneOf(asked);
    await (await stage.fetch(new Request(url))).text();
    expect((await page.post('/v1/exports', { report: 'learners' })).status).toBe(201);
    expect((await page.post('/v1/exports', { report: 'learners' })).status).toBe(429);
    stage.clock.now += 121;
    const later = await openPage(stage, ingrid);
    expect((await later.post('/v1/exports', { report: 'learners' })).status).toBe(201);
  },
};

/** The manifest of one that was granted. */
async function oneOf(asked: readonly Response[]): Promise<{ url: string }> {
  const granted = asked.find(({ status }) => status === 201);
  if (!granted) throw new Error('None was granted');
  return (await granted.json()) as { url: string };
}

const answersOf = (responses: readonly Response[]) =>
  Promise.all(
    responses.map(async (response) => ({
      status: response.status,
      problem: await problemOf(response),
    })),
  );
