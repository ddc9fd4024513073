/** Gives an operator a report as a file, exactly as the power user's own export through the site would be. */
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { startOfMinute } from '../../shared/time.ts';
import { exportRequestSchema } from '../../shared/wire/export.ts';
import { askedFor } from '../export/asked.ts';
import { byteOrderMark, headerLine } from '../export/csv.ts';
import { exportLines } from '../export/lines.ts';
import { reports } from '../report/catalogue.ts';
import { compileQuestion } from '../report/question.ts';
import { openReport, openViewer } from '../report/viewer.ts';
import { resolveScope } from '../scope/resolve.ts';
import { authorize } from './actor.ts';
import { audit } from './audit.ts';
import type { Occasion } from './change.ts';
import { requireDoor } from './door.ts';
import { parse } from './parse.ts';

const inputSchema = exportRequestSchema.extend({ username: z.string(), site: z.string() });

/** Some of the file, with the rows that are in it. */
export interface ExportPart {
  readonly text: string;
  readonly rows: number;
}

/**
 * The audit row says who looked as whom, and is written before the first line.
 * @param input `{ username, site: id, report: id, format?, question?, bom? }`
 * @returns the file in parts; it throws midway rather than end early.
 * @throws Refusal `not-found` or `unprocessable` that says what does not stand; `forbidden` where the power user may
 * not export (FOR-021); whatever the report refuses.
 */
export async function writeExport(
  { database, actor, nowSeconds }: Occasion,
  input: unknown,
  signal: AbortSignal,
): Promise<AsyncIterable<ExportPart>> {
  authorize(actor, 'export.write');
  const { username, site: siteId, report: id, question, bom } = parse(inputSchema, input);
  const { powerUserId, powerUser } = await requireDoor(database, { username, siteId, nowSeconds });
  const scope = await resolveScope(database, { powerUserId, siteId, nowSeconds });
  if (!scope.permissions.has('reports.export')) {
    throw new Refusal('forbidden', `${username} may not export: reports.export is not in force`);
  }
  const viewer = await openViewer(database, scope, startOfMinute(nowSeconds));
  const report = openReport(reports.get(id), viewer);
  const { columns } = compileQuestion(report, question);
  await database.write([
    audit({
      actor,
      action: 'export.write',
      subject: `power_user:${powerUser.id}`,
      before: null,
      after: { site: siteId, ...(await askedFor({ report: id, question })) },
      nowSeconds,
    }),
  ]);
  const head = (bom ? byteOrderMark : '') + headerLine(columns);
  return parts(head, exportLines(database, report, question, signal));
}

async function* parts(
  head: string,
  lines: AsyncIterable<ExportPart>,
): AsyncGenerator<ExportPart, void, undefined> {
  yield { text: head, rows: 0 };
  yield* lines;
}
