/** Streams one long read of a database file from a thread of its own, so that serving goes on meanwhile. */
import { Worker } from 'node:worker_threads';
import type { Lines, Statement } from '../data/database.ts';
import { takeTurn } from './turns.ts';

/** What the thread says. */
export type ReaderMessage =
  | { readonly kind: 'lines'; readonly lines: Lines }
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly message: string };

/** A receiver that takes nothing for so long loses its thread: four of them would stop everybody's exports. */
const patienceMs = 60_000;

/** A thread holds a few chunks and nothing else, so that its share of memory stays small. */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };

/**
 * For `openLibsql`: reads of the file at `path`. They throw what the database throws, and when they are aborted or
 * nobody takes what they read; a thread that has been stopped ends with the row that it is about.
 */
export const lineReader = (path: string, options: { readonly patienceMs?: number } = {}) =>
  async function* readLines(
    statement: Statement,
    signal: AbortSignal,
  ): AsyncGenerator<Lines, void, undefined> {
    const passTurn = await takeTurn(signal);
    try {
      yield* readInTurn({ path, statement }, signal, options.patienceMs ?? patienceMs, passTurn);
    } finally {
      passTurn();
    }
  };

async function* readInTurn(
  workerData: { path: string; statement: Statement },
  signal: AbortSignal,
  patience: number,
  passTurn: () => void,
): AsyncGenerator<Lines, void, undefined> {
  const worker = new Worker(workerFile, { workerData, resourceLimits });
  const stop = () => void worker.terminate().then(passTurn);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const lines of linesOf(worker)) {
      const timer = setTimeout(stop, patience).unref();
      try {
        yield lines;
      } finally {
        clearTimeout(timer);
      }
    }
  } finally {
    signal.removeEventListener('abort', stop);
    await worker.terminate();
  }
}

/** From source Node runs the TypeScript beside this file; published, the JavaScript. */
const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './line-reader-thread.ts' : './line-reader-thread.js',
  import.meta.url,
);

/** Asks for the next chunk before the last is used up, so that reading and sending overlap, and no further ahead. */
async function* linesOf(worker: Worker): AsyncGenerator<Lines, void, undefined> {
  const ended = new Promise<ReaderMessage>((resolve) => {
    worker.once('error', (error: Error) => resolve({ kind: 'error', message: error.message }));
    worker.once('exit', () => resolve({ kind: 'error', message: 'The reading was stopped' }));
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
