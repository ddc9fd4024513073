/** The example of docs/scope.md is run as it stands there, and answers what stands there. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorIds } from '../../server/scope/operator.ts';
import { placeholderNames } from '../../server/scope/placeholder.ts';
import { ruleFields } from '../../server/scope/rule-field.ts';
import { type Bench, openBench } from './cli-run.ts';

const page = readFileSync(new URL('../../docs/scope.md', import.meta.url), 'utf8');
const bundle = [...page.matchAll(/`(\w+\.csv)`\n\n((?: {4}.*\n)+)/g)];
const blockOf = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? '';
const commands = blockOf('sh').trim().split('\n');
/** Each `$ command` with the lines that it answers. */
const dialogues = blockOf('console')
  .split(/^\$ /m)
  .filter((part) => part !== '')
  .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const);

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
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, plain]) => quoted ?? plain ?? '')
    .map((word) => (word === 'bundle' ? join(bench.folder, word) : word))
    .slice(1);

it('finds the files, the commands and the answers of the page', () => {
  expect(bundle).toHaveLength(4);
  expect(commands).toHaveLength(10);
  expect(dialogues).toHaveLength(5);
});

it.each(commands)('docs/scope.md: %s', async (line) => {
  expect(await bench.ambit(...wordsOf(line))).toMatchObject({ code: 0, err: '' });
});

it.each(dialogues)('T-17 docs/scope.md: %s', async (line, answer) => {
  expect(await bench.ambit(...wordsOf(line))).toEqual({ code: 0, out: answer, err: '' });
});

it.each([
  ['ann', 'fire', 'visible'],
  ['ann', 'sales', 'hidden'],
  ['bob', 'fire', 'hidden'],
  ['bob', 'sales', 'visible'],
])('T-17 FOR-019 shows %s in %s as the table says: %s', async (learner, course, told) => {
  const { visible } = await bench.json(
    ...['explain', '--as', 'maria', '--learner', learner, '--course', course],
  );
  expect(visible).toBe(told === 'visible');
  const row = page.split('\n').find((line) => line.toLowerCase().startsWith(`| **${learner}**`));
  expect(row?.split('|')[course === 'fire' ? 2 : 3]?.trim()).toBe(told);
});

it('SKY-010 SKY-017 names every field, operator and placeholder of rules', () => {
  const rules = page.slice(page.indexOf('## Rules'), page.indexOf('## Profiles'));
  const fields = Object.values(ruleFields).flatMap((axis) => Object.keys(axis));
  const placeholders = placeholderNames.filter((name) => !/^ca_[1-9]/.test(name));
  const missing = [...fields, ...operatorIds, ...placeholders].filter(
    (word) => !rules.includes(`\`${word}\``),
  );
  expect(missing).toEqual([]);
});
