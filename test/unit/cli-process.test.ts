/** The executable in a process of its own, from an empty folder to figures on a screen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, cli, node, openBench, settings } from './cli-run.ts';

let bench: Bench;
beforeAll(() => {
  bench = openBench();
  const folder = join(bench.folder, 'bundle');
  mkdirSync(folder);
  const write = (name: string, ...lines: string[]) =>
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  write('branches.csv', 'id,name', 'scotland,Scotland', 'wales,Wales');
  write('users.csv', 'id,username,branch', '1,ann,scotland', '2,bob,wales', '3,maria,scotland');
  write('courses.csv', 'id,name', 'a,Course A', 'b,Course B');
  write('enrollments.csv', 'user,course,status', '1,a,completed', '1,b,enrolled', '2,a,enrolled');
});
afterAll(() => bench.close());

async function well(...words: string[]): Promise<string> {
  const { code, out, err } = await bench.spawn(...words);
  expect(err).toBe('');
  expect(code).toBe(0);
  return out;
}

it('T-54 refuses a bundle with a finding, by file, line and column, and changes nothing', async () => {
  const folder = join(bench.folder, 'bad');
  mkdirSync(folder);
  writeFileSync(join(folder, 'users.csv'), 'id,username,branch\n1,ann,atlantis\n');
  const { code, out, err } = await bench.spawn('import', folder);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(
    /^Nothing was imported: 1 finding\n {2}users\.csv, line 2, column branch: .*atlantis/,
  );
  expect(err).not.toContain('.ts:');
}, 60_000);

it('FOR-008 imports, grants and exports: the supervisor of Scotland gets Scotland alone', async () => {
  expect(await well('import', 'bundle')).toMatch(/^Imported\n/);
  expect(await well('import', 'bundle', '--dry-run')).toMatch(/^users +0 +0 +3 +0$/m);
  const permissions = [
    'reports.view',
    'reports.export',
    'users.view',
    'courses.view',
    'enrollments.view',
  ];
  await well('profile', 'create', 'R', ...permissions.flatMap((id) => ['--permission', id]));
  await well('power-user', 'promote', 'maria');
  await well('profile', 'grant', 'maria', 'R');
  await well('dataset', 'create', 'Scotland', '--branch', 'scotland', '--course', 'a');
  await well('dataset', 'create', 'All', '--all-people', '--all-courses');
  await well('dataset', 'assign', 'maria', 'Scotland');
  const site = ['--name', 'P', '--origin', 'https://p.example', '--ceiling', 'All'];
  await well('site', 'create', 'p', ...site);
  const look = ['--as', 'maria', '--site', 'p'];
  const question = '{"columns":["user_id","course_id"]}';
  const csv = await well(
    'export',
    ...look,
    '--report',
    'enrollments',
    '--no-bom',
    '--question',
    question,
  );
  expect(csv.split('\r\n').slice(1)).toEqual(['"1","a"', '']);
}, 120_000);

it('ends quietly when whoever reads closes early', async () => {
  const words = `"${node}" "${cli}" profile permissions --json --db file:${bench.folder}/ambit.db`;
  const child = spawn('sh', ['-c', `${words} | true`]);
  expect(await textOf(child, 'stderr')).toBe('');
}, 60_000);

it('T-06 does not start without its settings, and says which', async () => {
  const child = start({ AMBIT_ISSUER: settings.AMBIT_ISSUER });
  const err = textOf(child, 'stderr');
  expect(await once(child, 'exit')).toEqual([2, null]);
  expect(await err).toContain('AMBIT_SECRET is missing');
}, 60_000);

it('serves until it is told to stop, then ends in order', async () => {
  const child = start(settings);
  const [line] = await once(child.stderr ?? child, 'data');
  const [, address] = /listens on (\S+) /.exec(String(line)) ?? [];
  const answer = await fetch(`${address}/.well-known/jwks.json`);
  expect(answer.status).toBe(200);
  expect((await answer.json()).keys.length).toBeGreaterThan(0);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
}, 60_000);

const start = (environment: Record<string, string>): ChildProcess =>
  spawn(node, [cli, 'start', '--port', '0'], {
    env: { ...environment, AMBIT_DB: `file:${join(bench.folder, 'served.db')}` },
  });

async function textOf(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  let text = '';
  for await (const part of child[stream] ?? []) text += part;
  return text;
}
