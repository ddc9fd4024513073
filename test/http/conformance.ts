/** Holds every answer of a server to what its route table and its OpenAPI document promise of it. */
import { expect } from 'vitest';
import { openapiDocument } from '../../server/http/openapi.ts';
import type { Route } from '../../server/http/route.ts';
import { routes } from '../../server/http/route-table.ts';
import { type ProblemSlug, problemSchema, problems } from '../../shared/problem.ts';
import { tokenErrorSchema } from '../../shared/wire/session.ts';
import { type Stage, settings } from './stage.ts';

export const document = openapiDocument(routes, settings.issuer);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The row of the table that an address belongs to under a method; HEAD is a GET without its body. */
export function routeOf(method: string, path: string): Route | undefined {
  const asked = method === 'HEAD' ? 'get' : method.toLowerCase();
  return routes.find(
    (route) =>
      route.method === asked &&
      new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`).test(
        path,
      ),
  );
}

/** The same stage, where each answer is looked at before it is handed on. */
export const conforming = (stage: Stage): Stage => ({
  ...stage,
  async fetch(request) {
    const { method, url } = request;
    const response = await stage.fetch(request);
    await conforms(method, new URL(url).pathname, response);
    return response;
  },
});

export async function conforms(method: string, path: string, response: Response): Promise<void> {
  checkHeaders(response);
  const route = routeOf(method, path);
  if (method === 'HEAD' || response.body === null) return;
  if (response.status >= 400) return checkProblem(response, route);
  if (!route) return;
  expect(response.status, `${method} ${path}`).toBe(route.answer.status);
  const { body } = route.answer;
  const type = response.headers.get('Content-Type') ?? '';
  if (typeof body === 'string') return expect(type.startsWith(body), type).toBe(true);
  expect(type).toBe('application/json');
  const told: unknown = await response.clone().json();
  // What the schema does not know falls away when it is parsed, so nothing undocumented goes out.
  expect(body.parse(told)).toEqual(told);
}

function checkHeaders({ headers }: Response): void {
  expect(headers.get('Cache-Control')).toBe('private, no-store');
  expect(headers.get('Vary')).toBe('Origin, Authorization');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Referrer-Policy')).toBe('no-referrer');
  expect(headers.get('X-Request-Id')).toMatch(uuid);
  expect(headers.get('Set-Cookie')).toBeNull();
  expect(headers.get('Access-Control-Allow-Credentials')).toBeNull();
  expect(headers.get('Access-Control-Allow-Origin')).not.toBe('*');
}

async function checkProblem(response: Response, route: Route | undefined): Promise<void> {
  const told: unknown = await response.clone().json();
  if (route?.access === 'assertion' && response.status === 400) {
    expect(tokenErrorSchema.parse(told)).toEqual(told);
    return;
  }
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = problemSchema.parse(told);
  expect(problem).toEqual(told);
  const slug = problem.type.replace('urn:ambit:problem:', '') as ProblemSlug;
  expect({ status: problem.status, title: problem.title }).toEqual({ ...problems[slug] });
  expect(problem.status).toBe(response.status);
  const instance = `urn:ambit:request:${response.headers.get('X-Request-Id')}`;
  expect(problem.instance).toBe(slug === 'unauthenticated' ? undefined : instance);
  if (route) expect(documented(route, response.status), `${route.path} ${slug}`).toContain(slug);
}

/** The words with which the document describes a route's answer of a status. */
function documented({ method, path }: Route, status: number): string {
  const described = document.paths?.[path]?.[method]?.responses?.[status];
  return described && 'description' in described ? described.description : '';
}
