/** A file is the screen, row for row: every report, in the order of every column, under random questions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { reports } from '../../server/report/catalogue.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { openAt } from '../../server/runtime/open.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import type { Report } from '../../shared/wire/report.ts';
import { type Random, seededRandom } from '../world/random.ts';
import { allRows, chiara, ingrid, openPage, requestExport, type Who } from './portal.ts';
import { type Asked, questionFor, randomQuestion } from './questions.ts';
import { expectSameRows } from './same-rows.ts';
import { buildStage, nextHour, type Stage } from './stage.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
const folder = mkdtempSync(join(tmpdir(), 'ambit-equal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ways: Record<string, { open: () => Promise<Database>; sorts: number; questions: number }> = {
  'page by page': {
    async open() {
      const database = openDatabase(await openLibsql(':memory:'));
      await applyMigrations(database);
      return database;
    },
    sorts: Number.POSITIVE_INFINITY,
    questions: 15,
  },
  'by a thread': {
    open: () => openAt({ url: `file:${join(folder, 'equal.db')}`, prepare: 'create' }),
    sorts: 3,
    questions: 4,
  },
};

describe.each(Object.entries(ways))('a file written %s', (_way, { open, sorts, questions }) => {
  let stage: Stage;
  let random: Random;
  beforeAll(async () => {
    stage = await buildStage(await open(), startNodeDigest);
    console.log(`seed ${seed}`);
  });
  afterAll(() => stage.database.close());
  beforeEach(() => {
    random = seededRandom(seed);
  });

  /** Screen and file of the same question at the same moment; the rows that they have. */
  async function compare(who: Who, report: Report, question: Asked): Promise<number> {
    nextHour(stage);
    const page = await openPage(stage, who);
    const screen = await allRows(page, report.id, question);
    const { id, url } = await requestExport(page, report.id, question);
    const bytes = Buffer.from(await (await stage.fetch(new Request(url))).arrayBuffer());
    const records: string[][] = parse(bytes, { bom: true, recordDelimiter: '\r\n' });
    try {
      expectSameRows(report.columns, screen, records);
    } catch (error) {
      throw new Error(`seed ${seed}, ${report.id}, ${JSON.stringify(question)}`, { cause: error });
    }
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    expect(await page.read<ExportManifest>(`/v1/exports/${id}`)).toMatchObject({
      status: 'complete',
      rows_expected: screen.total,
      rows_written: screen.total,
      bytes: bytes.byteLength,
      sha256: digest,
    });
    return screen.total;
  }

  const describeFor = async (who: Who, id: string): Promise<Report> =>
    (await openPage(stage, who)).read<Report>(`/v1/reports/${id}`);

  it.each([...reports.keys()])(
    'FOR-005 holds what the screen shows of %s, in the order of every column',
    async (id) => {
      const report = await describeFor(chiara, id);
      const least = questionFor(chiara, id);
      let rows = 0;
      // Both ways sort by the same clause, so one goes through all of them.
      for (const [place, { id: column }] of report.columns.slice(0, sorts).entries()) {
        rows += await compare(chiara, report, {
          ...least,
          sort: [{ column, desc: place % 2 === 0 }],
        });
      }
      expect(rows).toBeGreaterThan(0);
    },
    120_000,
  );

  it.each([...reports.keys()])(
    'FOR-005 holds what the screen shows of %s under random questions',
    async (id) => {
      const report = await describeFor(ingrid, id);
      const least = questionFor(ingrid, id);
      const { rows } = await allRows(await openPage(stage, ingrid), id, least);
      let found = 0;
      for (let time = 0; time < questions; time += 1) {
        found += await compare(ingrid, report, randomQuestion(random, report, rows, least));
      }
      expect(found).toBeGreaterThan(0);
    },
    120_000,
  );
});
