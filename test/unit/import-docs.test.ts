/** docs/import.md says of every file, column and type what the import does. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { kindSections, typeTable } from './import-doc-tables.ts';
import { emptyDatabase, importFiles } from './import-world.ts';

const page = fileURLToPath(new URL('../../docs/import.md', import.meta.url));

/** The page with the parts after its marks derived afresh. */
function derived(text: string): string {
  const before = (mark: string, from: string) => from.slice(0, from.indexOf(mark) + mark.length);
  const afterTypes = text.slice(text.indexOf('- **A column that is left out**'));
  return [
    before('<!-- types -->', text),
    `\n${typeTable()}\n\n`,
    before('<!-- kinds -->', afterTypes),
    `\n\n${kindSections()}\n`,
  ].join('');
}

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.close());

describe('docs/import.md', () => {
  it('has the tables that the kinds come to (UPDATE_DOCS=1 writes them)', async () => {
    const text = await readFile(page, 'utf8');
    if (process.env.UPDATE_DOCS) await writeFile(page, derived(text));
    else expect(text).toBe(derived(text));
  });

  it('begins with a bundle that can be imported as it stands', async () => {
    const text = await readFile(page, 'utf8');
    const files = text.matchAll(/`(\w+\.csv)`\n\n((?: {4}.*\n)+)/g);
    const bundle = Object.fromEntries(
      Array.from(files, ([, name, body]) => [name, String(body).replace(/^ {4}/gm, '')]),
    );
    expect(Object.keys(bundle)).toEqual(['users.csv', 'courses.csv', 'enrollments.csv']);
    expect(await importFiles(database, bundle)).toMatchObject({ applied: true, findings: [] });
  });
});
