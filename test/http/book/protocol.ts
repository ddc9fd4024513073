/** The manners of HTTP: preflights, methods, addresses, bodies, ids of requests, and input meant to confuse. */
import { expect } from 'vitest';
import { routes } from '../../../server/http/route-table.ts';
import { ingrid, openPage, problemOf, rowsPath } from '../portal.ts';
import { originOf, type Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

const send = ({ fetch, settings }: Stage, path: string, init: RequestInit = {}) =>
  fetch(new Request(settings.issuer + path, init));

const preflight = (stage: Stage, path: string, origin: string | null) =>
  send(stage, path, {
    method: 'OPTIONS',
    headers: {
      ...(origin !== null && { Origin: origin }),
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization',
    },
  });

/** An address of each route, with something in place of its parameters. */
const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'something');

export const protocol: Chapter = {
  'T-09 lets pages of registered origins ask, and no others': async (stage) => {
    for (const path of ['/v1/session', '/v1/token', '/v1/exports', '/v1/reports/x/rows']) {
      const good = await preflight(stage, path, originOf('qamar'));
      expect([good.status, await good.text()]).toEqual([204, '']);
      expect(good.headers.get('Access-Control-Allow-Origin')).toBe(originOf('qamar'));
      expect(good.headers.get('Access-Control-Allow-Methods')).toBe('GET, POST');
      expect(good.headers.get('Access-Control-Allow-Headers')).toBe(
        'Authorization, Content-Type, If-None-Match',
      );
      for (const origin of [null, 'null', 'https://evil.example', 'https://QAMAR.example']) {
        const bad = await preflight(stage, path, origin);
        expect(bad.status, String(origin)).toBe(403);
        expect(bad.headers.get('Access-Control-Allow-Origin')).toBeNull();
      }
    }
  },

  'T-09 lets them administer, from the same origins': async (stage) => {
    const good = await preflight(stage, '/admin/v1/settings', originOf('qamar'));
    expect([good.status, await good.text()]).toEqual([204, '']);
    expect(good.headers.get('Access-Control-Allow-Methods')).toBe('GET, POST, PUT, PATCH, DELETE');
    expect(good.headers.get('Access-Control-Allow-Headers')).toContain('If-Match');
    for (const origin of [null, 'null', 'https://evil.example']) {
      const bad = await preflight(stage, '/admin/v1/settings', origin);
      expect(bad.status, String(origin)).toBe(403);
      expect(bad.headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
  },

  'says which methods an address takes': async (stage) => {
    const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const byPath = Map.groupBy(routes, ({ path }) => path);
    for (const [path, rows] of byPath) {
      const taken = rows.map(({ method }) => method.toUpperCase());
      for (const method of methods.filter((one) => !taken.includes(one))) {
        const response = await send(stage, addressOf(path), { method });
        expect(response.status, `${method} ${path}`).toBe(405);
        const allow = response.headers.get('Allow')?.split(', ') ?? [];
        expect(allow.filter((one) => one !== 'HEAD' && one !== 'OPTIONS').sort()).toEqual(
          taken.sort(),
        );
        expect(allow.includes('HEAD')).toBe(taken.includes('GET'));
      }
    }
  },

  'knows no other addresses': async (stage) => {
    const paths = [
      '/',
      '/v1',
      '/v1/',
      '/v2/session',
      '/v1/Session',
      '/v1/session/',
      '/v1//session',
    ];
    paths.push(
      '/v1/exports/',
      '/v1/reports/',
      '/admin',
      '/admin/v1/nothing',
      '/.env',
      '/v1/session/x',
    );
    paths.push('/v1/%2e%2e/secret', '/v1/view-as', '/server/http/app.ts', '/_headers', '/metrics');
    for (const path of paths) {
      const response = await send(stage, path);
      expect(response.status, path).toBe(404);
      expect(await problemOf(response)).toEqual({
        type: 'urn:ambit:problem:not-found',
        title: 'Not found',
        status: 404,
        detail: 'There is nothing at this address',
      });
    }
  },

  'answers HEAD like GET, without the body': async (stage) => {
    const page = await openPage(stage, ingrid);
    const paths = ['/v1/session', '/v1/reports', '/v1/reports/enrollments', '/v1/dashboards'];
    paths.push(rowsPath('enrollments'), '/v1/dashboards/team_progress', '/v1/reports/nothing');
    for (const path of paths) {
      const [head, got] = [await page.ask(path, { method: 'HEAD' }), await page.ask(path)];
      expect([head.status, await head.text()], path).toEqual([got.status, '']);
      expect(head.headers.get('ETag')).toBe(got.headers.get('ETag'));
      expect(head.headers.get('Content-Type')).toBe(got.headers.get('Content-Type'));
    }
    const stranger = await send(stage, '/v1/session', { method: 'HEAD' });
    expect(stranger.status).toBe(403);
  },

  'gives each request an id of its own, which its problem and its log line carry': async (
    stage,
  ) => {
    const seen = new Set<string>();
    for (const path of ['/healthz', '/nothing', '/v1/session', '/openapi.json', '/docs']) {
      const response = await send(stage, path, { headers: { 'X-Request-Id': 'mine' } });
      const id = response.headers.get('X-Request-Id') ?? '';
      expect(seen).not.toContain(id);
      seen.add(id);
      const lines = stage.log.filter((entry) => entry.request_id === id);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatchObject({ status: response.status, method: 'GET' });
    }
  },

  'takes bodies of 64 KB of JSON and no others': async (stage) => {
    const page = await openPage(stage, ingrid);
    const post = (body: BodyInit, type: string | null = 'application/json') =>
      page.ask('/v1/exports', {
        method: 'POST',
        body,
        headers: type === null ? {} : { 'Content-Type': type },
      });
    const question = JSON.stringify({ report: 'learners' });
    const padded = (bytes: number) => question.padEnd(bytes, ' ');
    expect((await post(padded(65_536))).status).toBe(201);
    expect((await post(padded(65_537))).status).toBe(413);
    expect((await post(padded(1_000_000))).status).toBe(413);
    expect((await post(question, 'application/json; charset=utf-8')).status).toBe(201);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      expect((await post(question, type)).status, type).toBe(400);
    }
    expect((await post('{"report":"learners"')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    // Letters that are none would be replaced, and the question be another one.
    const bytes = new TextEncoder().encode('{"report":"learners","question":{"q":"?"}}');
    expect((await post(bytes)).status).toBe(201);
    expect((await post(bytes.with(bytes.indexOf('?'.charCodeAt(0)), 0xff))).status).toBe(400);
    expect((await post(`\uFEFF${question}`)).status).toBe(201);
  },

  'T-59 T-52 is not confused by members that mean something to JavaScript': async (stage) => {
    const page = await openPage(stage, ingrid);
    const bodies = [
      '{"report":"learners","__proto__":{"report":"enrollments","isAdmin":true}}',
      '{"report":"learners","constructor":{"prototype":{"isAdmin":true}}}',
      '{"report":"learners","question":{"__proto__":{"filters":[1]}}}',
      '{"__proto__":{"report":"learners"}}',
    ];
    const report = async (body: string) => {
      const headers = { 'Content-Type': 'application/json' };
      const response = await page.ask('/v1/exports', { method: 'POST', headers, body });
      if (response.status === 400) return null;
      expect(response.status).toBe(201);
      return ((await response.json()) as { report: string }).report;
    };
    for (const body of bodies) expect([null, 'learners']).toContain(await report(body));
    expect(await report(bodies[3] ?? '')).toBeNull();
    const polluted = '{"__proto__":{"filters":[{"column":"user_id","op":"is_empty"}]}}';
    const query = new URLSearchParams({ question: polluted });
    const response = await page.ask(`/v1/reports/learners/rows?${query}`);
    if (response.status !== 400) {
      expect(await response.json()).toEqual(await page.read(rowsPath('learners')));
    }
    expect('isAdmin' in {}).toBe(false);
    expect('filters' in {}).toBe(false);
  },

  'refuses a parameter that stands twice': async (stage) => {
    const page = await openPage(stage, ingrid);
    const paths = [
      '/v1/reports/learners/rows?limit=5&limit=6',
      '/v1/reports/learners/rows?a=1&a=1',
    ];
    for (const path of paths) expect((await page.ask(path)).status).toBe(400);
    expect((await page.ask('/v1/reports/learners/rows?limit=5&a=1')).status).toBe(200);
  },

  'bears addresses that are no text, and long ones': async (stage) => {
    const page = await openPage(stage, ingrid);
    for (const path of ['%ff', '%', '%E0%A4%A', '%00', 'a%2Fb', '%252e', 'x'.repeat(8000)]) {
      const response = await page.ask(`/v1/reports/${path}/rows`);
      expect([400, 404], path).toContain(response.status);
    }
    for (const query of [
      'question=%ff',
      'question=%',
      'cursor=%00',
      `cursor=${'x'.repeat(12_000)}`,
    ]) {
      expect((await page.ask(`/v1/reports/learners/rows?${query}`)).status, query).toBe(400);
    }
  },

  'says little of what it is asked: no echo of long names': async (stage) => {
    const page = await openPage(stage, ingrid);
    const body = { report: 'learners', [`x${'y'.repeat(20_000)}`]: 1 };
    const response = await page.post('/v1/exports', body);
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(2000);
  },
};
