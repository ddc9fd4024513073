/** Every command that docs/cli.md shows is run as it stands there, in order, on one database. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, openBench } from './cli-run.ts';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const shown = [...page.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line !== '');

/** What the page speaks of as if it were there. */
const bundle = {
  'branches.csv': 'id,name,parent\nacme,Acme,\nscotland,Scotland,acme\n',
  'user_fields.csv': 'id,name\ncompany,Company\n',
  'users.csv': 'id,username,branch,field:company\nann,ann,scotland,Acme\nmaria,maria,acme,ACME\n',
  'courses.csv': 'id,name\nfirst-aid,First aid\nladders,Ladders\n',
  'enrollments.csv': 'user,course\nann,first-aid\nann,ladders\n',
};

let bench: Bench;
beforeAll(() => {
  bench = openBench();
  mkdirSync(join(bench.folder, 'bundle'));
  for (const [name, text] of Object.entries(bundle)) {
    writeFileSync(join(bench.folder, 'bundle', name), text);
  }
});
afterAll(() => bench.close());

/** Words as a shell takes them: quotes hold spaces together. Files lie in the bench's folder. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? '')
    .map((word) =>
      ['bundle', 'progress.csv', 'rights'].includes(word) ? join(bench.folder, word) : word,
    );

it('finds the commands of the page', () => {
  expect(shown.length).toBeGreaterThan(30);
});

it.each(shown)('docs/cli.md: %s', async (line) => {
  const [ambit, ...words] = wordsOf(line);
  expect(ambit).toBe('ambit');
  const { code, out, err } = await bench.ambit(...words);
  expect(err.replace(/^Good until .*\n/, '')).toBe('');
  expect(code).toBe(0);
  expect(out).not.toBe('');
});

it('FOR-008 leads to a supervisor who sees their team in their course alone', () => {
  const file = readFileSync(join(bench.folder, 'progress.csv'), 'utf8').split('\r\n');
  expect(file).toHaveLength(3);
  expect(file[1]).toContain('First aid');
});
