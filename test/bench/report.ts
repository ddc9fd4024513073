/** How fast a first page and a dashboard are against the leanest SQL for the same answer, on the same connection. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { SQL } from 'drizzle-orm';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, openViewer, type Viewer } from '../../server/report/viewer.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { benchNow, fillAcademy } from './large-academy.ts';
import { leanDashboard, leanPage, leanTotals } from './lean-sql.ts';
import { type BenchResult, median, timed } from './result.ts';

const goal = 1.5;
const settings = {
  issuer: 'http://localhost:8',
  secret: 'w2Vq8Zt3XcKe5LhPd7GfUa9MsRoB1iYkEJzT',
};
const question = { filters: [], sort: [] };

const page = (database: Database, viewer: Viewer) =>
  readPage(database, settings, openReport(reports.get('enrollments'), viewer), {
    question,
    limit: 50,
  });

const board = (database: Database, viewer: Viewer) =>
  readDashboard(database, viewer, dashboards.get('team_progress'), { filters: [] });

/** The supervisors that `fillAcademy` makes, by their internal ids. */
const supervisors = { small: -1, large: -2 } as const;

async function viewerOf(database: Database, who: keyof typeof supervisors): Promise<Viewer> {
  const request = { powerUserId: supervisors[who], siteId: 'portal', nowSeconds: benchNow };
  return openViewer(database, await resolveScope(database, request), benchNow);
}

export interface ReportBenchOptions {
  readonly enrollments?: number;
  readonly rounds?: number;
  /** Also reads for somebody who sees everybody in every course. */
  readonly large?: boolean;
}

/** A page and a dashboard for two hundred people in forty courses, and what the widest scope takes. */
export async function benchReport({
  enrollments = 5_000_000,
  rounds = 200,
  large = true,
}: ReportBenchOptions = {}): Promise<BenchResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-bench-report-'));
  const database = openDatabase(await openLibsql(`file:${join(folder, 'bench.db')}`));
  try {
    await applyMigrations(database);
    await fillAcademy(database, enrollments);
    const small = await viewerOf(database, 'small');
    await sameAnswers(database, small);
    const scoping = await medianOf(rounds, () => viewerOf(database, 'small'));
    const beside = `; the scope itself takes ${scoping.toFixed(2)} ms`;
    const name = `with ${enrollments.toLocaleString('en')} enrollments, against the leanest SQL`;
    return [
      await compare(`first page of enrollments ${name}`, rounds, beside, {
        ours: () => page(database, small),
        lean: () => database.read(leanPage, leanTotals),
      }),
      await compare(`dashboard ${name}`, rounds, beside, {
        ours: () => board(database, small),
        lean: () => database.read(leanDashboard),
      }),
      ...(large ? await widest(database) : []),
    ];
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}

async function medianOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(work));
  return median(times);
}

/** By turns, so that whatever else the machine does falls on both. */
async function compare(
  name: string,
  rounds: number,
  beside: string,
  { ours, lean }: Record<'ours' | 'lean', () => Promise<unknown>>,
): Promise<BenchResult> {
  for (let warm = 0; warm < 5; warm++) await Promise.all([ours(), lean()]);
  const [mine, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    mine.push(await timed(ours));
    theirs.push(await timed(lean));
  }
  const [one, other] = [median(mine), median(theirs)];
  const detail = `${one.toFixed(2)} ms, leanest SQL ${other.toFixed(2)} ms${beside}`;
  return { name, ratio: one / other, goal, better: 'less', detail };
}

/** Nothing leaner can be said for all people in all courses: this tells how long a reader waits, in seconds. */
async function widest(database: Database): Promise<BenchResult[]> {
  const viewer = await viewerOf(database, 'large');
  const waitFor = async (name: string, goalSeconds: number, read: typeof page | typeof board) => {
    const wait = (await medianOf(3, () => read(database, viewer))) / 1000;
    const detail = 'seconds, with everybody in every course visible';
    return { name, ratio: wait, goal: goalSeconds, better: 'less' as const, detail };
  };
  return [
    await waitFor('first page of enrollments for the widest scope', 5, page),
    await waitFor('dashboard for the widest scope', 15, board),
  ];
}

const firstValue = async (database: Database, statement: SQL) =>
  (await database.read(statement))[0]?.[0]?.[0];

/** A ratio between different answers would mean nothing. */
async function sameAnswers(database: Database, viewer: Viewer): Promise<void> {
  const { total } = await page(database, viewer);
  const { tiles } = await board(database, viewer);
  const split = tiles.find(({ id }) => id === 'status_split');
  const shown = split?.kind === 'donut' ? (split.series[0]?.values ?? []) : [];
  const [counted, totals] = [
    await firstValue(database, leanTotals),
    JSON.parse(String(await firstValue(database, leanDashboard))),
  ];
  if (total !== counted) throw new Error(`A page counts ${total} rows, the leanest SQL ${counted}`);
  if (shown.join() !== totals.slice(0, 3).join()) {
    throw new Error(`The dashboard shows ${shown}, the leanest SQL ${totals}`);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      enrollments: { type: 'string', default: '5000000' },
      rounds: { type: 'string', default: '200' },
    },
  });
  const options = { enrollments: Number(values.enrollments), rounds: Number(values.rounds) };
  for (const result of await benchReport(options)) console.log(result);
}
