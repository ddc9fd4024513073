/** The academy behind a server whose statements are watched, with a good request for each route of the table. */
import { createAdminToken } from '../../server/command/create-admin-token.ts';
import type { Driver, Statement } from '../../server/data/database.ts';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import type { Route } from '../../server/http/route.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { assertionOf, type Page, requestExport, rowsPath, tradeRequest } from '../http/portal.ts';
import { buildStage, type Stage } from '../http/stage.ts';
import { academyExamples } from './academy-examples.ts';
import { administrationExamples } from './administration-examples.ts';
import { pageExamples } from './page-examples.ts';

export interface WatchedStage extends Stage {
  /** Every statement that reached the database, oldest first; empty it as you like. */
  readonly statements: Statement[];
  /** The secret of an administration token. */
  readonly admin: string;
}

/**
 * In memory, through the driver that the server uses; the watch only listens.
 * @param hold is awaited before each batch runs, so that requests can be made to meet at a statement
 */
export async function watchedStage(
  hold: (batch: readonly Statement[]) => Promise<void> = async () => undefined,
): Promise<WatchedStage> {
  const driver = await openLibsql(':memory:');
  const statements: Statement[] = [];
  const watched: Driver = {
    ...driver,
    async batch(batch, mode) {
      statements.push(...batch);
      await hold(batch);
      return driver.batch(batch, mode);
    },
  };
  const database = openDatabase(watched);
  await applyMigrations(database);
  const stage = await buildStage(database, startNodeDigest);
  const admin = await makeAdminToken(stage);
  return { ...stage, statements, admin };
}

/** The secret of a fresh one, good for a year. */
export async function makeAdminToken({ database, clock }: Stage): Promise<string> {
  const actor = { kind: 'operator', name: 'test' } as const;
  const occasion = { database, actor, nowSeconds: clock.now };
  return (await createAdminToken(occasion, { name: 'test', days: 366 })).secret;
}

export const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  `${method} ${path}`;

/** Makes a request that its route answers well, on behalf of a page. */
export type Example = (stage: WatchedStage, page: Page) => Promise<Request>;

const get =
  (path: string): Example =>
  async (stage, page) =>
    new Request(stage.settings.issuer + path, { headers: headersOf(page) });

export const headersOf = ({ token, origin }: Page): Headers =>
  new Headers({ Origin: origin, Authorization: `Bearer ${token}` });

/** One for each route: a new route has no security case before it stands here, and the suite says so. */
export const examples: Readonly<Record<string, Example>> = {
  'post /v1/token': async (stage, { who, origin }) =>
    tradeRequest(stage, await assertionOf(stage, who), origin),
  'get /v1/session': get('/v1/session'),
  'get /v1/reports': get('/v1/reports'),
  'get /v1/reports/{id}': get('/v1/reports/enrollments'),
  'get /v1/reports/{id}/rows': get(rowsPath('enrollments', {}, { limit: 20 })),
  'get /v1/reports/{id}/facets/{column}': get('/v1/reports/enrollments/facets/branch'),
  'get /v1/dashboards': get('/v1/dashboards'),
  'get /v1/dashboards/{id}': get('/v1/dashboards/team_progress'),
  'post /v1/exports': async (stage, page) =>
    new Request(`${stage.settings.issuer}/v1/exports`, {
      method: 'POST',
      headers: new Headers([...headersOf(page), ['Content-Type', 'application/json']]),
      body: JSON.stringify({ report: 'learners' }),
    }),
  'get /v1/exports/{id}': async (stage, page) =>
    get(`/v1/exports/${(await requestExport(page, 'courses')).id}`)(stage, page),
  'get /v1/downloads/{id}': async (_stage, page) =>
    new Request((await requestExport(page, 'learners')).url),
  'get /.well-known/jwks.json': get('/.well-known/jwks.json'),
  'get /healthz': get('/healthz'),
  'get /readyz': get('/readyz'),
  ...administrationExamples,
  ...academyExamples,
  ...pageExamples,
};

/** The same request with other headers; a body can be read once, so each try needs a request of its own. */
export async function withHeaders(
  example: Request,
  change: (headers: Headers) => void,
): Promise<Request> {
  const headers = new Headers(example.headers);
  change(headers);
  const { method, url } = example;
  const body = example.body === null ? null : await example.clone().text();
  return new Request(url, { method, headers, body });
}

/** All bytes that leave with an answer: status, headers, body. */
export async function bytesOf(response: Response): Promise<string> {
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`);
  return [response.status, ...headers, '', await response.text()].join('\n');
}

/** The same, without what differs from one request to the next. */
export async function constantOf(response: Response): Promise<string> {
  const id = response.headers.get('X-Request-Id') ?? 'no id';
  return (await bytesOf(response)).replaceAll(id, 'id');
}
