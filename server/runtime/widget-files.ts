/** Serves the built widget to pages of any origin: it is public, and says nothing about anybody. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';

/** Where the widget lies beside the sources, and beside the published server. */
const folders = ['../../dist/widget', '../../widget'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Chunks carry a hash in their name and never change; the entry is asked for again each time. */
const forever = 'public, max-age=31536000, immutable';

export function widgetFiles(): MiddlewareHandler {
  const root = folders.find((folder) => existsSync(`${folder}/ambit.js`)) ?? folders[0] ?? '';
  return serveStatic({
    root,
    onFound(path, context) {
      context.header('Access-Control-Allow-Origin', '*');
      context.header('Cross-Origin-Resource-Policy', 'cross-origin');
      context.header('X-Content-Type-Options', 'nosniff');
      context.header('Cache-Control', path.includes('/chunks/') ? forever : 'public, no-cache');
    },
  });
}
