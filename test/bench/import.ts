/** How fast a bundle is imported, checks included, against `sqlite3 .import` of the same rows into the same tables. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { importBundle } from '../../server/connect/bundle/import-bundle.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { openBundleFolder } from '../../server/runtime/bundle-folder.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { BenchResult } from './result.ts';

const coursesPerPerson = 50;
const courseCount = 200;
const goal = 0.25;
const name = 'import of enrollments, speed against sqlite3 .import';

/** Numbers that look random and are the same each time. */
const dice = (person: number, turn: number): number =>
  Math.imul(person * 7919 + turn * 104_729, 0x9e3779b1) >>> 8;

const start = Date.UTC(2025, 0, 1) / 1000;

/** The values of one row as the table keeps them: user, course, progress, score, seconds, and four moments. */
function* rows(count: number): Generator<number[]> {
  for (let at = 0; at < count; at++) {
    const person = 1 + Math.floor(at / coursesPerPerson);
    const turn = at % coursesPerPerson;
    const course = 1 + ((turn * 4 + dice(person, 0)) % courseCount);
    const enrolled = start + (dice(person, turn) % 20_000_000);
    yield [
      person,
      course,
      dice(person, turn + 1) % 101,
      dice(person, turn + 2) % 101,
      dice(person, turn + 3) % 10_000,
      enrolled,
      enrolled + 86_400,
      enrolled + 400_000,
      enrolled + 2_000_000,
    ];
  }
}

/** As `sqlite3 .import` takes them: the table's own numbers, in the order of its columns. */
const stored = ([user, course, progress, score, seconds, ...moments]: number[]): string =>
  `${user},${course},learner,in_progress,${progress},,${score},,${seconds},${moments[0]},${moments[1]},,${moments[2]},${moments[3]},,,\n`;

/** As a bundle brings them: ids of the LMS, and moments in ISO 8601. */
const bundled = ([user, course, progress, score, seconds, ...moments]: number[]): string =>
  `user-${user},course-${course},learner,in_progress,${progress},${score},${seconds},${moments.map(toIsoTime).join(',')}\n`;

const header =
  'user,course,level,status,progress,score,seconds,enrolled_at,started_at,last_access_at,due_at\n';

async function write(path: string, head: string, count: number, line: (row: number[]) => string) {
  const blocks = function* () {
    let block = head;
    for (const row of rows(count)) {
      block += line(row);
      if (block.length < 65_536) continue;
      yield block;
      block = '';
    }
    yield block;
  };
  await pipeline(Readable.from(blocks()), createWriteStream(path));
}

async function withPeopleAndCourses(path: string, people: number): Promise<void> {
  const database = openDatabase(await openLibsql(`file:${path}`));
  await applyMigrations(database);
  const upTo = (last: number) =>
    sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${last})`;
  await database.write([
    sql`${upTo(people)} INSERT INTO users (id, key, username) SELECT i, 'user-' || i, 'name' || i FROM n`,
    sql`${upTo(courseCount)} INSERT INTO courses (id, key, name, name_key, search_key) SELECT i, 'course-' || i, 'C', 'c', 'c' FROM n`,
  ]);
  await database.read(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
}

const secondsOf = async (work: () => unknown): Promise<number> => {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
};

const highestMemoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** Sums over everything that was imported, so that both ways are seen to have written the same. */
const checksum = sql`SELECT count(*), sum(user_id * course_id), sum(progress), sum(score), sum(seconds), sum(enrolled_at), sum(due_at) FROM enrollments`;

async function checksumOf(path: string): Promise<string> {
  const database: Database = openDatabase(await openLibsql(`file:${path}`));
  const [row] = await database.read(checksum);
  database.close();
  return JSON.stringify(row);
}

/** The same pragmas as the server's own. */
const pragmas = ['journal_mode = WAL', 'synchronous = NORMAL', 'cache_size = -32768'];

function importBySqlite(database: string, file: string): void {
  const commands = pragmas.flatMap((pragma) => ['-cmd', `PRAGMA ${pragma}`]);
  execFileSync('sqlite3', [
    ...commands,
    '-cmd',
    '.mode csv',
    database,
    `.import '${file}' enrollments`,
  ]);
}

async function importByUs(path: string, folder: string, count: number): Promise<void> {
  const database = openDatabase(await openLibsql(`file:${path}`));
  const { files } = await openBundleFolder(folder);
  const bundle = new Map([...files].filter(([file]) => file === 'enrollments.csv'));
  const actor = { kind: 'operator', name: 'bench' } as const;
  const { applied, counts } = await importBundle(database, bundle, { actor, nowSeconds: start });
  database.close();
  const { inserted } = counts.get('enrollments') ?? {};
  if (!applied || inserted !== count) throw new Error(`Imported ${inserted} of ${count} rows`);
}

/** @param options.rows how many enrollments; a million unless told. */
export async function benchImport(options: { rows?: number } = {}): Promise<BenchResult> {
  const count = options.rows ?? 1_000_000;
  if (spawnSync('sqlite3', ['-version']).error) {
    return {
      name,
      ratio: null,
      goal,
      better: 'more',
      detail: 'sqlite3 is not installed, so there is no measure',
    };
  }
  const folder = await mkdtemp(join(tmpdir(), 'ambit-bench-import-'));
  const at = (file: string) => join(folder, file);
  try {
    await withPeopleAndCourses(at('theirs.db'), Math.ceil(count / coursesPerPerson));
    await copyFile(at('theirs.db'), at('ours.db'));
    await write(at('stored.csv'), '', count, stored);
    await write(at('enrollments.csv'), header, count, bundled);
    const theirs = await secondsOf(() => importBySqlite(at('theirs.db'), at('stored.csv')));
    const before = highestMemoryMb();
    const ours = await secondsOf(() => importByUs(at('ours.db'), folder, count));
    const grown = highestMemoryMb() - before;
    if ((await checksumOf(at('ours.db'))) !== (await checksumOf(at('theirs.db')))) {
      throw new Error('Both ways must write the same rows');
    }
    const rate = (seconds: number) => `${Math.round(count / seconds / 1000)}k rows/s`;
    const detail = `${count} rows: sqlite3 .import ${theirs.toFixed(1)} s (${rate(theirs)}), bundle ${ours.toFixed(1)} s (${rate(ours)}), memory at most ${grown} MB higher than before`;
    return { name, ratio: theirs / ours, goal, better: 'more', detail };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = Number(process.argv[2] ?? 1_000_000);
  const { ratio, detail } = await benchImport({ rows });
  console.log(
    `${name}: ${ratio?.toFixed(2) ?? 'not measured'} (goal: at least ${goal})\n${detail}`,
  );
}
