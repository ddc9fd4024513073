/** The bytes of a file on their way: counted, digested, written into the ledger; an error breaks the stream. */
import type { Database, Lines } from '../data/database.ts';
import { compileQuestion } from '../report/question.ts';
import { byteOrderMark, headerLine } from './csv.ts';
import type { StartDigest } from './digest.ts';
import type { ExportJob } from './job.ts';
import { recordDelivery, recordFailure, recordProgress } from './ledger.ts';
import { exportLines } from './lines.ts';
import type { Redeemed } from './redeem.ts';
import { watch } from './watch.ts';

/** How often the manifest tells how far a download has come. */
const tellEveryMs = 500;

export interface Delivery {
  readonly startDigest: StartDigest;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told why a download broke off on our side; the receiver is told nothing but that it did. */
  readonly failed: (cause: unknown) => void;
  /** Brings automations up to date before the scope is looked at again. */
  readonly settle?: () => Promise<unknown>;
}

/**
 * The file as a stream. It ends in order only when every row is in it; otherwise it errors, so that the
 * receiver's connection breaks instead of leaving a file that looks whole.
 */
export function deliver(
  database: Database,
  redeemed: Redeemed,
  delivery: Delivery,
): ReadableStream<Uint8Array> {
  const stopped = new AbortController();
  const sent = { rows: 0, bytes: 0 };
  const file = fileBytes(database, redeemed, delivery, sent, stopped.signal);
  const fail = () =>
    recordFailure(database, redeemed.job, sent, secondsOf(delivery)).catch(delivery.failed);
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await file.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (cause) {
          // Servers may show an error's message to the receiver, so it gets one of our own.
          controller.error(new Error('The export broke off'));
          if (!stopped.signal.aborted) delivery.failed(cause);
          await fail();
        }
      },
      async cancel() {
        stopped.abort(new Error('The receiver has gone'));
        await file.return(undefined);
        await fail();
      },
    },
    { highWaterMark: 0 },
  );
}

const secondsOf = ({ now }: Delivery): number => Math.floor(now() / 1000);

/** @param sent is kept up to date with what has been handed over */
async function* fileBytes(
  database: Database,
  { job, report, request }: Redeemed,
  delivery: Delivery,
  sent: { rows: number; bytes: number },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = delivery.startDigest();
  const encoder = new TextEncoder();
  const tell = teller(database, job, delivery.now);
  const take = async ({ text, rows }: Lines) => {
    const chunk = encoder.encode(text);
    await digest.update(chunk);
    sent.rows += rows;
    sent.bytes += chunk.byteLength;
    tell(sent.rows);
    return chunk;
  };
  const look = watch(database, { ...delivery, scope: report.viewer.scope });
  const { columns } = compileQuestion(report, request.question);
  yield await take({ text: (request.bom ? byteOrderMark : '') + headerLine(columns), rows: 0 });
  for await (const lines of exportLines(database, report, request.question, signal)) {
    await look('chunk');
    yield await take(lines);
  }
  await look('end');
  const sha256 = await digest.finish();
  await recordDelivery(database, job, { ...sent, sha256 }, secondsOf(delivery));
}

/** Tells the manifest now and then; a download neither waits for that nor fails with it. */
function teller(database: Database, job: ExportJob, now: () => number): (rows: number) => void {
  let toldAt = now();
  let telling = false;
  return (rows) => {
    if (telling || now() - toldAt < tellEveryMs) return;
    toldAt = now();
    telling = true;
    recordProgress(database, job, rows)
      .catch(() => undefined)
      .finally(() => {
        telling = false;
      });
  };
}
