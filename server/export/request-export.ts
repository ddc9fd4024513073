/** Asking for an export: who may, how many at once, and the link that it can be fetched by. */
import { eq, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { toIsoDay, toUnixDay } from '../../shared/time.ts';
import type { ExportManifest, ExportRequest } from '../../shared/wire/export.ts';
import { auditRow } from '../data/audit-event.ts';
import { type Database, guard, isGuardFailure } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { exportJobs } from '../data/schema/index.ts';
import { compileQuestion } from '../report/question.ts';
import type { OpenReport } from '../report/viewer.ts';
import { randomText } from '../token/base64url.ts';
import type { Settings } from '../token/settings.ts';
import { askedFor } from './asked.ts';
import { fileNameOf } from './filename.ts';
import { linkSeconds, silentSeconds, toManifest } from './job.ts';
import { clearRequests } from './ledger.ts';
import { signLink } from './link.ts';

/** Exports that one power user may have open at once: asked for and not yet fetched, or being fetched. */
export const mostOpenExports = 5;

export interface ExportAsker {
  /** The LMS's id, for the audit. */
  readonly userKey: string;
  readonly siteName: string;
  /** For the audit. */
  readonly requestId?: string;
}

/**
 * Checks and counts the question, writes the job down and signs its link.
 * @throws Refusal `forbidden` without `reports.export` (FOR-021), `too-many-requests` past the quota,
 *   `unknown-column` or `bad-request` for a question that the screen would refuse too
 */
export async function requestExport(
  database: Database,
  settings: Settings,
  report: OpenReport,
  request: ExportRequest,
  { userKey, siteName, requestId }: ExportAsker,
  nowSeconds: number,
): Promise<ExportManifest> {
  const { scope } = report.viewer;
  if (!scope.permissions.has('reports.export')) {
    throw new Refusal('forbidden', 'Exporting needs the permission reports.export');
  }
  const { tables, rowsFor } = compileQuestion(report, request.question);
  await requireRoom(database, scope.powerUserId, nowSeconds);
  const [counted = []] = await database.read(sql`${tables} SELECT count(*) AS n ${rowsFor([])}`);
  const job = {
    id: randomText(18),
    powerUserId: scope.powerUserId,
    siteId: scope.siteId,
    reportId: report.definition.id,
    format: request.format,
    request: JSON.stringify(request),
    filename: fileNameOf(
      [siteName, report.definition.title, toIsoDay(toUnixDay(nowSeconds))],
      request.format,
    ),
    createdAt: nowSeconds,
    expiresAt: nowSeconds + linkSeconds,
    rowsExpected: Number(counted[0]?.[0] ?? 0),
  };
  const { siteId: site, format, rowsExpected } = job;
  const audit = auditRow({
    at: nowSeconds,
    actorKind: 'power_user',
    actor: userKey,
    from: { door: 'http', requestId: requestId ?? null },
    action: 'export.request',
    subject: `export:${job.id}`,
    after: JSON.stringify({ site, format, rowsExpected, ...(await askedFor(request)) }),
  });
  try {
    await database.write([
      guard(hasRoom(job.powerUserId, nowSeconds)),
      clearRequests(nowSeconds, sql`power_user_id = ${job.powerUserId}`),
      database.orm.insert(exportJobs).values(job),
      audit,
    ]);
  } catch (error) {
    if (!isGuardFailure(error)) throw error;
    throw tooMany();
  }
  const url = await signLink(settings, {
    exportId: job.id,
    siteId: job.siteId,
    expiresAt: job.expiresAt,
  });
  const [written] = await database.orm.select().from(exportJobs).where(eq(exportJobs.id, job.id));
  if (!written) throw new Refusal('internal', 'The export vanished');
  return toManifest(written, nowSeconds, url);
}

/** Asked before anything is counted, so that what is refused costs next to nothing. */
async function requireRoom(
  database: Database,
  powerUserId: number,
  nowSeconds: number,
): Promise<void> {
  const [[[room] = []] = []] = await database.read(
    sql`SELECT ${hasRoom(powerUserId, nowSeconds)} AS room`,
  );
  if (room !== 1) throw tooMany();
}

const tooMany = () =>
  new Refusal(
    'too-many-requests',
    `At most ${mostOpenExports} exports can be open at once; fetch one or wait a little`,
  );

/** The quota as a condition, so that fifty requests at once can't all find room (threat 44). */
const hasRoom = (powerUserId: number, nowSeconds: number) =>
  sql`(SELECT count(*) FROM export_jobs WHERE power_user_id = ${integer(powerUserId)}
    AND finished_at IS NULL AND created_at > ${integer(nowSeconds - silentSeconds)}
    AND (redeemed_at IS NOT NULL OR expires_at > ${integer(nowSeconds)})) < ${integer(mostOpenExports)}`;
