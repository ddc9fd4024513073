/** What only a real socket shows: the widget's files, requests that no client would make, and broken bodies. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database, Lines } from '../../server/data/database.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import { type Listening, listen } from './listening.ts';
import { ingrid, openPage, requestExport } from './portal.ts';
import { isWhole, raw, requestText, statusOf } from './raw.ts';
import { nextHour, originOf } from './stage.ts';

const secret = 'a secret beneath the widget';

/** A built widget in a folder with something beside it that is nobody's business. */
function builtWidget(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-widget-'));
  const widget = join(folder, 'widget');
  for (const sub of ['chunks', 'assets']) mkdirSync(join(widget, sub), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), secret);
  writeFileSync(join(widget, '_headers'), secret);
  writeFileSync(join(widget, 'manifest.json'), secret);
  writeFileSync(join(widget, 'ambit.js'), 'export {};');
  writeFileSync(join(widget, 'chunks', 'chart-1a2b.js'), 'export const chart = 1;');
  writeFileSync(
    join(widget, 'assets', 'mark-3c4d.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
  );
  return widget;
}

const widget = builtWidget();
afterAll(() => rmSync(join(widget, '..'), { recursive: true }));

/** How the next long read fares: after so many chunks it breaks; null lets it be. */
let breaksAfter: number | null = null;
const cause = 'the disk is gone (C:\\secret\\path)';

/** The same database, whose long reads can be broken from without. */
function breakable(database: Database): Database {
  const { lines } = database;
  if (!lines) throw new Error('The database does not stream');
  return {
    ...database,
    async *lines(statement, signal): AsyncGenerator<Lines, void, undefined> {
      let left = breaksAfter;
      for await (const some of lines(statement, signal)) {
        if (left === 0) throw new Error(cause);
        yield some;
        if (left !== null) left -= 1;
      }
      if (left !== null) throw new Error(cause);
    },
  };
}

let server: Listening;
beforeAll(async () => {
  server = await listen(breakable, widget);
});
afterAll(() => server.stop());
beforeEach(() => {
  breaksAfter = null;
  nextHour(server.stage);
});

