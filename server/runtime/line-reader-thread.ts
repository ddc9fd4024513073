/** The thread of line-reader.ts: steps through one statement on its own connection, a chunk each time it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import LibsqlDatabase from 'libsql';
import type { Statement } from '../data/database.ts';
import type { ReaderMessage } from './line-reader.ts';

/** Characters in a chunk: enough that messages cost little, little enough to hold a few of them. */
const chunkLength = 128 * 1024;

const { path, statement } = workerData as { path: string; statement: Statement };

let rows: Iterator<[string]> | undefined;

function openRows(): Iterator<[string]> {
  const connection = new LibsqlDatabase(path, { readonly: true, timeout: 5000 });
  connection.exec('PRAGMA cache_size = -8192');
  return connection
    .prepare(statement.sql)
    .raw()
    .iterate([...statement.params]);
}

parentPort?.on('message', () => {
  let message: ReaderMessage;
  try {
    message = nextChunk();
  } catch (error) {
    message = { kind: 'error', message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage(message);
});

function nextChunk(): ReaderMessage {
  rows ??= openRows();
  let text = '';
  let count = 0;
  while (text.length < chunkLength) {
    const { done, value } = rows.next();
    if (done) break;
    text += value[0];
    count += 1;
  }
  return count === 0 ? { kind: 'end' } : { kind: 'lines', lines: { text, rows: count } };
}
