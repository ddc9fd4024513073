/** T-43: an import killed at any moment leaves the database as it was or as it should become, and nothing in between. */
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { academy, contentOf, emptyDatabase, importFiles, tablesOf } from '../unit/import-world.ts';

const child = fileURLToPath(new URL('./import-child.ts', import.meta.url));
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

let folder: string;
let before: string;
let after: string;
/** How long each step of an import takes that nobody kills, in milliseconds. */
let lasts: Record<string, number>;

/** People and enrollments enough for a merge of some length; half of what was there changes or goes. */
function bundle(): Record<string, string> {
  const people = Array.from({ length: 2000 }, (_, at) => `v${at},name${at}`);
  const pairs = people.flatMap((_, at) => [`v${at},c1,${at % 100}`, `v${at},c2,${at % 7}`]);
  return {
    'users.csv': `id,username\nu1,ann\nu2,bob\n${people.join('\n')}\n`,
    'courses.csv': 'id,name\nc1,Fire drill\nc2,Second aid\n',
    'branches.csv': 'id,name,parent\nnorth,North,\nacme,Acme,north\nsouth,South,acme\n',
    'enrollments.csv': `user,course,progress\n${pairs.join('\n')}\n`,
  };
}

const fileAt = (name: string) => join(folder, name);

/** Runs an import and kills it so long after it said that the step began; answers the steps that it began. */
function importAndKill(database: string, step?: string, delayMs = 0): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, [child, database, fileAt('bundle')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const steps: string[] = [];
    run.stdout.setEncoding('utf8').on('data', (text: string) => {
      steps.push(...text.trim().split('\n'));
      if (step && text.includes(step)) setTimeout(() => run.kill('SIGKILL'), delayMs);
    });
    run.on('error', reject).on('close', () => resolve(steps));
  });
}

async function contentAt(path: string): Promise<string> {
  const database = openDatabase(await openLibsql(`file:${path}`));
  const [[check] = []] = await database.read(sql`PRAGMA integrity_check`);
  expect(check).toEqual(['ok']);
  const content = Object.entries(await contentOf(database));
  database.close();
  return JSON.stringify(content.filter(([table]) => !table.startsWith('import_')));
}

async function freshCopy(name: string): Promise<string> {
  const path = fileAt(name);
  for (const end of ['', '-wal', '-shm']) await rm(`${path}${end}`, { force: true });
  await copyFile(fileAt('before.db'), path);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ambit-killed-'));
  await mkdir(fileAt('bundle'));
  for (const [name, text] of Object.entries(bundle()))
    await writeFile(fileAt(`bundle/${name}`), text);
  const database = await emptyDatabase(`file:${fileAt('before.db')}`);
  await importFiles(database, academy);
  await database.read(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
  database.close();
  before = await contentAt(fileAt('before.db'));
  const path = await freshCopy('after.db');
  const began: Record<string, number> = {};
  const start = performance.now();
  const run = spawn(process.execPath, [child, path, fileAt('bundle')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const text of run.stdout.setEncoding('utf8')) {
    for (const step of String(text).trim().split('\n')) began[step] ??= performance.now() - start;
  }
  const { read = 0, check = read, write = check, done = write } = began;
  lasts = { read: check - read, check: write - check, write: done - write };
  after = await contentAt(path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A small generator of numbers from 0 to 1, so that a printed seed repeats the moments. */
function random(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe(`T-43 an import (SEED=${seed})`, () => {
  it('that nobody kills changes the database', () => {
    expect(after).not.toBe(before);
  });

  it('killed at any moment leaves before or after, and the next one completes it', async () => {
    const next = random(seed);
    const seen = { before: 0, after: 0 };
    for (const step of ['read', 'read', 'check', 'write', 'write', 'write', 'write', 'write']) {
      const path = await freshCopy('work.db');
      const delayMs = next() * (lasts[step] ?? 0) * 1.1;
      const steps = await importAndKill(path, step, delayMs);
      const content = await contentAt(path);
      const moment = `${delayMs.toFixed(1)} ms into ${step}`;
      expect([before, after], moment).toContain(content);
      if (steps.includes('done')) expect(content, moment).toBe(after);
      seen[content === before ? 'before' : 'after']++;

      const database = openDatabase(await openLibsql(`file:${path}`));
      const files = bundle();
      const result = await importFiles(database, files, { replace: true, idleSeconds: 0 });
      expect(result.applied, moment).toBe(true);
      expect((await tablesOf(database)).filter((name) => name.startsWith('import_'))).toEqual([]);
      database.close();
      expect(await contentAt(path), moment).toBe(after);
    }
    expect(seen.before).toBeGreaterThan(0);
  }, 120_000);
});
