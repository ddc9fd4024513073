/** T-43: `ambit export --out`, killed at any moment, leaves the file that was there, or the whole new one. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openAt } from '../../server/runtime/open.ts';
import { fillAcademy } from '../bench/large-academy.ts';
import { cli, node, settings } from '../unit/cli-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-killed-'));
const url = `file:${join(folder, 'ambit.db')}`;
const out = join(folder, 'out.csv');
const rows = 20_000;
beforeAll(async () => {
  const database = await openAt({ url, prepare: 'create' });
  await fillAcademy(database, rows);
  database.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = [
  'export',
  '--as',
  'large',
  '--site',
  'portal',
  '--report',
  'enrollments',
  '--out',
  out,
];

/** Runs the command; kills it after so many milliseconds if it has not ended. Answers whether it ended by itself. */
async function run(killAfterMs: number): Promise<boolean> {
  const env = { ...process.env, ...settings, AMBIT_DB: url };
  const child = spawn(node, [cli, ...words], { env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code === 0;
}

const digest = (): string => createHash('sha256').update(readFileSync(out)).digest('hex');

it('T-43 is the older file or the whole new one, whenever it is killed', async () => {
  expect(existsSync(out)).toBe(false);
  const started = performance.now();
  expect(await run(60_000)).toBe(true);
  const lastsMs = performance.now() - started;
  const whole = digest();
  expect(readFileSync(out, 'utf8').split('\r\n')).toHaveLength(rows + 2);
  let killed = 0;
  for (const share of [0.4, 0.65, 0.8, 0.9, 0.98]) {
    writeFileSync(out, 'older');
    const ended = await run(lastsMs * share);
    if (!ended) killed += 1;
    const left = readFileSync(out, 'utf8');
    if (left !== 'older') expect(digest(), `killed after ${share}`).toBe(whole);
    if (ended) expect(digest()).toBe(whole);
  }
  expect(killed).toBeGreaterThan(1);
}, 120_000);
