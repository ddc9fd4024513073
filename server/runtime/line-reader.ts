/** Streams one long read of a database file from a thread of its own, so that serving goes on meanwhile. */
import { Worker } from 'node:worker_threads';
import type { Lines, Statement } from '../data/database.ts';
import { takeTurn } from './turns.ts';

/** What the thread is asked for. */
export type ReaderWish = 'next' | 'stop';

/** What the thread says. */
export type ReaderMessage =
  | { readonly kind: 'lines'; readonly lines: Lines }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly message: string };

/**
 * A receiver that keeps its thread waiting for so long in all loses it: a few of them would stop everybody's exports.
 * What it takes earns some of that time back, so that only who is slower than 32 KB a second for long is given up.
 */
const patienceMs = 60_000;
const charactersThatEarnAll = 2_000_000;

/**
 * For `openLibsql`: reads of the file at `path`. They throw what the database throws, and when they are aborted or
 * nobody takes what they read.
 */
export const lineReader = (path: string, options: { readonly patienceMs?: number } = {}) =>
  async function* readLines(
    statement: Statement,
    signal: AbortSignal,
  ): AsyncGenerator<Lines, void, undefined> {
    const passTurn = await takeTurn(signal);
    const reader = startReader(path, statement, passTurn);
    signal.addEventListener('abort', reader.stop, { once: true });
    if (signal.aborted) reader.stop();
    const wholeMs = options.patienceMs ?? patienceMs;
    let leftMs = wholeMs;
    try {
      for await (const lines of reader.lines()) {
        const handedAt = performance.now();
        const timer = setTimeout(reader.stop, Math.max(0, leftMs)).unref();
        try {
          yield lines;
        } finally {
          clearTimeout(timer);
        }
        const waitedMs = performance.now() - handedAt;
        const earnedMs = (wholeMs * lines.text.length) / charactersThatEarnAll;
        leftMs = Math.min(wholeMs, leftMs - waitedMs + earnedMs);
      }
    } finally {
      signal.removeEventListener('abort', reader.stop);
      reader.stop();
      await reader.ended;
    }
  };

/** From source Node runs the TypeScript beside this file; published, the JavaScript. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './line-reader-thread.ts' : './line-reader-thread.js',
  import.meta.url,
);

/**
 * Its young garbage is little, so that memory stays flat. The whole is far more than the longest rows take: at that
 * limit the engine's binding would end the process.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 };

interface Reader {
  lines(): AsyncGenerator<Lines, void, undefined>;
  /** Resolves when the thread is no more; its turn has then been passed on. */
  readonly ended: Promise<unknown>;
  /**
   * Lets the thread end behind the chunk that it is about. It is never terminated: the engine's binding answers
   * that, in the middle of a row, by ending the whole process.
   */
  stop(): void;
}

function startReader(path: string, statement: Statement, passTurn: () => void): Reader {
  const worker = openWorker(path, statement, passTurn);
  // One asker at a time. A race against the end would do too, and would keep every chunk until that end.
  let take: (message: ReaderMessage) => void = () => {};
  let fault: ReaderMessage | undefined;
  const end = (message: string) => {
    fault ??= { kind: 'error', message };
    take(fault);
  };
  const ended = new Promise<void>((resolve) => {
    worker.on('message', (message: ReaderMessage) => take(message));
    worker.once('error', (error: Error) => end(error.message));
    worker.once('exit', () => {
      end('The reading was stopped');
      resolve();
    });
  });
  const wish = (told: ReaderWish) => worker.postMessage(told);
  const ask = (): Promise<ReaderMessage> =>
    new Promise((resolve) => {
      take = resolve;
      if (fault) resolve(fault);
      else wish('next');
    });
  return {
    lines: () => linesOf(ask),
    ended: ended.finally(passTurn),
    stop: () => wish('stop'),
  };
}

function openWorker(path: string, statement: Statement, passTurn: () => void): Worker {
  try {
    return new Worker(workerFile, { workerData: { path, statement }, resourceLimits });
  } catch (error) {
    passTurn();
    throw error;
  }
}

/** Asks for the next chunk before the last is used up, so that reading and sending overlap, and no further ahead. */
async function* linesOf(ask: () => Promise<ReaderMessage>): AsyncGenerator<Lines, void, undefined> {
  let answer = ask();
  for (;;) {
    const message = await answer;
    switch (message.kind) {
      case 'end':
        return;
      case 'error':
        throw new Error(message.message);
      case 'lines':
        answer = ask();
        yield message.lines;
        break;
      default:
        message satisfies never;
    }
  }
}
