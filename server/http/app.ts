/** The app: the route table on Hono, in Web standards alone, for whichever runtime brings the ports. */
import { Hono } from 'hono';
import { Refusal } from '../../shared/refusal.ts';
import { answer, sealed } from './answer.ts';
import { documentationPage } from './documentation.ts';
import { openapiDocument } from './openapi.ts';
import { preflight, requireOrigin } from './origin.ts';
import type { LogEntry, Ports } from './ports.ts';
import { toProblem } from './problem.ts';
import type { Route } from './route.ts';
import { routes } from './route-table.ts';

export type { LogEntry, Ports } from './ports.ts';

/** Builds the app. Its `fetch` takes a Request and answers a Response, on any runtime. */
export function createApp(ports: Ports): Hono {
  const app = new Hono();
  for (const route of routes) {
    app.on(route.method.toUpperCase(), honoPath(route), async (context) => {
      const requestId = crypto.randomUUID();
      const started = ports.now();
      const { response, site, cause } = await answer(
        route,
        ports,
        context.req.raw,
        context.req.param(),
        requestId,
      );
      ports.log(
        entryOf(ports, context.req.method, route.path, {
          requestId,
          started,
          response,
          site,
          cause,
        }),
      );
      return response;
    });
  }
  publishDocumentation(app, ports);
  app.options('/v1/*', async (context) => {
    const requestId = crypto.randomUUID();
    try {
      const origin = await requireOrigin(ports.database, context.req.raw);
      return sealed(preflight(origin), origin, requestId);
    } catch (error) {
      return sealed(toProblem(error, requestId), undefined, requestId);
    }
  });
  app.notFound((context) => refuseAddress(ports, context.req.method, context.req.path));
  return app;
}

/** `{id}` is `:id` to Hono. */
const honoPath = ({ path }: Route): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function publishDocumentation(app: Hono, { settings }: Ports): void {
  const document = openapiDocument(routes, settings.issuer);
  app.get('/openapi.json', () => Response.json(document));
  app.get('/docs', () => documentationPage(document));
}

/** An address that exists under another method says so; any other does not exist. */
function refuseAddress(ports: Ports, method: string, path: string): Response {
  const requestId = crypto.randomUUID();
  const allowed = routes
    .filter((route) => matches(route, path))
    .map((route) => route.method.toUpperCase());
  const refusal =
    allowed.length > 0
      ? new Refusal('method-not-allowed', `This address takes ${allowed.join(', ')}`)
      : new Refusal('not-found', 'There is nothing at this address');
  const response = sealed(toProblem(refusal, requestId), undefined, requestId);
  if (allowed.length > 0) response.headers.set('Allow', allowed.join(', '));
  ports.log(entryOf(ports, method, '-', { requestId, started: ports.now(), response }));
  return response;
}

const matches = ({ path }: Route, asked: string): boolean => {
  const parts = path.split('/');
  const given = asked.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, place) => part.startsWith('{') || part === given[place])
  );
};

interface Done {
  readonly requestId: string;
  readonly started: number;
  readonly response: Response;
  readonly site?: string | undefined;
  readonly cause?: string | undefined;
}

function entryOf(ports: Ports, method: string, route: string, done: Done): LogEntry {
  const now = ports.now();
  return {
    at: new Date(now).toISOString(),
    level: done.response.status >= 500 ? 'error' : 'info',
    request_id: done.requestId,
    method,
    route,
    status: done.response.status,
    ms: now - done.started,
    ...(done.site !== undefined && { site: done.site }),
    ...(done.cause !== undefined && { cause: done.cause }),
  };
}
