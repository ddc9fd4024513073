/** Streams one long read of a database file from a thread of its own, so that serving goes on meanwhile. */
import { Worker } from 'node:worker_threads';
import type { Lines, Statement } from '../data/database.ts';

/** Long reads at once in this process; more of them wait for their turn, so that memory stays bounded. */
const mostReaders = 4;

/** What the thread says. */
export type ReaderMessage =
  | { readonly kind: 'lines'; readonly lines: Lines }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly message: string };

const waiting: (() => void)[] = [];
let running = 0;

/** For `openLibsql`: reads of the file at `path`. */
export const lineReader = (path: string) =>
  async function* readLines(statement: Statement, signal: AbortSignal): AsyncIterable<Lines> {
    await takeTurn();
    const worker = new Worker(workerFile, { workerData: { path, statement } });
    const stop = () => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for await (const lines of linesOf(worker)) yield lines;
      signal.throwIfAborted();
    } finally {
      signal.removeEventListener('abort', stop);
      await worker.terminate();
      passTurn();
    }
  };

/** From source Node runs the TypeScript beside this file; published, the JavaScript. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './line-reader-thread.ts' : './line-reader-thread.js',
  import.meta.url,
);

/** Asks for the next chunk before the last is used up, so that reading and sending overlap, and no further ahead. */
async function* linesOf(worker: Worker): AsyncGenerator<Lines, void, undefined> {
  const ended = new Promise<ReaderMessage>((resolve) => {
    worker.once('error', (error: Error) => resolve({ kind: 'error', message: error.message }));
    worker.once('exit', () =>
      resolve({ kind: 'error', message: 'The reading thread ended early' }),
    );
  });
  let answer = ask(worker, ended);
  for (;;) {
    const message = await answer;
    switch (message.kind) {
      case 'end':
        return;
      case 'error':
        throw new Error(message.message);
      case 'lines':
        answer = ask(worker, ended);
        yield message.lines;
        break;
      default:
        message satisfies never;
    }
  }
}

function ask(worker: Worker, ended: Promise<ReaderMessage>): Promise<ReaderMessage> {
  const told = new Promise<ReaderMessage>((resolve) => {
    worker.once('message', (message: ReaderMessage) => resolve(message));
  });
  worker.postMessage('next');
  return Promise.race([told, ended]);
}

async function takeTurn(): Promise<void> {
  if (running >= mostReaders) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
}

function passTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}
