/** The Worker itself in workerd: its start, its refusal to start, and exports of scopes larger than a statement. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openD1 } from '../../server/data/d1.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import worker from '../../server/runtime/worker.ts';
import { startWorkerDigest } from '../../server/runtime/worker-digest.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Report } from '../../shared/wire/report.ts';
import { parseCsv } from '../http/csv.ts';
import { allRows, ingrid, openPage, requestExport } from '../http/portal.ts';
import { expectSameRows } from '../http/same-rows.ts';
import { buildStage, originOf, type Stage, settings } from '../http/stage.ts';

const bindings = { DB: env.DB, AMBIT_ISSUER: settings.issuer, AMBIT_SECRET: settings.secret };
const ask = (path: string, with_: object = bindings) =>
  worker.fetch(new Request(settings.issuer + path), with_ as typeof bindings);

let stage: Stage;
let database: Database;
beforeAll(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  database = openDatabase(openD1(env.DB));
  stage = await buildStage(database, startWorkerDigest);
});

describe('the Worker', () => {
  it('T-06 does not run without its settings, says so, and tells why in its log alone', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    for (const lacking of [
      { AMBIT_SECRET: undefined },
      { AMBIT_SECRET: 'short' },
      { AMBIT_ISSUER: 'x' },
    ]) {
      const response = await ask('/healthz', { ...bindings, ...lacking });
      expect(response.status).toBe(503);
      expect(response.headers.get('Retry-After')).toBe('5');
      const body = await response.text();
      expect(body).toContain('urn:ambit:problem:unavailable');
      expect(body).not.toContain('AMBIT_');
      expect(printed).toHaveBeenCalled();
      expect(JSON.stringify(printed.mock.calls)).not.toContain(settings.secret);
    }
    printed.mockRestore();
  });

  it('starts by the next request that finds all of them, and logs one line each', async () => {
    const lines: string[] = [];
    const printed = vi.spyOn(console, 'log').mockImplementation((line) => lines.push(String(line)));
    for (const path of [
      '/healthz',
      '/readyz',
      '/.well-known/jwks.json',
      '/openapi.json',
      '/docs',
    ]) {
      expect((await ask(path)).status, path).toBe(200);
    }
    const origin = { Origin: originOf('fjordlys') };
    const request = new Request(`${settings.issuer}/v1/session`, { headers: origin });
    expect((await worker.fetch(request, bindings as never)).status).toBe(401);
    printed.mockRestore();
    expect(lines.map((line) => JSON.parse(line).route)).toEqual([
      '/healthz',
      '/readyz',
      '/.well-known/jwks.json',
      '/openapi.json',
      '/docs',
      '/v1/session',
    ]);
  });
});

describe('on D1', () => {
  it('T-36 FOR-005 a scope of hundreds of ids is shown and exported whole, over many statements', async () => {
    const [[[people] = []] = []] = await database.read(
      sql`SELECT dataset_id FROM dataset_assignments
        WHERE power_user_id = (SELECT id FROM users WHERE key = ${ingrid.key})`,
    );
    const [[[ceiling] = []] = []] = await database.read(
      sql`SELECT ceiling_dataset_id FROM sites WHERE id = 'fjordlys'`,
    );
    await database.write([
      sql`UPDATE dataset_selections SET mode = 'all' WHERE dataset_id = ${ceiling}`,
      sql`DELETE FROM dataset_items WHERE dataset_id = ${people}`,
      sql`UPDATE dataset_selections SET mode = 'subset' WHERE dataset_id = ${people}`,
      sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
        SELECT ${people}, 'user', id, 0 FROM users WHERE key NOT LIKE 'mau-%'`,
      sql`INSERT INTO dataset_items (dataset_id, kind, item_id, descendants)
        SELECT ${people}, 'course', id, 0 FROM courses`,
    ]);
    const [[[items, right] = []] = []] = await database.read(
      sql`SELECT (SELECT count(*) FROM dataset_items WHERE dataset_id = ${people}),
        (SELECT count(*) FROM enrollments e JOIN users u ON u.id = e.user_id WHERE u.key NOT LIKE 'mau-%')`,
    );
    expect(Number(items)).toBeGreaterThan(600);
    const page = await openPage(stage, ingrid);
    const { columns } = await page.read<Report>('/v1/reports/enrollments');
    const screen = await allRows(page, 'enrollments');
    expect(screen.total).toBe(right);
    const { id, url, rows_expected } = await requestExport(page, 'enrollments');
    const file = await (await stage.fetch(new Request(url))).text();
    expectSameRows(columns, screen, parseCsv(file));
    const manifest = await page.read<ExportManifest>(`/v1/exports/${id}`);
    expect(manifest).toMatchObject({ status: 'complete', rows_written: rows_expected });
    expect(rows_expected).toBeGreaterThan(4000);
  }, 60_000);

  it('marks an export as failed whose receiver leaves', async () => {
    const page = await openPage(stage, ingrid);
    const { id, url } = await requestExport(page, 'enrollments');
    const reader = (await stage.fetch(new Request(url))).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    const manifest = await page.read<ExportManifest>(`/v1/exports/${id}`);
    expect(manifest).toMatchObject({ status: 'failed', sha256: null });
  });
});
