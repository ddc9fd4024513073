/** The bytes of a file on their way: counted, digested, written into the ledger; an error breaks the stream. */
import { eq } from 'drizzle-orm';
import type { Database, Lines } from '../data/database.ts';
import { auditEvents, exportJobs } from '../data/schema/index.ts';
import { compileQuestion } from '../report/question.ts';
import { byteOrderMark, headerLine } from './csv.ts';
import type { StartDigest } from './digest.ts';
import type { ExportJob } from './job.ts';
import { exportLines } from './lines.ts';
import type { Redeemed } from './redeem.ts';

/** How often the manifest tells how far a download has come. */
const tellEveryMs = 500;

export interface Delivery {
  readonly startDigest: StartDigest;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The file as a stream. It ends in order only when every row is in it; otherwise it errors, so that the
 * receiver's connection breaks instead of leaving a file that looks whole.
 */
export function deliver(
  database: Database,
  redeemed: Redeemed,
  { startDigest, now }: Delivery,
): ReadableStream<Uint8Array> {
  const stopped = new AbortController();
  const bytes = fileBytes(database, redeemed, startDigest, now, stopped.signal);
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await bytes.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          await markFailed(database, redeemed.job, now);
          controller.error(error);
        }
      },
      async cancel() {
        stopped.abort();
        await bytes.return(undefined);
        await markFailed(database, redeemed.job, now);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* fileBytes(
  database: Database,
  { job, report, request }: Redeemed,
  startDigest: StartDigest,
  now: () => number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  const digest = startDigest();
  const encoder = new TextEncoder();
  const count = { rows: 0, bytes: 0 };
  let toldAt = now();
  const take = async ({ text, rows }: Lines) => {
    const chunk = encoder.encode(text);
    await digest.update(chunk);
    count.rows += rows;
    count.bytes += chunk.byteLength;
    if (now() - toldAt >= tellEveryMs) {
      toldAt = now();
      await tell(database, job, count.rows);
    }
    return chunk;
  };
  const { columns } = compileQuestion(report, request.question);
  yield await take({ text: (request.bom ? byteOrderMark : '') + headerLine(columns), rows: 0 });
  for await (const lines of exportLines(database, report, request.question, signal)) {
    yield await take(lines);
  }
  await finish(database, job, { ...count, sha256: await digest.finish() }, now);
}

const tell = (database: Database, job: ExportJob, rowsWritten: number) =>
  database.orm.update(exportJobs).set({ rowsWritten }).where(eq(exportJobs.id, job.id));

interface Delivered {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

async function finish(
  database: Database,
  job: ExportJob,
  { rows, bytes, sha256 }: Delivered,
  now: () => number,
): Promise<void> {
  const at = Math.floor(now() / 1000);
  await database.write([
    database.orm
      .update(exportJobs)
      .set({ rowsWritten: rows, bytes, sha256, finishedAt: at })
      .where(eq(exportJobs.id, job.id)),
    database.orm.insert(auditEvents).values({
      at,
      actor: `power user ${job.powerUserId}`,
      action: 'export.deliver',
      subject: `export:${job.id}`,
      after: JSON.stringify({ rows, bytes, sha256 }),
    }),
  ]);
}

const markFailed = (database: Database, job: ExportJob, now: () => number) =>
  database.orm
    .update(exportJobs)
    .set({ failed: true, finishedAt: Math.floor(now() / 1000) })
    .where(eq(exportJobs.id, job.id));
