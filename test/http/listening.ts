/** A real server on a real socket, over a database file, before the same academy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../server/data/database.ts';
import { openAt } from '../../server/runtime/open.ts';
import { startServer } from '../../server/runtime/serve.ts';
import { prepareGround, type Stage, settings } from './stage.ts';

export interface Listening {
  readonly stage: Stage;
  readonly port: number;
  /** Where the database lies. */
  readonly file: string;
  stop(): Promise<void>;
}

/** Its own address has to be known before it starts, because links and tokens are made for it. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * @param opened what the server shall work with in place of the plain database
 * @param widgetFolder the folder of a built widget
 */
export async function listen(
  opened: (database: Database) => Database = (database) => database,
  widgetFolder?: string,
): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-listen-'));
  const file = join(folder, 'server.db');
  const plain = await openAt({ url: `file:${file}`, prepare: 'create' });
  const port = await freePort();
  const ground = await prepareGround(plain, { ...settings, issuer: `http://127.0.0.1:${port}` });
  const server = await startServer({
    database: opened(plain),
    settings: ground.settings,
    port,
    now: () => ground.clock.now * 1000,
    log: (entry) => ground.log.push(entry),
    graceMs: 500,
    ...(widgetFolder !== undefined && { widgetFolder }),
  });
  return {
    stage: { ...ground, fetch: (request) => fetch(request) },
    port,
    file,
    async stop() {
      await server.close();
      plain.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
