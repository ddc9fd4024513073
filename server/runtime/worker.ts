/** The app on Cloudflare Workers: the same routes over D1; the widget's files are static assets. */
import { Refusal } from '../../shared/refusal.ts';
import { type D1Binding, openD1 } from '../data/d1.ts';
import { openDatabase } from '../data/database.ts';
import { sealAudit } from '../data/seal-audit.ts';
import { clearRequests } from '../export/ledger.ts';
import { createApp, type LogEntry } from '../http/app.ts';
import { toProblem } from '../http/problem.ts';
import { ensureSigningKeys } from '../token/key-rotation.ts';
import { readSettings } from '../token/settings.ts';
import { bringsJobs, continueJobs } from './continue-jobs.ts';
import { startWorkerDigest } from './worker-digest.ts';

/** The bindings of wrangler.toml; the two texts are set with `wrangler secret put`. */
interface Bindings {
  readonly DB: D1Binding;
  readonly AMBIT_ISSUER: string;
  readonly AMBIT_SECRET: string;
}

/** What lets work outlast the answer. */
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}

type App = ReturnType<typeof createApp>;

/** Batches: a request that waits for a start has little time, and every later start and write goes on. */
const sealedAtStart = 10;

/** One app an isolate. A start that failed is tried again by the next request. */
const apps = new WeakMap<D1Binding, Promise<App>>();

async function start({ DB, AMBIT_ISSUER, AMBIT_SECRET }: Bindings): Promise<App> {
  const settings = readSettings({ AMBIT_ISSUER, AMBIT_SECRET });
  const database = openDatabase(openD1(DB));
  const nowSeconds = Math.floor(Date.now() / 1000);
  await ensureSigningKeys(database, settings, nowSeconds);
  await database.write([clearRequests(nowSeconds)]);
  await sealAudit(database, sealedAtStart);
  const log = (entry: LogEntry) => console.log(JSON.stringify(entry));
  return createApp({ database, settings, now: Date.now, startDigest: startWorkerDigest, log });
}

function appOf(bindings: Bindings): Promise<App> {
  const running = apps.get(bindings.DB);
  if (running) return running;
  const app = start(bindings);
  apps.set(bindings.DB, app);
  app.catch(() => apps.delete(bindings.DB));
  return app;
}

export default {
  async fetch(request: Request, bindings: Bindings, context?: Lasting): Promise<Response> {
    let app: App;
    try {
      app = await appOf(bindings);
    } catch (error) {
      // Whoever runs the server reads why in its log; whoever asks is told that it does not run.
      console.error(error);
      const detail = 'The server is not set up';
      return toProblem(new Refusal('unavailable', detail), crypto.randomUUID());
    }
    const response = await app.fetch(request);
    if (bringsJobs(request)) {
      context?.waitUntil(continueJobs(openDatabase(openD1(bindings.DB)), Date.now));
    }
    return response;
  },
};
