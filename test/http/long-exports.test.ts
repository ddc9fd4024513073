/** Exports of many megabytes over real sockets: receivers that leave, that stall, and a server that stops meanwhile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addSiteKey } from '../../server/command/add-site-key.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { siteOrigins } from '../../server/data/schema/index.ts';
import { lineReader } from '../../server/runtime/line-reader.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { type RunningServer, startServer } from '../../server/runtime/serve.ts';
import { mostReaders, takeTurn } from '../../server/runtime/turns.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import { benchNow, fillAcademy } from '../bench/large-academy.ts';
import { emptyWorld } from '../reference/world.ts';
import { freePort } from './listening.ts';
import { openPage, type Page, requestExport } from './portal.ts';
import { originOf, type Stage, settings } from './stage.ts';

const large = { site: 'portal', username: 'large', key: 'large', learner: 'p1' };
const rows = 60_000;

let folder: string;
let database: Database;
let server: RunningServer;
let stage: Stage;

async function start(patienceMs: number): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'ambit-long-'));
  const file = join(folder, 'long.db');
  const lines = lineReader(file, { patienceMs });
  database = openDatabase(await openLibsql(`file:${file}`, { lines }));
  await applyMigrations(database);
  await fillAcademy(database, rows);
  // It is filled without its triggers, which would have begun this person's epoch.
  await database.write([sql`INSERT INTO epochs SELECT id, 1 FROM users WHERE id < 0`]);
  await database.orm.insert(siteOrigins).values({ siteId: 'portal', origin: originOf('portal') });
  const port = await freePort();
  const told = { ...settings, issuer: `http://127.0.0.1:${port}` };
  const occasion = {
    database,
    actor: { kind: 'operator', name: 'test' },
    nowSeconds: benchNow,
  } as const;
  const { id, secret } = await addSiteKey(occasion, told, { site: 'portal' });
  const clock = { now: benchNow };
  const log: Stage['log'] = [];
  server = await startServer({
    database,
    settings: told,
    port,
    now: () => clock.now * 1000,
    log: (entry) => log.push(entry),
    graceMs: 300,
  });
  const keys = new Map([['portal', { kid: id, secret: secret ?? '' }]]);
  const world = emptyWorld;
  stage = { database, settings: told, clock, keys, log, world, fetch: (request) => fetch(request) };
}

beforeEach(() => start(60_000));
afterEach(async () => {
  await server.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins to download and takes nothing but the first bytes. */
function begin(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { highWaterMark: 1024 } as object, (response) => {
      response.once('readable', () => resolve(response));
      response.on('error', () => undefined);
    });
    request.on('error', reject);
  });
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read();
    if (holds(value) || tries > 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const manifestOf = (page: Page, id: string) => () => page.read<ExportManifest>(`/v1/exports/${id}`);

async function auditOf(id: string): Promise<unknown[][]> {
  const [found = []] = await database.read(
    sql`SELECT actor, action, "after" FROM audit_events WHERE subject = ${`export:${id}`} ORDER BY id`,
  );
  return found.map((row) => [...row]);
}

describe('a long export', () => {
  it('FOR-005 is whole, with its rows, bytes and digest in the ledger', async () => {
    const page = await openPage(stage, large);
    const { id, url } = await requestExport(page, 'enrollments');
    const bytes = await (await fetch(url)).arrayBuffer();
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    const manifest = await manifestOf(page, id)();
    expect(manifest).toMatchObject({
      status: 'complete',
      rows_expected: rows,
      rows_written: rows,
      bytes: bytes.byteLength,
      sha256: digest,
    });
    const events = await auditOf(id);
    expect(events.map(([actor, action]) => [actor, action])).toEqual([
      ['large', 'export.request'],
      ['large', 'export.redeem'],
      ['large', 'export.deliver'],
    ]);
  });

  it('fails when its receiver leaves, tells how much had left, and frees its thread', async () => {
    const page = await openPage(stage, large);
    for (let time = 0; time < mostReaders + 2; time += 1) {
      const { id, url } = await requestExport(page, 'enrollments');
      const response = await begin(url);
      response.destroy();
      const left = await until(manifestOf(page, id), ({ status }) => status === 'failed');
      expect(left).toMatchObject({ status: 'failed', sha256: null });
      const [, , last] = await auditOf(id);
      expect(last?.slice(0, 2)).toEqual(['large', 'export.fail']);
      const { rows: sent, bytes } = JSON.parse(String(last?.[2]));
      expect(sent).toBeLessThan(rows);
      expect(bytes).toBeGreaterThan(0);
    }
    const { url } = await requestExport(page, 'enrollments');
    expect((await (await fetch(url)).text()).split('\r\n')).toHaveLength(rows + 2);
    // A receiver that leaves is no fault of ours.
    expect(stage.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('does not hold up the server that stops for longer than its grace', async () => {
    const page = await openPage(stage, large);
    const { id, url } = await requestExport(page, 'enrollments');
    const response = await begin(url);
    const ended = new Promise((resolve) => response.once('close', resolve));
    const started = performance.now();
    await server.close();
    expect(performance.now() - started).toBeLessThan(3000);
    response.resume();
    await ended;
    expect(response.complete).toBe(false);
    const read = async () => {
      const [[[failed] = []] = []] = await database.read(
        sql`SELECT failed FROM export_jobs WHERE id = ${id}`,
      );
      return failed;
    };
    expect(await until(read, (failed) => failed === 1)).toBe(1);
    server = { port: 0, close: async () => undefined };
  });
});

describe('receivers that stall', () => {
  it('T-44 hold nobody up: four who take nothing give their turn to the fifth', async () => {
    await server.close();
    database.close();
    await start(400);
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const page = await openPage(stage, large);
    const stalled = [];
    // One power user can't hold every turn, so others hold the rest.
    const held = Array.from({ length: mostReaders - 4 }, () => takeTurn(AbortSignal.timeout(9000)));
    for (let time = 0; time < 4; time += 1) {
      stalled.push(await begin((await requestExport(page, 'enrollments')).url));
    }
    const { url } = await requestExport(page, 'enrollments');
    const text = await (await fetch(url)).text();
    expect(text.split('\r\n')).toHaveLength(rows + 2);
    for (const turn of held) (await turn)();
    // Whoever goes on to read finds the body broken.
    for (const response of stalled) {
      const ended = new Promise((resolve) => response.once('close', resolve));
      response.resume();
      await ended;
      expect(response.complete).toBe(false);
    }
    expect(new Set(printed.mock.calls.map(([error]) => String(error)))).toEqual(
      new Set(['Error: The export broke off']),
    );
    printed.mockRestore();
  });
});
