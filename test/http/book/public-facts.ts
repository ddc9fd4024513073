/** What anybody may read: our public keys, our health, and the document of the interface. */
import { expect } from 'vitest';
import { takesMatch } from '../../../server/http/edition.ts';
import type { Route } from '../../../server/http/route.ts';
import { routes } from '../../../server/http/route-table.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

const get = ({ fetch, settings }: Stage, path: string) =>
  fetch(new Request(settings.issuer + path));

/** As much of an OpenAPI document as is looked into here. */
interface Document {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly requestBody?: object;
}

/** Each `$ref` of the document. */
function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') yield inner;
    else yield* refsIn(inner);
  }
}

const resolves = (document: unknown, ref: string): boolean =>
  ref.startsWith('#/') &&
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, step) => (at as Record<string, unknown> | undefined)?.[step],
      document,
    ) !== undefined;

/** How the document says that callers prove who they are. */
function schemesOf({ access, for: kinds = [] }: Route): string[] {
  if (access === 'session') return ['scope_token'];
  if (access !== 'administration') return [];
  return kinds.includes('power_user')
    ? ['administration_token', 'scope_token']
    : ['administration_token'];
}

export const publicFacts: Chapter = {
  'publishes the keys that tokens are signed with, and nothing private of them': async (stage) => {
    const response = await get(stage, '/.well-known/jwks.json');
    const { keys } = (await response.json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(2);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    }
  },

  'says whether it lives and whether it can answer': async (stage) => {
    for (const path of ['/healthz', '/readyz']) {
      const response = await get(stage, path);
      expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    }
  },

  'describes every route of the table, its parameters and its answers': async (stage) => {
    const response = await get(stage, '/openapi.json');
    expect(response.headers.get('Content-Type')).toBe('application/json');
    const document = (await response.json()) as Document;
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: stage.settings.issuer }]);
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(described.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort());
    for (const route of routes) {
      const { method, path, answer, request } = route;
      const operation = document.paths[path]?.[method];
      expect(operation?.summary, path).toBeTruthy();
      expect(operation?.responses[answer.status]?.content, path).toBeDefined();
      expect(operation?.security, path).toEqual(schemesOf(route).map((name) => ({ [name]: [] })));
      const all = operation?.parameters ?? [];
      expect(all.filter((one) => one.in === 'header').map(({ name }) => name)).toEqual(
        takesMatch(route) ? ['If-Match'] : [],
      );
      const named = all.filter((one) => one.in !== 'header').map((one) => `${one.in} ${one.name}`);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `path ${name}`);
      const inQuery = Object.keys(request.query?.shape ?? {}).map((name) => `query ${name}`);
      expect(named.sort(), path).toEqual([...inPath, ...inQuery].sort());
      expect(operation?.requestBody !== undefined).toBe(Boolean(request.body ?? request.form));
    }
    const refs = [...refsIn(document)];
    expect(refs.length).toBeGreaterThan(20);
    expect(refs.filter((ref) => !resolves(document, ref))).toEqual([]);
  },

  'shows the same as a page that runs no script': async (stage) => {
    const response = await get(stage, '/docs');
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    const page = await response.text();
    for (const { path } of routes) expect(page).toContain(path);
    expect(page).not.toContain('<script');
    const nonce = /nonce-([\w-]+)/.exec(response.headers.get('Content-Security-Policy') ?? '')?.[1];
    expect(page).toContain(`<style nonce="${nonce}">`);
  },
};
