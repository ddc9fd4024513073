/** Redeeming a link, once: everything is checked and the scope worked out again before the first byte. */
import { eq } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { startOfMinute } from '../../shared/time.ts';
import { type ExportRequest, exportRequestSchema } from '../../shared/wire/export.ts';
import type { Database } from '../data/database.ts';
import { exportJobs } from '../data/schema/index.ts';
import { reports } from '../report/catalogue.ts';
import { compileQuestion } from '../report/question.ts';
import { type OpenReport, openReport, openViewer } from '../report/viewer.ts';
import { resolveScope } from '../scope/resolve.ts';
import type { Settings } from '../token/settings.ts';
import type { ExportJob } from './job.ts';
import { recordFailure, redeem } from './ledger.ts';
import { verifyLink } from './link.ts';

export interface Redeemed {
  readonly job: ExportJob;
  readonly report: OpenReport;
  readonly request: ExportRequest;
}

const refused = (cause: string) =>
  new Refusal('link-refused', 'The link is not valid, has expired, or was used already', { cause });

/**
 * Whatever is wrong answers alike: unknown, altered, expired, used, a part asked for, or a right lost meanwhile.
 * @throws Refusal `link-refused` (threats 37 and 38)
 */
export async function redeemLink(
  database: Database,
  settings: Settings,
  exportId: string,
  request: Request,
  nowSeconds: number,
): Promise<Redeemed> {
  const job = await database.orm.select().from(exportJobs).where(eq(exportJobs.id, exportId)).get();
  if (!job) throw refused('unknown');
  const target = { exportId, siteId: job.siteId, expiresAt: job.expiresAt };
  if (!(await verifyLink(settings, target, request))) throw refused('altered');
  if (request.headers.has('Range')) throw refused('range');
  if (!(await redeem(database, job, nowSeconds))) throw refused('used or expired');
  return openAgain(database, job, nowSeconds);
}

/** The scope of now, not of when the link was made (threat 39); a question that no longer fits is refused. */
async function openAgain(
  database: Database,
  job: ExportJob,
  nowSeconds: number,
): Promise<Redeemed> {
  const { powerUserId, siteId } = job;
  try {
    const request = exportRequestSchema.parse(JSON.parse(job.request));
    const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
    if (!scope.permissions.has('reports.export')) throw refused('permission lost');
    const viewer = await openViewer(database, scope, startOfMinute(nowSeconds));
    const report = openReport(reports.get(job.reportId), viewer);
    compileQuestion(report, request.question);
    return { job, report, request };
  } catch (cause) {
    await recordFailure(database, job, { rows: 0, bytes: 0 }, nowSeconds);
    throw cause instanceof Refusal ? refused(cause.slug) : cause;
  }
}