describe('the widget’s files', () => {
  const get = (path: string, headers: HeadersInit = {}) =>
    fetch(server.stage.settings.issuer + path, { headers });

  it('load into a page of any origin', async () => {
    for (const path of ['/ambit.js', '/chunks/chart-1a2b.js', '/assets/mark-3c4d.svg']) {
      const response = await get(path, { Origin: 'https://anywhere.example' });
      expect(response.status, path).toBe(200);
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
      expect(response.headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
      await response.text();
    }
    expect((await get('/ambit.js')).headers.get('Content-Type')).toMatch(/^text\/javascript/);
  });

  it('are kept for ever where their name carries a hash, and asked for again where it does not', async () => {
    const chunk = await get('/chunks/chart-1a2b.js');
    expect(chunk.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    const entry = await get('/ambit.js');
    expect(entry.headers.get('Cache-Control')).toBe('public, no-cache');
    const tag = entry.headers.get('ETag') ?? '';
    expect(tag).not.toBe('');
    const again = await get('/ambit.js', { 'If-None-Match': tag, Origin: 'https://any.example' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect((await get('/ambit.js', { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it.each([
    '/_headers',
    '/manifest.json',
    '/chunks/',
    '/chunks/none.js',
    '/chunks/../../secret.txt',
    '/chunks/%2e%2e/%2e%2e/secret.txt',
    '/chunks/..%2f..%2fsecret.txt',
    '/chunks/..%5c..%5csecret.txt',
    '/chunks/%252e%252e/secret.txt',
    '/chunks//../../secret.txt',
    '/assets/..\\..\\secret.txt',
    '/../secret.txt',
    '/chunks/\u0000/secret.txt',
  ])('are all that is served: %s is not', async (path) => {
    const answer = await raw(server.port, requestText(`GET ${path}`, { Host: 'localhost' }));
    expect([400, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain(secret);
  });

  it('are not written to', async () => {
    const response = await fetch(`${server.stage.settings.issuer}/ambit.js`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});

describe('a server', () => {
  const host = () => `127.0.0.1:${server.port}`;
  const alive = async () => (await fetch(`${server.stage.settings.issuer}/healthz`)).status;

  const odd: [what: string, text: () => string, statuses: number[]][] = [
    ['no Host', () => requestText('GET /healthz'), [400]],
    ['a Host that is none', () => requestText('GET /healthz', { Host: 'a b' }), [400]],
    [
      'two lengths',
      () => requestText('POST /v1/token', { Host: host(), 'Content-Length': '5, 6' }),
      [400],
    ],
    [
      'a length and chunks',
      () =>
        requestText(
          'POST /v1/token',
          { Host: host(), 'Content-Length': '5', 'Transfer-Encoding': 'chunked' },
          '0\r\n\r\nGET /v1/session HTTP/1.1\r\n\r\n',
        ),
      [400, 403],
    ],
    ['TRACE', () => requestText('TRACE /healthz', { Host: host() }), [400, 404, 405]],
    [
      'CONNECT',
      () => requestText('CONNECT evil.example:443', { Host: host() }),
      [0, 400, 404, 405],
    ],
    ['an unknown method', () => requestText('BREW /healthz', { Host: host() }), [400]],
    [
      'a header of 100 KB',
      () => requestText('GET /healthz', { Host: host(), X: 'x'.repeat(100_000) }),
      [431],
    ],
    [
      'an address of 100 KB',
      () => requestText(`GET /${'x'.repeat(100_000)}`, { Host: host() }),
      [431],
    ],
    ['no HTTP', () => 'hello\r\n\r\n', [400]],
  ];
  it.each(odd)('bears %s', async (_what, text, statuses) => {
    const answer = await raw(server.port, text());
    expect(statuses).toContain(statusOf(answer));
    expect(answer).not.toMatch(/node_modules|at .*\.ts:\d+/);
    expect(await alive()).toBe(200);
  });

  it('takes an address as another server’s only for its path', async () => {
    const answer = await raw(
      server.port,
      requestText(`GET http://evil.example/healthz`, { Host: host() }),
    );
    expect([200, 400, 404]).toContain(statusOf(answer));
    expect(answer).not.toContain('evil.example');
  });

  it('does not read on behind a body that is longer than it said', async () => {
    const headers = {
      Host: host(),
      Origin: originOf('fjordlys'),
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': '5',
      Connection: 'keep-alive',
    };
    const answer = await raw(
      server.port,
      requestText('POST /v1/token', headers, 'x=yyyyyyyyyyyyyyy'),
    );
    expect(statusOf(answer)).toBe(400);
    expect(answer.match(/HTTP\/1\.1 /g)?.length).toBeLessThanOrEqual(2);
    expect(await alive()).toBe(200);
  });

  it('gives up a body of any length at 64 KB, in whichever pieces it comes', async () => {
    const headers = {
      Host: host(),
      Origin: originOf('fjordlys'),
      'Content-Type': 'application/x-www-form-urlencoded',
      'Transfer-Encoding': 'chunked',
    };
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const answer = await raw(server.port, requestText('POST /v1/token', headers, chunk.repeat(40)));
    expect(statusOf(answer)).toBe(413);
    expect(await alive()).toBe(200);
  });

  it('goes on when a client leaves in the middle of its body', async () => {
    const headers = {
      Host: host(),
      Origin: originOf('fjordlys'),
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': '1000',
    };
    await raw(server.port, requestText('POST /v1/token', headers, 'x=1'), 100);
    expect(await alive()).toBe(200);
  });

  it('T-38 opens a link at its own host alone', async () => {
    const page = await openPage(server.stage, ingrid);
    const { pathname, search } = new URL((await requestExport(page, 'courses')).url);
    const line = `GET ${pathname}${search}`;
    for (const Host of [
      'evil.example',
      `127.0.0.1:${server.port + 1}`,
      '127.0.0.1',
      `localhost:${server.port}`,
    ]) {
      const forwarded = { Host, 'X-Forwarded-Host': host(), Forwarded: `host=${host()}` };
      expect(statusOf(await raw(server.port, requestText(line, forwarded))), Host).toBe(403);
    }
    const answer = await raw(server.port, requestText(line, { Host: host() }));
    expect(statusOf(answer)).toBe(200);
    expect(isWhole(answer) || /content-length: \d+/i.test(answer)).toBe(true);
  });
});

describe('an export that breaks off', () => {
  // Node's side of the server prints what a stream was broken with, which must be our own words alone.
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  afterEach(() => {
    for (const [error] of printed.mock.calls) {
      expect(error).toEqual(new Error('The export broke off'));
    }
    printed.mockClear();
  });
  afterAll(() => printed.mockRestore());

  const download = async (after: number | null) => {
    const page = await openPage(server.stage, ingrid);
    const { id, url } = await requestExport(page, 'enrollments');
    breaksAfter = after;
    const { pathname, search } = new URL(url);
    const headers = { Host: `127.0.0.1:${server.port}`, Connection: 'keep-alive' };
    const answer = await raw(server.port, requestText(`GET ${pathname}${search}`, headers));
    return { answer, manifest: await page.read<ExportManifest>(`/v1/exports/${id}`) };
  };

  it.each([1, 2, 3, 5])('looks like no whole file behind %i chunks', async (after) => {
    for (let time = 0; time < 5; time += 1) {
      nextHour(server.stage);
      const { answer, manifest } = await download(after);
      expect(statusOf(answer)).toBe(200);
      expect(answer).toContain('"User ID"');
      expect(isWhole(answer)).toBe(false);
      expect(answer).not.toMatch(/content-length/i);
      expect(answer).not.toContain('disk');
      expect(answer).not.toContain('Error');
      expect(manifest).toMatchObject({ status: 'failed', bytes: null, sha256: null });
    }
  });

  it('is no 200 of a whole file when it breaks at once', async () => {
    for (let time = 0; time < 10; time += 1) {
      nextHour(server.stage);
      const { answer, manifest } = await download(0);
      const whole = isWhole(answer) || /content-length/i.test(answer);
      expect(statusOf(answer) === 200 && whole).toBe(false);
      expect(answer).not.toContain('disk');
      expect(manifest.status).toBe('failed');
    }
  });

  it('fails the client’s own reading of it', async () => {
    const page = await openPage(server.stage, ingrid);
    const { url } = await requestExport(page, 'enrollments');
    breaksAfter = 2;
    const response = await fetch(url);
    await expect(response.text()).rejects.toThrow();
  });

  it('tells the log why, and the ledger what had left', async () => {
    await download(2);
    const broken = server.stage.log.filter(({ level }) => level === 'error');
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatchObject({ route: '/v1/downloads/{id}', site: 'fjordlys' });
    expect(broken[0]?.cause).toContain(cause);
  });

  it('is whole when nothing breaks it', async () => {
    const { answer, manifest } = await download(null);
    expect(statusOf(answer)).toBe(200);
    expect(isWhole(answer)).toBe(true);
    expect(manifest.status).toBe('complete');
    expect(manifest.rows_written).toBe(manifest.rows_expected);
  });
});
