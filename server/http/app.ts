/** The app: the route table on Hono, in Web standards alone, for whichever runtime brings the ports. */
import { type Context, Hono } from 'hono';
import { Refusal } from '../../shared/refusal.ts';
import { type Answered, answer, sealed } from './answer.ts';
import { documentationRoutes } from './documentation.ts';
import { causeOf, entryOf } from './log.ts';
import { openapiDocument } from './openapi.ts';
import { type Greeted, preflight, requireOrigin } from './origin.ts';
import type { Ports } from './ports.ts';
import { toProblem } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './route-table.ts';

export type { LogEntry } from './log.ts';
export type { Ports } from './ports.ts';

/** Builds the app. Its `fetch` takes a Request and answers a Response, on any runtime. */
export function createApp(ports: Ports): Hono {
  const app = new Hono();
  const all = [...routes, ...documentationRoutes(openapiDocument(routes, ports.settings.issuer))];
  for (const route of all) {
    app.on(route.method.toUpperCase(), honoPath(route), (context) =>
      logged(ports, context, route.path, (requestId) =>
        answer(route, ports, context.req.raw, context.req.param(), requestId),
      ),
    );
  }
  for (const [path, under] of [
    ['/v1/*', 'v1'],
    ['/admin/v1/*', 'admin'],
  ] as const) {
    app.options(path, (context) =>
      logged(ports, context, path, (requestId) => greet(ports, context.req.raw, under, requestId)),
    );
  }
  app.notFound((context) =>
    logged(ports, context, '-', (requestId) => refuseAddress(all, context, requestId)),
  );
  app.onError((error, context) =>
    logged(ports, context, '-', (requestId) => refused(error, requestId)),
  );
  return app;
}

/** `{id}` is `:id` to Hono. */
const honoPath = ({ path }: Route): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** Gives the request its id, and writes one line about it when it is answered. */
async function logged(
  ports: Ports,
  { req }: Context,
  route: string,
  work: (requestId: string) => Answered | Promise<Answered>,
): Promise<Response> {
  const requestId = crypto.randomUUID();
  const startedAt = ports.now();
  const { response, site, cause } = await work(requestId);
  const { status } = response;
  const endedAt = ports.now();
  ports.log(
    entryOf({ requestId, method: req.method, route, status, startedAt, endedAt, site, cause }),
  );
  return response;
}

/** A page of a registered origin may go on to ask. */
async function greet(
  ports: Ports,
  request: Request,
  under: Greeted,
  requestId: string,
): Promise<Answered> {
  try {
    const origin = await requireOrigin(ports.database, request);
    return { response: sealed(preflight(origin, under), origin, requestId) };
  } catch (error) {
    return refused(error, requestId);
  }
}

const refused = (error: unknown, requestId: string): Answered => ({
  response: sealed(toProblem(error, requestId), undefined, requestId),
  cause: causeOf(error),
});

/** An address that exists under another method says so (RFC 9110 section 15.5.6); any other does not exist. */
function refuseAddress(all: readonly Route[], { req }: Context, requestId: string): Answered {
  const allowed = all.filter((route) => matches(route, req.path)).flatMap(methodsOf);
  if (allowed.length === 0) {
    return refused(new Refusal('not-found', 'There is nothing at this address'), requestId);
  }
  const allow = [...new Set(allowed)].join(', ');
  const answered = refused(
    new Refusal('method-not-allowed', `This address takes ${allow}`),
    requestId,
  );
  answered.response.headers.set('Allow', allow);
  return answered;
}

const methodsOf = ({ method, path }: Route): string[] => [
  ...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]),
  ...(/^\/(admin\/)?v1\//.test(path) ? ['OPTIONS'] : []),
];

const matches = ({ path }: Route, asked: string): boolean => {
  const parts = path.split('/');
  const given = asked.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, place) =>
      part.startsWith('{') ? given[place] !== '' : part === given[place],
    )
  );
};
