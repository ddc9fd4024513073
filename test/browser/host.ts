/** A customer's pages made for one test each: an origin of its own, headers and markup as the test says. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  readonly html: string;
  /** As a header; none by default. */
  readonly policy?: string;
  readonly type?: string;
}

export interface Host {
  readonly origin: string;
  /** By path; what a test puts here is served at once. */
  readonly pages: Map<string, HostPage>;
  /** Paths that were asked for, queries included, in order. */
  readonly asked: string[];
  /** Headers of every request, in the same order. */
  readonly heard: Record<string, string>[];
  close(): Promise<void>;
}

/**
 * Serves `pages`, and at `/assertion` whatever `assertion` answers. Pages of other origins may read it all:
 * whether they ask is what tests are about.
 */
export async function startHost(assertion: () => Promise<string>): Promise<Host> {
  const pages = new Map<string, HostPage>([['/favicon.ico', { html: '', type: 'image/x-icon' }]]);
  const asked: string[] = [];
  const heard: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://host.invalid');
    asked.push(url.pathname + url.search);
    heard.push(
      Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, `${value}`]),
      ),
    );
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('cache-control', 'no-store');
    if (url.pathname === '/assertion') {
      response.setHeader('content-type', 'text/plain');
      response.end(await assertion());
      return;
    }
    const page = pages.get(url.pathname);
    response.statusCode = page ? 200 : 404;
    response.setHeader('content-type', page?.type ?? 'text/html; charset=utf-8');
    if (page?.policy) response.setHeader('content-security-policy', page.policy);
    response.end(page?.html ?? 'Nothing here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, pages, asked, heard, close: () => stop(server) };
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });

interface PageParts {
  readonly head?: string;
  readonly body: string;
  readonly lang?: string;
}

/** A whole page around its parts. */
export const pageOf = ({ head = '', body, lang = 'en' }: PageParts): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A page of the host</title>
  ${head}</head><body><main>${body}</main></body></html>`;

/** The one line that loads Ambit, just as the documentation gives it. */
export const loaderTag = (apiOrigin: string, attributes = 'data-assertion="/assertion"'): string =>
  `<script type="module" src="${apiOrigin}/ambit.js" ${attributes}></script>`;
