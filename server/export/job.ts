/** An export in the ledger: what was asked for, and its manifest on the wire. */

import { toIsoTime } from '../../shared/time.ts';
import type { ExportManifest, ExportStatus } from '../../shared/wire/export.ts';
import type { exportJobs } from '../data/schema/index.ts';

export type ExportJob = typeof exportJobs.$inferSelect;

/** How long a link may be fetched after it was made. */
export const linkSeconds = 120;

/** A download that has told nothing for so long has died with its process. */
export const silentSeconds = 3600;

export function statusOf(job: ExportJob, nowSeconds: number): ExportStatus {
  if (job.failed) return 'failed';
  if (job.finishedAt !== null) return 'complete';
  if (job.redeemedAt !== null) {
    return nowSeconds - job.redeemedAt > silentSeconds ? 'failed' : 'streaming';
  }
  return nowSeconds < job.expiresAt ? 'ready' : 'expired';
}

/** @param url the signed address, in the one answer that tells it */
export function toManifest(
  job: ExportJob,
  nowSeconds: number,
  url: string | null = null,
): ExportManifest {
  return {
    id: job.id,
    report: job.reportId,
    format: job.format,
    filename: job.filename,
    status: statusOf(job, nowSeconds),
    created_at: toIsoTime(job.createdAt),
    expires_at: toIsoTime(job.expiresAt),
    rows_expected: job.rowsExpected,
    rows_written: job.rowsWritten,
    bytes: job.bytes,
    sha256: job.sha256,
    url,
  };
}
