/** The app on Node: one HTTP server for the API and the widget's files. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Database } from '../data/database.ts';
import { sealAudit } from '../data/seal-audit.ts';
import { clearRequests } from '../export/ledger.ts';
import { createApp, type LogEntry } from '../http/app.ts';
import { ensureSigningKeys } from '../token/key-rotation.ts';
import type { Settings } from '../token/settings.ts';
import { bringsJobs, continueJobs } from './continue-jobs.ts';
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
  /** How long `close` lets downloads go on. */
  readonly graceMs?: number;
  /** The folder of the built widget; the one beside this server by default. */
  readonly widgetFolder?: string;
}

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, waits for the answers under way, and cuts off those that take longer than the grace. */
  close(): Promise<void>;
}

/** Questions travel in the query, so headers are longer than usual; whole requests are small and come at once. */
const limits = { maxHeaderSize: 64 * 1024, headersTimeout: 15_000, requestTimeout: 30_000 };

/** A connection on which nothing has moved for so long holds an export that nobody takes. */
const idleMs = 300_000;

/** Starts to listen once the signing keys exist and this secret opens them. */
export async function startServer(options: ServeOptions): Promise<RunningServer> {
  const { database, settings, port, hostname = '127.0.0.1' } = options;
  const { log = logLine, now = Date.now, graceMs = 10_000 } = options;
  await ensureSigningKeys(database, settings, Math.floor(now() / 1000));
  await sealAudit(database);
  await database.write([clearRequests(Math.floor(now() / 1000))]);
  const api = createApp({ database, settings, log, now, startDigest: startNodeDigest });
  const site = new Hono();
  site.route('/', widgetFiles(options.widgetFolder));
  // One at a time: a second would wait for the first at the database anyway.
  const stopping = new AbortController();
  let working: Promise<void> = continueJobs(database, now, stopping.signal);
  site.all('*', async (context) => {
    const response = await api.fetch(context.req.raw);
    if (bringsJobs(context.req.raw)) {
      working = working.then(() => continueJobs(database, now, stopping.signal));
    }
    return response;
  });
  const server = createServer(limits, getRequestListener(site.fetch, { hostname }));
  server.setTimeout(idleMs);
  await listen(server, port, hostname);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      stopping.abort();
      await close(server, graceMs);
      await working;
    },
  };
}

const listen = (server: Server, port: number, hostname: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      server.off('error', reject);
      resolve();
    });
  });

const close = (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
  });

/** One line of JSON a request, on standard output. */
const logLine = (entry: LogEntry): void => {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
};
