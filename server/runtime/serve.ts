/** The app on Node: one HTTP server for the API and the widget's files. */
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Database } from '../data/database.ts';
import { createApp, type LogEntry } from '../http/app.ts';
import { ensureSigningKeys } from '../token/key-rotation.ts';
import type { Settings } from '../token/settings.ts';
import { startNodeDigest } from './node-digest.ts';
import { widgetFiles } from './widget-files.ts';

export interface ServeOptions {
  readonly database: Database;
  readonly settings: Settings;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on; this machine alone by default. */
  readonly hostname?: string;
  readonly log?: (entry: LogEntry) => void;
  /** Milliseconds since 1970; the system's clock by default. */
  readonly now?: () => number;
}

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, then waits for the answers under way. */
  close(): Promise<void>;
}

/** Starts to listen once the signing keys exist and this secret opens them. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { database, settings, port, hostname = '127.0.0.1' } = options;
  const { log = logLine, now = Date.now } = options;
  await ensureSigningKeys(database, settings, Math.floor(now() / 1000));
  const site = new Hono();
  site.use('/*', widgetFiles());
  site.mount('/', createApp({ database, settings, log, now, startDigest: startNodeDigest }).fetch);
  const server = await listen(site, port, hostname);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      ),
  };
}

const listen = (site: Hono, port: number, hostname: string): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: site.fetch, port, hostname }, () => resolve(server));
    server.once('error', reject);
  });

/** One line of JSON a request, on standard output. */
const logLine = (entry: LogEntry): void => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};
