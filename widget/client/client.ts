/** Every question that a widget can put to the API, typed by the shared wire schemas. */
import type { Dashboard, DashboardList } from '../../shared/wire/dashboard.ts';
import type { ExportManifest, ExportRequest } from '../../shared/wire/export.ts';
import type {
  Facets,
  Filter,
  Question,
  Report,
  ReportList,
  Rows,
} from '../../shared/wire/report.ts';
import type { Session as SessionAnswer } from '../../shared/wire/session.ts';
import { type Call, call, type Fetch, ownOnly } from './fetching.ts';
import type { Session } from './session.ts';
import { Trouble, troubleOf } from './trouble.ts';

/** A question as a widget holds it: what is left out takes the report's defaults. */
export type Asked = Partial<Question>;

export interface Client {
  session(signal?: AbortSignal): Promise<SessionAnswer>;
  reports(signal?: AbortSignal): Promise<ReportList>;
  report(id: string, signal?: AbortSignal): Promise<Report>;
  rows(id: string, question: Asked, page: Page, signal?: AbortSignal): Promise<Rows>;
  facets(
    id: string,
    column: string,
    question: Asked,
    search: string,
    signal?: AbortSignal,
  ): Promise<Facets>;
  dashboards(signal?: AbortSignal): Promise<DashboardList>;
  /** Goes on whoever turns away meanwhile: others may wait for the same. */
  dashboard(id: string, filters: readonly Filter[]): Promise<Dashboard>;
  createExport(request: ExportWish, signal?: AbortSignal): Promise<ExportManifest>;
  exportManifest(id: string, signal?: AbortSignal): Promise<ExportManifest>;
  /** The address of a download, or null when it does not lead to the API's own origin. */
  downloadUrl(manifest: ExportManifest): string | null;
}

export type ExportWish = Pick<ExportRequest, 'report'> & { readonly question: Asked };

export interface Page {
  readonly limit: number;
  readonly cursor: string | null;
}

export interface ClientOptions {
  /** The API's origin: nothing is ever sent anywhere else. */
  readonly origin: string;
  readonly fetch: Fetch;
  readonly session: Session;
}

/** Every method throws `Trouble`, or the abort error when its signal was aborted. */
export function createClient(options: ClientOptions): Client {
  const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
    ask<T>(options, path, { signal });
  const post = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
    ask<T>(options, path, {
      method: 'POST',
      headers: [['content-type', 'application/json']],
      body: JSON.stringify(body),
      signal,
    });
  const boards = new Map<string, Promise<Dashboard>>();
  return {
    session: (signal) => get('/v1/session', signal),
    reports: (signal) => get('/v1/reports', signal),
    report: (id, signal) => get(`/v1/reports/${encodeURIComponent(id)}`, signal),
    rows: (id, question, page, signal) =>
      get(
        `/v1/reports/${encodeURIComponent(id)}/rows${query([
          ['question', JSON.stringify(question)],
          ['limit', String(page.limit)],
          ['cursor', page.cursor],
        ])}`,
        signal,
      ),
    facets: (id, column, question, search, signal) =>
      get(
        `/v1/reports/${encodeURIComponent(id)}/facets/${encodeURIComponent(column)}${query([
          ['question', JSON.stringify(question)],
          ['search', search === '' ? null : search],
        ])}`,
        signal,
      ),
    dashboards: (signal) => get('/v1/dashboards', signal),
    // Charts of one dashboard ask for all of it, each for itself: what is on its way already is not asked again.
    dashboard: (id, filters) => {
      const path = `/v1/dashboards/${encodeURIComponent(id)}${query([
        ['question', filters.length > 0 ? JSON.stringify({ filters }) : null],
      ])}`;
      const coming = boards.get(path) ?? get<Dashboard>(path).finally(() => boards.delete(path));
      boards.set(path, coming);
      return coming;
    },
    createExport: (request, signal) => post('/v1/exports', request, signal),
    exportManifest: (id, signal) => get(`/v1/exports/${encodeURIComponent(id)}`, signal),
    downloadUrl: (manifest) => {
      const address = manifest.url === null ? null : URL.parse(manifest.url, options.origin);
      return address?.origin === options.origin ? address.href : null;
    },
  };
}

function query(pairs: readonly (readonly [string, string | null])[]): string {
  const search = new URLSearchParams();
  for (const [name, value] of pairs) if (value !== null) search.set(name, value);
  return search.size > 0 ? `?${search}` : '';
}

/** A 401 earns exactly one fresh token and one more try: rights may have moved since the token was minted. */
async function ask<T>(options: ClientOptions, path: string, asked: Call): Promise<T> {
  const request = ownOnly(asked);
  const address = new URL(path, options.origin);
  if (address.origin !== options.origin) throw new Trouble('misconfigured');
  const send = (token: string): Promise<Response> =>
    call(options.fetch, address, {
      ...request,
      headers: [...(request.headers ?? []), ['authorization', `Bearer ${token}`]],
    });
  const token = await options.session.token();
  request.signal?.throwIfAborted();
  let response = await send(token);
  if (response.status === 401) {
    response = await send(await options.session.replace(token));
  }
  if (!response.ok) throw await troubleOf(response);
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    throw new Trouble('offline', null, { cause: error });
  }
}
