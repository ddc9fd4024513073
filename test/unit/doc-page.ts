/** A Markdown page as the tests of the documents read it: sections, tables, code. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const pageAt = (path: string): string => readFileSync(root + path, 'utf8');

/** All files that fit the pattern, one after the other. */
export const sourcesAt = (pattern: string): string =>
  globSync(pattern, { cwd: root }).sort().map(pageAt).join('\n');

/** The text beneath a heading, up to the next of its level or above. */
export function sectionOf(page: string, heading: string): string {
  const [marks = ''] = heading.split(' ');
  const [, after = ''] = page.split(`\n${heading}\n`);
  return after.split(new RegExp(`^#{2,${marks.length}} `, 'm'))[0] ?? '';
}

/** The rows of the table whose first heading is `head`. */
export const tableIn = (text: string, head: string): string[][] =>
  (text.split(`| ${head} |`)[1]?.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );

/** What stands between backticks. */
export const coded = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The fenced blocks of a language. */
export const blocksOf = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, code = '']) => code,
  );
