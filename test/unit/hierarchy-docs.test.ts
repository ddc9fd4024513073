/** The example of docs/hierarchy.md is run as it stands there, and shows what the page says. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, openBench } from './cli-run.ts';

const page = readFileSync(new URL('../../docs/hierarchy.md', import.meta.url), 'utf8');
const bundle = [...page.matchAll(/`(\w+\.csv)`\n\n((?: {4}.*\n)+)/g)];
const [setUp = [], loss = []] = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) =>
  block.trim().split('\n'),
);

let bench: Bench;
beforeAll(() => {
  bench = openBench();
  mkdirSync(join(bench.folder, 'bundle'));
  for (const [, name = '', body = ''] of bundle) {
    writeFileSync(join(bench.folder, 'bundle', name), body.replace(/^ {4}/gm, ''));
  }
});
afterAll(() => bench.close());

/** Words as a shell takes them. */
const run = async (line: string) => {
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? '')
    .map((word) => (word === 'bundle' ? join(bench.folder, word) : word));
  expect(await bench.ambit(...words.slice(1)), line).toMatchObject({ code: 0, err: '' });
};
const shows = async (learner: string, course: string): Promise<boolean> => {
  const { visible } = await bench.json(
    ...['explain', '--as', 'kate', '--learner', learner, '--course', course],
  );
  return visible as boolean;
};

it('T-49 PU-062 docs/hierarchy.md: the child sees what both selections have, and nothing once the parent lost theirs', async () => {
  expect([bundle.length, setUp.length, loss.length]).toEqual([2, 13, 1]);
  for (const line of setUp) await run(line);
  expect(await shows('lena', 'fire')).toBe(true);
  expect(await shows('lena', 'sales')).toBe(false);
  expect(await shows('paul', 'fire')).toBe(false);
  expect(await bench.ambit('power-user', 'show', 'paul')).toMatchObject({
    out: expect.stringContaining('May pass on: Reader'),
  });
  for (const line of loss) await run(line);
  expect(await shows('lena', 'fire')).toBe(false);
});

it('PU-080 the command line takes back what was to be passed on', async () => {
  await run('ambit profile take-back paul Reader');
  const { out } = await bench.ambit('power-user', 'show', 'paul');
  expect(out).not.toContain('May pass on');
});
