/** What the documents point at is there: files, links, headings, npm scripts and commands. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root })];
const read = (page: string) => readFileSync(join(root, page), 'utf8');
const packageJson = JSON.parse(read('package.json'));

/** The anchors that a page's headings get, as common renderers make them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const nothing = { missing: [] as string[] };

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('names files and folders of the project that are there', () => {
    const named = text.matchAll(/`((?:server|shared|widget|demo|test|scripts|docs)\/[\w./*-]*)`/g);
    const missing = [...named]
      .map(([, path = '']) => path)
      .filter((path) => globSync(path, { cwd: root }).length === 0);
    expect({ missing }).toEqual(nothing);
  });

  it('links to pages and headings that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)];
    const missing = links
      .filter(([, file = '', anchor]) => {
        const target = file === '' ? page : normalize(join(dirname(page), file));
        if (globSync(target, { cwd: root }).length === 0) return true;
        return anchor !== undefined && !anchorsOf(read(target)).includes(anchor);
      })
      .map(([link]) => link);
    expect({ missing }).toEqual(nothing);
  });

  it('names settings that something reads', () => {
    const sources = globSync(['server/**/*.ts', 'docs/embed.md'], { cwd: root }).map(read).join();
    const settings = [...text.matchAll(/\bAMBIT_[A-Z_]+\b/g)].map(([name]) => name);
    const missing = settings.filter((name) => !sources.includes(name));
    expect({ missing }).toEqual(nothing);
  });

  it('names the archive as it is made', () => {
    const archives = [...text.matchAll(/ambit-\d[\w.-]*\.tgz/g)].map(([name]) => name);
    const missing = archives.filter((name) => name !== `ambit-${packageJson.version}.tgz`);
    expect({ missing }).toEqual(nothing);
  });

  it('names npm scripts that there are', () => {
    const scripts = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    const missing = scripts.filter((name) => packageJson.scripts[name] === undefined);
    expect({ missing }).toEqual(nothing);
  });
});

describe('docs/security.md', () => {
  const [, table = ''] = read('docs/security.md').split('<!-- threats -->');
  const rows = (table.split('\n\n')[0] ?? '').split('\n').slice(3);

  it.each(rows)('proves what it claims: %s', (row) => {
    const [, , tries = '', , proof = ''] = row.split('|');
    const numbers = [...tries.matchAll(/T-(\d\d)(?: to T-(\d\d))?/g)].flatMap(
      ([, from = '', until = from]) =>
        Array.from({ length: Number(until) - Number(from) + 1 }, (_, at) => Number(from) + at),
    );
    const tests = [...proof.matchAll(/`([^`]+)`/g)].map(([, path = '']) => read(path));
    expect(numbers.length).toBeGreaterThan(0);
    expect(tests.length).toBeGreaterThan(0);
    const named = (text: string, number: number) =>
      text.includes(`T-${String(number).padStart(2, '0')}`);
    // Every number is proved by some of the files, and every file proves some of the numbers.
    for (const number of numbers) expect(tests.some((text) => named(text, number))).toBe(true);
    for (const text of tests) expect(numbers.some((number) => named(text, number))).toBe(true);
  });
});
