/** GET /openapi.json, and GET /docs: the same as a page for people, without a script, so that any policy lets it through. */
import { html } from 'hono/html';
import { z } from 'zod';
import type { openapiDocument } from './openapi.ts';
import { defineRoute, json, methods, type Route } from './route.ts';

type Document = ReturnType<typeof openapiDocument>;

/** The document does not describe the addresses that it is found at. */
export const documentationRoutes = (document: Document): readonly Route[] => [
  defineRoute({
    method: 'get',
    path: '/openapi.json',
    access: 'public',
    summary: 'This interface as an OpenAPI document',
    request: {},
    answer: { status: 200, description: 'OpenAPI 3.1', body: z.unknown() },
    handle: async () => json(document),
  }),
  defineRoute({
    method: 'get',
    path: '/docs',
    access: 'public',
    summary: 'This interface as a page',
    request: {},
    answer: { status: 200, description: 'The page', body: 'text/html' },
    handle: () => documentationPage(document),
  }),
];

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 56rem; margin: 0 auto; padding: 1.5rem; }
  section { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 1rem 0; }
  h2 { font-size: 1.05rem; margin: 0 0 .25rem; }
  code { font: 0.9em ui-monospace, monospace; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; }
  td, th { text-align: start; vertical-align: top; padding: .25rem .75rem .25rem 0; }
  details { margin-top: .5rem; }
  pre { overflow: auto; max-height: 24rem; }
`;

/** A page that lists each address with its parameters and answers; schemas fold open. */
async function documentationPage(document: Document): Promise<Response> {
  const nonce = crypto.randomUUID();
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method: method.toUpperCase(), path, operation }] : [];
    }),
  );
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Ambit: HTTP interface</title>
        <style nonce="${nonce}">${style}</style>
      </head>
      <body>
        <h1>Ambit: HTTP interface</h1>
        <p>${document.info.description} The same as data: <a href="/openapi.json">openapi.json</a>.</p>
        ${operations.map(({ method, path, operation }) => section(method, path, operation))}
        <h2>Schemas</h2>
        ${Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => fold(name, schema))}
      </body>
    </html>`;
  return new Response(String(page), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  });
}

type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

function section(method: string, path: string, operation: Operation) {
  return html`<section>
    <h2><code>${method} ${path}</code></h2>
    <p>${operation.summary}${operation.description ? `. ${operation.description}` : ''}</p>
    <table>
      ${(operation.parameters ?? []).map((parameter) =>
        'name' in parameter
          ? html`<tr><th><code>${parameter.name}</code></th><td>${parameter.in}</td>
              <td>${parameter.description ?? ''}</td></tr>`
          : '',
      )}
      ${Object.entries(operation.responses ?? {}).map(
        ([status, answer]) =>
          html`<tr><th>${status}</th><td colspan="2">${'description' in answer ? answer.description : ''}</td></tr>`,
      )}
    </table>
    ${operation.requestBody ? fold('Body', operation.requestBody) : ''}
  </section>`;
}

const fold = (name: string, value: unknown) =>
  html`<details><summary>${name}</summary><pre><code>${JSON.stringify(value, null, 2)}</code></pre></details>`;
