/** The route table as an OpenAPI 3.1 document: schemas are the ones that requests are checked with. */
import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { type ProblemSlug, problemSchema, problems } from '../../shared/problem.ts';
import { tokenErrorSchema } from '../../shared/wire/session.ts';
import { takesMatch } from './edition.ts';
import type { Access, Route } from './route.ts';

/** The problems that every route of an access can answer. */
const commonProblems: Record<Access, readonly ProblemSlug[]> = {
  public: [],
  assertion: ['origin-refused', 'payload-too-large'],
  session: ['bad-request', 'unauthenticated', 'origin-refused'],
  link: ['link-refused'],
  administration: ['bad-request', 'unauthenticated', 'origin-refused', 'forbidden'],
};

/** What a change of Ambit's own records can meet besides. */
const changeProblems: readonly ProblemSlug[] = ['not-found', 'conflict', 'unprocessable'];

const security: Record<Access, NonNullable<RouteConfig['security']>> = {
  public: [],
  assertion: [],
  session: [{ scope_token: [] }],
  link: [],
  administration: [{ administration_token: [] }],
};

const securityOf = ({ access, for: kinds = [] }: Route): RouteConfig['security'] => [
  ...security[access],
  ...(kinds.includes('power_user') ? [{ scope_token: [] }] : []),
];

function problemsOf(route: Route): Set<ProblemSlug> {
  const changes = route.access === 'administration' && route.method !== 'get';
  return new Set([
    ...commonProblems[route.access],
    ...(changes ? changeProblems : []),
    ...(changes && route.request.body ? (['payload-too-large'] as const) : []),
    ...(takesMatch(route) ? (['precondition-failed'] as const) : []),
    ...(route.problems ?? []),
  ]);
}

/** @param issuer the origin at which this server is reached */
export function openapiDocument(routes: readonly Route[], issuer: string) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'scope_token', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'From POST /v1/token. Good for ten minutes, at the origin that traded for it.',
  });
  registry.registerComponent('securitySchemes', 'administration_token', {
    type: 'http',
    scheme: 'bearer',
    description:
      "A superadmin's own: `ambit admin-token create`. For servers alone; pages can't read the answers.",
  });
  for (const route of routes) registry.registerPath(describe(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ambit',
      version: '1',
      description:
        'Scoped reporting: every answer holds what the caller may see, and nothing else.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: issuer }],
  });
}

const matchHeader = z.object({
  'If-Match': z
    .string()
    .optional()
    .describe('The `ETag` of what was read: the change is refused if it has moved since'),
});

function describe(route: Route): RouteConfig {
  const { params, query, body, form } = route.request;
  const content = {
    ...(body && { 'application/json': { schema: body } }),
    ...(form && { 'application/x-www-form-urlencoded': { schema: form } }),
  };
  return {
    method: route.method,
    path: route.path,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    security: securityOf(route) ?? [],
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(takesMatch(route) && { headers: matchHeader }),
      ...((body || form) && { body: { required: true, content } }),
    },
    responses: { ...goodAnswer(route), ...badAnswers(route) },
  };
}

function goodAnswer({ answer: { status, description, body } }: Route): RouteConfig['responses'] {
  const content =
    typeof body === 'string'
      ? { [body]: { schema: { type: 'string' as const, format: 'binary' } } }
      : { 'application/json': { schema: body } };
  return { [status]: { description, content } };
}

/** One answer a status, naming every problem that has it. */
function badAnswers(route: Route): RouteConfig['responses'] {
  const byStatus = Map.groupBy(problemsOf(route), (slug) => problems[slug].status);
  const answers: RouteConfig['responses'] = {};
  for (const [status, same] of byStatus) {
    answers[status] = {
      description: same.map((slug) => `\`${slug}\`: ${problems[slug].title}`).join('; '),
      content: { 'application/problem+json': { schema: problemSchema } },
    };
  }
  if (route.access === 'assertion') {
    answers[400] = {
      description: 'RFC 6749 section 5.2',
      content: { 'application/json': { schema: tokenErrorSchema } },
    };
  }
  return answers;
}
