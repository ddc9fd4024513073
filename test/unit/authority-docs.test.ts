/** docs/authority.md says of every file and column what the import and the export do. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import {
  type AuthorityColumn,
  type AuthorityFile,
  cellTypes,
  fileNamed,
} from '../../server/connect/authority/file.ts';
import { files } from '../../server/connect/authority/files.ts';
import { importAuthority } from '../../server/connect/authority/import-authority.ts';
import { openAcademy } from './command-world.ts';
import { bundleOf } from './import-world.ts';

const page = fileURLToPath(new URL('../../docs/authority.md', import.meta.url));
const mark = '<!-- files -->';

const code = (text: string): string => `\`${text}\``;

const kindOf = ({ type, words }: AuthorityColumn): string =>
  words ? words.map(code).join(', ') : type;

const rowOf = (column: AuthorityColumn): string => {
  const needed = column.required ? 'in the header' : column.optional ? '' : 'in each row';
  const empty = column.fallback === undefined ? '' : code(column.fallback);
  return `| ${[code(column.name), kindOf(column), needed, empty, column.description].join(' | ')} |`;
};

const section = ({ name, description, key, columns }: AuthorityFile): string =>
  [
    `### ${fileNamed(name)}`,
    '',
    `${description} One row for each ${key.map(code).join(', ')}.`,
    '',
    '| column | what it takes | required | when empty | meaning |',
    '|---|---|---|---|---|',
    ...columns.map(rowOf),
  ].join('\n');

const derived = (text: string): string =>
  [
    text.slice(0, text.indexOf(mark) + mark.length),
    [
      '| type | what it takes |',
      '|---|---|',
      ...Object.entries(cellTypes).map(([type, takes]) => `| ${type} | ${takes} |`),
    ].join('\n'),
    ...files.map(section),
  ].join('\n\n');

it('docs/authority.md has the tables that the files come to (UPDATE_DOCS=1 writes them)', async () => {
  const text = await readFile(page, 'utf8');
  if (process.env.UPDATE_DOCS) await writeFile(page, `${derived(text)}\n`);
  else expect(text).toBe(`${derived(text)}\n`);
});

it('docs/authority.md begins with files that can be imported as they stand', async () => {
  const text = await readFile(page, 'utf8');
  const shown = Array.from(
    text.matchAll(/`([\w-]+\.csv)`\n\n((?: {4}.*\n)+)/g),
    ([, name = '', body = '']) => [name, body.replace(/^ {4}/gm, '')] as const,
  );
  expect(shown.map(([name]) => name)).toEqual(['profiles.csv', 'power-users.csv']);
  const occasion = await openAcademy();
  const { applied, findings } = await importAuthority(
    occasion,
    bundleOf(Object.fromEntries(shown)),
  );
  expect([applied, findings]).toEqual([true, []]);
  occasion.database.close();
});
