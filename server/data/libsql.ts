/** The driver for libSQL: an embedded file, memory, or a server over http(s) or libsql. */
import { type Client, createClient, type InArgs, type ResultSet } from '@libsql/client';
import type { Driver, Row, Statement } from './database.ts';

/** How long a whole batch is tried again while another process writes, in milliseconds. */
const busyPatienceMs = 15_000;

/** The driver itself blocks the event loop while it waits for a lock, so it waits briefly and we wait outside. */
const driverTimeoutMs = 20;

/**
 * Opens `file:<path>`, `:memory:`, `libsql://…` or `http(s)://…`.
 * @param lines how to stream one long read off the serving thread, where the runtime can.
 */
export async function openLibsql(
  url: string,
  options: { authToken?: string; lines?: NonNullable<Driver['lines']> } = {},
): Promise<Driver> {
  const client = createClient({
    url,
    concurrency: 1,
    timeout: driverTimeoutMs,
    ...(options.authToken && { authToken: options.authToken }),
  });
  if (url.startsWith('file:')) await tune(client);
  return {
    batch: (statements, mode) => withPatience(() => run(client, statements, mode)),
    ...(options.lines && { lines: options.lines }),
    close: () => client.close(),
  };
}

/** This build would else keep in memory whatever is sorted, and what a statement changes until it ends. */
const pragmas = [
  'journal_mode = WAL',
  'synchronous = NORMAL',
  'cache_size = -32768',
  'temp_store = FILE',
];

async function tune(client: Client): Promise<void> {
  for (const pragma of pragmas) {
    await withPatience(() => client.execute(`PRAGMA ${pragma}`));
  }
}

async function run(
  client: Client,
  statements: readonly Statement[],
  mode: 'read' | 'write',
): Promise<Row[][]> {
  const [only] = statements;
  if (statements.length === 1 && only) return [toRows(await client.execute(toArgs(only)))];
  const results = await client.batch(
    statements.map(toArgs),
    mode === 'read' ? 'deferred' : 'write',
  );
  return results.map(toRows);
}

const toArgs = ({ sql, params }: Statement) => ({ sql, args: params as InArgs });

const toRows = (result: ResultSet): Row[] =>
  result.rows.map((row) => Array.from(row as ArrayLike<string | number | null>));

/** Tries a whole batch again while the file is locked: a half-done one has been rolled back. */
async function withPatience<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + busyPatienceMs;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 250)) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs * (0.5 + Math.random())));
    }
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
