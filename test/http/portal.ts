/** A customer's page: it holds an assertion of its backend, trades it, and asks with the token that it gets. */
import { signAssertion } from '../../server/token/host.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Question, Rows } from '../../shared/wire/report.ts';
import type { TokenAnswer } from '../../shared/wire/session.ts';
import { originOf, type Stage } from './stage.ts';

/** Who looks through which portal. */
export interface Who {
  readonly site: string;
  readonly username: string;
  /** The LMS's id. */
  readonly key: string;
  /** The LMS's id of a learner whom they see, in several courses. */
  readonly learner: string;
}

/** Sees the whole of Fjordlys and may export. */
export const ingrid: Who = {
  site: 'fjordlys',
  username: 'ingrid.solberg@fjordlys.example',
  key: 'fjl-1002',
  learner: 'fjl-1051',
};
/** Sees two rectangles of Molino Aurelia that never combine, and may export. */
export const chiara: Who = {
  site: 'molino-aurelia',
  username: 'chiara.dangelo@molino-aurelia.example',
  key: 'mau-1002',
  learner: 'mau-1147',
};
/** Sees the whole of Qamar and may not export. */
export const layla: Who = {
  site: 'qamar',
  username: 'layla.haddad@qamar-logistics.example',
  key: 'qml-1002',
  learner: 'qml-1071',
};

export const supervisors = [ingrid, chiara, layla];

export const assertionOf = (stage: Stage, { site, username }: Who): Promise<string> =>
  signAssertion({
    site,
    username,
    key: stage.keys.get(site) ?? { secret: 'no such site' },
    audience: stage.settings.issuer,
    nowSeconds: stage.clock.now,
  });

/** POST /v1/token with the form of RFC 8693. */
export function tradeRequest(stage: Stage, assertion: string, origin: string | null): Request {
  return new Request(`${stage.settings.issuer}/v1/token`, {
    method: 'POST',
    headers: origin === null ? {} : { Origin: origin },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: assertion,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    }),
  });
}

export interface Page {
  readonly who: Who;
  readonly token: string;
  readonly origin: string;
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The JSON of a 2xx; throws what came instead. */
  read<T>(path: string, init?: RequestInit): Promise<T>;
  post(path: string, body: unknown): Promise<Response>;
}

/** A page of the person's portal with a fresh token. */
export async function openPage(stage: Stage, who: Who): Promise<Page> {
  const origin = originOf(who.site);
  const traded = await stage.fetch(tradeRequest(stage, await assertionOf(stage, who), origin));
  if (traded.status !== 200) throw new Error(`No token: ${traded.status} ${await traded.text()}`);
  const { access_token: token } = (await traded.json()) as TokenAnswer;
  return pageOf(stage, who, token, origin);
}

export function pageOf(stage: Stage, who: Who, token: string, origin = originOf(who.site)): Page {
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers({ Origin: origin, Authorization: `Bearer ${token}` });
    new Headers(init.headers).forEach((value, name) => {
      headers.set(name, value);
    });
    return stage.fetch(new Request(stage.settings.issuer + path, { ...init, headers }));
  };
  return {
    who,
    token,
    origin,
    ask,
    async read<T>(path: string, init?: RequestInit) {
      const response = await ask(path, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
  };
}

type Asked = Partial<Question>;

/** `/v1/reports/{id}/rows` with its question. */
export function rowsPath(
  report: string,
  question: Asked = {},
  page: { limit?: number; cursor?: string } = {},
): string {
  const query = new URLSearchParams({ question: JSON.stringify(question) });
  if (page.limit !== undefined) query.set('limit', String(page.limit));
  if (page.cursor !== undefined) query.set('cursor', page.cursor);
  return `/v1/reports/${report}/rows?${query}`;
}

/** All pages of an answer, one behind the other. */
export async function allRows(
  page: Page,
  report: string,
  question: Asked = {},
  limit = 200,
): Promise<Rows> {
  const first = await page.read<Rows>(rowsPath(report, question, { limit }));
  const rows = [...first.rows];
  for (let cursor = first.next_cursor; cursor !== null; ) {
    const next = await page.read<Rows>(rowsPath(report, question, { limit, cursor }));
    rows.push(...next.rows);
    cursor = next.next_cursor;
  }
  return { ...first, rows, next_cursor: null };
}

/** Asks for an export; throws what came instead of a manifest. */
export async function requestExport(
  page: Page,
  report: string,
  question: Asked = {},
  rest: { bom?: boolean } = {},
): Promise<ExportManifest & { readonly url: string }> {
  const response = await page.post('/v1/exports', { report, question, ...rest });
  if (response.status !== 201) {
    throw new Error(`No export: ${response.status} ${await response.text()}`);
  }
  const manifest = (await response.json()) as ExportManifest;
  if (manifest.url === null) throw new Error('The manifest has no address');
  return { ...manifest, url: manifest.url };
}

/** What a problem says, without what differs from one request to the next. */
export async function problemOf(response: Response): Promise<Record<string, unknown>> {
  const { instance, ...rest } = (await response.json()) as Record<string, unknown>;
  return rest;
}
