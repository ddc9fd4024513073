/** How fast a wide scope's CSV is written, and at what memory, against `sqlite3 -csv` running the same query. */
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { type Database, toStatement } from '../../server/data/database.ts';
import { exportLines } from '../../server/export/lines.ts';
import { reports } from '../../server/report/catalogue.ts';
import { compileQuestion, orderBy } from '../../server/report/question.ts';
import { type OpenReport, openReport, openViewer } from '../../server/report/viewer.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { openAt } from '../../server/runtime/open.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { benchNow, fillAcademy } from './large-academy.ts';
import type { BenchResult } from './result.ts';

const question = { filters: [], sort: [] };

/** Somebody who sees all rows takes them away in the order of the screen, bytes digested as in a download. */
export async function benchExport({ rows = 1_000_000 } = {}): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-bench-export-'));
  const database = await openAt({ url: `file:${join(folder, 'bench.db')}`, prepare: 'create' });
  try {
    await fillAcademy(database, rows);
    const request = { powerUserId: -2, siteId: 'portal', nowSeconds: benchNow };
    const viewer = await openViewer(database, await resolveScope(database, request), benchNow);
    const report = openReport(reports.get('enrollments'), viewer);
    const baseline = await sqliteRate(folder, report, rows);
    const ours = await ourRate(database, report);
    return [
      {
        name: `CSV of ${ours.rows.toLocaleString('en')} rows, rows per second against sqlite3 -csv`,
        ratio: baseline === null ? null : ours.rate / baseline,
        goal: 0.5,
        better: 'more',
        detail: `${Math.round(ours.rate)} rows/s, sqlite3 ${baseline === null ? 'not installed' : Math.round(baseline)} rows/s`,
      },
      {
        name: 'resident memory that the same export adds, MB',
        ratio: ours.grownMb,
        goal: 64,
        better: 'less',
        detail: `${ours.megabytes.toFixed(0)} MB written`,
      },
    ];
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}

interface Pace {
  readonly rows: number;
  readonly rate: number;
  readonly megabytes: number;
  readonly grownMb: number;
}

async function ourRate(database: Database, report: OpenReport): Promise<Pace> {
  const encoder = new TextEncoder();
  const digest = startNodeDigest();
  const residentMb = () => process.memoryUsage.rss() / 1e6;
  // A server that runs has had its first export: what stays of that is no part of the next one.
  let warm = 0;
  for await (const _ of exportLines(database, report, question, new AbortController().signal)) {
    warm += 1;
    if (warm === 300) break;
  }
  const before = residentMb();
  let [rows, bytes, most] = [0, 0, before];
  const start = performance.now();
  const { signal } = new AbortController();
  for await (const lines of exportLines(database, report, question, signal)) {
    const chunk = encoder.encode(lines.text);
    await digest.update(chunk);
    rows += lines.rows;
    bytes += chunk.byteLength;
    most = Math.max(most, residentMb());
  }
  const rate = rows / ((performance.now() - start) / 1000);
  return { rows, rate, megabytes: bytes / 1e6, grownMb: most - before };
}

/** The same rows and columns in the same order, as plain values; null where there is no sqlite3. */
async function sqliteRate(
  folder: string,
  report: OpenReport,
  rows: number,
): Promise<number | null> {
  const compiled = compileQuestion(report, question);
  const values = sql.join(
    compiled.columns.map(({ value }) => value),
    sql`, `,
  );
  const { sql: text, params } = toStatement(
    sql`${compiled.tables} SELECT ${values} ${compiled.rows} ${orderBy(compiled.order)}`,
  );
  let place = 0;
  const script = join(folder, 'query.sql');
  await writeFile(script, `${text.replaceAll('?', () => literal(params[place++]))};\n`);
  const start = performance.now();
  const run = spawnSync('sqlite3', ['-csv', join(folder, 'bench.db')], {
    stdio: [openSync(script, 'r'), openSync(join(folder, 'theirs.csv'), 'w'), 'inherit'],
  });
  if (run.error) return null;
  if (run.status !== 0) throw new Error('sqlite3 did not take the query');
  return rows / ((performance.now() - start) / 1000);
}

const literal = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`;

if (import.meta.main) {
  const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
  console.log(await benchExport({ rows: Number(values.rows) }));
}
