/** The demonstration: server, sample academy and a customer's portal on a second origin, all fresh each time. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPortal } from '../../demo/portal/server.ts';
import { addSiteKey } from '../command/add-site-key.ts';
import { type Academy, buildAcademy } from '../data/academy/academy.ts';
import { loadAcademy } from '../data/academy/load.ts';
import type { Database } from '../data/database.ts';
import type { LogEntry } from '../http/app.ts';
import { randomText } from '../token/base64url.ts';
import type { Settings } from '../token/settings.ts';
import { openAt } from './open.ts';
import { startServer } from './serve.ts';

export interface DemoOptions {
  /** Where to listen if the port is free; else the system picks one. */
  readonly apiPort: number;
  readonly portalPort: number;
  readonly log?: (entry: LogEntry) => void;
}

export interface RunningDemo {
  /** The page to open. */
  readonly portalOrigin: string;
  readonly apiOrigin: string;
  readonly database: Database;
  readonly academy: Academy;
  close(): Promise<void>;
}

/** Starts everything on this machine alone; `close` stops it and takes the database away. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const { log = onlyErrors } = options;
  const apiPort = await freePort(options.apiPort);
  const portalPort = await freePort(options.portalPort);
  const settings = { issuer: `http://localhost:${apiPort}`, secret: randomText(32) };
  const folder = await mkdtemp(join(tmpdir(), 'ambit-demo-'));
  const url = `file:${join(folder, 'demo.db')}`;
  const database = await openAt({ url, prepare: 'create' });
  const academy = buildAcademy({
    nowSeconds: Math.floor(Date.now() / 1000),
    origins: [`http://localhost:${portalPort}`],
  });
  await loadAcademy(database, academy);
  const sites = await withKeys(database, settings, academy);
  const api = await startServer({ database, settings, port: apiPort, log });
  const portal = await startPortal({ port: portalPort, apiOrigin: settings.issuer, sites });
  return {
    portalOrigin: portal.origin,
    apiOrigin: settings.issuer,
    database,
    academy,
    async close() {
      await portal.close();
      await api.close();
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Each portal gets a secret of its own, as a provider would hand it to a customer. */
async function withKeys(database: Database, settings: Settings, academy: Academy) {
  const actor = { kind: 'operator', name: 'demo' } as const;
  const occasion = { database, actor, nowSeconds: academy.nowSeconds };
  const sites = [];
  for (const customer of academy.customers) {
    const { id, secret } = await addSiteKey(occasion, settings, { site: customer.siteId });
    sites.push({ ...customer, kid: id, secret: secret ?? '' });
  }
  return sites;
}

/** The wished port, or any free one where it is taken. */
async function freePort(wished: number): Promise<number> {
  const probe = (port: number) =>
    new Promise<number | null>((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        const found = typeof address === 'object' && address ? address.port : null;
        server.close(() => resolve(found));
      });
    });
  const port = (await probe(wished)) ?? (await probe(0));
  if (port === null) throw new Error('No port is free on this machine');
  return port;
}

const onlyErrors = (entry: LogEntry): void => {
  if (entry.level === 'error') process.stderr.write(`${JSON.stringify(entry)}\n`);
};
