/** The thread of line-reader.ts: steps through one statement on its own connection, a chunk each time it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import LibsqlDatabase from 'libsql';
import type { Statement } from '../data/database.ts';
import type { ReaderMessage, ReaderWish } from './line-reader.ts';

/** Characters in a chunk: enough that messages cost little, little enough to be cleared up as short-lived. */
const chunkLength = 48 * 1024;

const { path, statement } = workerData as { path: string; statement: Statement };

let rows: Iterator<[string]> | undefined;

function openRows(): Iterator<[string]> {
  const connection = new LibsqlDatabase(path, { timeout: 5000 });
  // The driver has an option for this, and forgets it.
  connection.exec('PRAGMA query_only = ON');
  connection.exec('PRAGMA cache_size = -4096');
  // A sort of a million rows goes to a file, where this build would by default keep it in memory.
  connection.exec('PRAGMA temp_store = FILE');
  const answered = connection
    .prepare(statement.sql)
    .raw()
    .iterate([...statement.params]);
  return answered as Iterator<[string]>;
}

/** Without its port nothing keeps the thread, so it ends by itself. */
const wishes: Record<ReaderWish, () => void> = {
  next: () => parentPort?.postMessage(answer()),
  stop: () => parentPort?.close(),
};

parentPort?.on('message', (wish: ReaderWish) => wishes[wish]());

function answer(): ReaderMessage {
  try {
    return nextChunk();
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

function nextChunk(): ReaderMessage {
  rows ??= openRows();
  const lines: string[] = [];
  for (let length = 0; length < chunkLength; ) {
    const { done, value } = rows.next();
    if (done) break;
    lines.push(value[0]);
    length += value[0].length;
  }
  if (lines.length === 0) return { kind: 'end' };
  return { kind: 'lines', lines: { text: lines.join(''), rows: lines.length } };
}
