/** Serves the built widget from Node's disk. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { widgetHeaders } from './widget-headers.ts';

/** Where the widget lies beside the sources, and beside the published server. */
const folders = ['../../dist/widget', '../../widget'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** What is built: the entry with its chunks, assets and maps, and the digests of all. Nothing else in the folder is anybody's business. */
const served = ['/ambit.js', '/ambit.js.map', '/integrity.json', '/chunks/*', '/assets/*'];

export function widgetFiles(root = builtWidget()): Hono {
  const files = new Hono();
  const serve = serveStatic({
    root,
    onFound(_file, context) {
      for (const [name, value] of Object.entries(widgetHeaders(context.req.path))) {
        context.header(name, value);
      }
    },
  });
  // What lets another origin run the script must stand in a 304 as well.
  const retainedHeaders = [...RETAINED_304_HEADERS, ...Object.keys(widgetHeaders('/'))];
  for (const path of served) files.get(path, etag({ retainedHeaders }), serve);
  return files;
}

const builtWidget = (): string =>
  folders.find((folder) => existsSync(`${folder}/ambit.js`)) ?? folders[0] ?? '';
