/** What the HTTP layer adds: a page over a real socket, token and scope included, against the engine's call alone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get, type RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { mintToken } from '../../server/command/mint-token.ts';
import type { Database } from '../../server/data/database.ts';
import { epochs, siteOrigins, users } from '../../server/data/schema/index.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, openViewer } from '../../server/report/viewer.ts';
import { openAt } from '../../server/runtime/open.ts';
import { startServer } from '../../server/runtime/serve.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { randomText } from '../../server/token/base64url.ts';
import { benchNow, fillAcademy } from './large-academy.ts';
import { type BenchResult, median, timed } from './result.ts';

const origin = 'http://localhost:9';
const goalMs = 2;

/** Opens the same page in both ways, one after the other; the difference of the medians is what HTTP costs. */
export async function benchHttp({ rounds = 300 } = {}): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-bench-http-'));
  const database = await openAt({ url: `file:${join(folder, 'bench.db')}`, prepare: 'create' });
  await fillAcademy(database, 200_000);
  // The academy is written without triggers, which else begin somebody's epoch.
  await database.orm.insert(epochs).values({ userId: -1, epoch: 1 });
  await database.orm.insert(siteOrigins).values({ siteId: 'portal', origin });
  const settings = { issuer: 'http://localhost:8', secret: randomText(32) };
  const now = () => benchNow * 1000;
  const server = await startServer({ database, settings, port: 0, now, log: () => {} });
  try {
    const engine = await engineCall(database, settings);
    const http = await httpCall(database, settings, server.port);
    for (let warm = 0; warm < 30; warm++) await Promise.all([engine(), http()]);
    const [alone, served]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      alone.push(await timed(engine));
      served.push(await timed(http));
    }
    const added = median(served) - median(alone);
    return {
      name: 'HTTP around a first page of enrollments, milliseconds added at the median',
      ratio: added,
      goal: goalMs,
      better: 'less',
      detail: `engine ${median(alone).toFixed(2)} ms, over HTTP ${median(served).toFixed(2)} ms`,
    };
  } finally {
    await server.close();
    database.close();
    await rm(folder, { recursive: true });
  }
}

type Settings = Parameters<typeof readPage>[1];

async function engineCall(database: Database, settings: Settings): Promise<() => Promise<unknown>> {
  const [small] = await database.orm.select().from(users).where(eq(users.username, 'small'));
  const scope = await resolveScope(database, {
    powerUserId: small?.id ?? 0,
    siteId: 'portal',
    nowSeconds: benchNow,
  });
  const viewer = await openViewer(database, scope, benchNow);
  const page = { question: { filters: [], sort: [] }, limit: 50 };
  return () => readPage(database, settings, openReport(reports.get('enrollments'), viewer), page);
}

async function httpCall(
  database: Database,
  settings: Settings,
  port: number,
): Promise<() => Promise<unknown>> {
  const actor = { kind: 'operator', name: 'bench' } as const;
  const occasion = { database, actor, nowSeconds: benchNow };
  const { token } = await mintToken(occasion, settings, { username: 'small', site: 'portal' });
  const headers = { Origin: origin, Authorization: `Bearer ${token}` };
  const path = '/v1/reports/enrollments/rows?limit=50';
  const agent = new Agent({ keepAlive: true });
  return () => ask({ host: '127.0.0.1', port, path, headers, agent });
}

/** By Node's plainest client on a connection that stays open: what it does itself is measured too. */
const ask = (options: RequestOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = get(options, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
      );
    });
    request.once('error', reject);
  });

if (import.meta.main) console.log(await benchHttp());
