/** Names are sorted by their folded text, also those that were there before it was stored. */
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { describe, expect, it } from 'vitest';
import { createNode } from '../../server/command/create-node.ts';
import { editNode } from '../../server/command/edit-node.ts';
import { trees } from '../../server/command/tree.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { fold } from '../../shared/fold.ts';
import { emptyDatabase, importFiles } from './import-world.ts';

const tables = ['branches', 'categories', 'certificates', 'sessions'];

/** Every letter that folds to another, in names of fifty. */
function everyLetter(): string[] {
  const letters: string[] = [];
  for (let point = 0x80; point < 0x110000; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const letter = String.fromCodePoint(point);
    if (letter.normalize('NFC') === letter && fold(letter) !== letter) letters.push(letter);
  }
  return Array.from({ length: Math.ceil(letters.length / 50) }, (_, place) =>
    letters.slice(place * 50, (place + 1) * 50).join(' '),
  );
}

const names = [
  ...[
    'Sales',
    'ÅLESUND Yard',
    'Ελλάς',
    'МОСКВА',
    'دبي',
    'İzmir',
    'O’Neill 100%',
    'x',
    '',
    '𐐀𐐨 end',
  ],
  ...everyLetter(),
];

/** What each table needs beside the name. */
const others: Readonly<Record<string, string>> = {
  certificates: ', user_id, issued_at',
  sessions: ', course_id, starts_at',
};

const keysIn = async (database: Database, table: string) =>
  (await database.read(sql.raw(`SELECT name, name_key FROM ${table} ORDER BY id`)))[0];

describe('rows that were there before', () => {
  it.each(tables)('of %s have the folded text of their name, letter by letter', async (table) => {
    const migrations = readMigrationFiles({ migrationsFolder: 'server/data/migrations' });
    const place = migrations.findIndex(({ sql: texts }) => texts.join().includes('folded_names'));
    const database = openDatabase(await openLibsql(':memory:'));
    const apply = (some: typeof migrations) =>
      database.write(some.flatMap(({ sql: texts }) => texts.map((text) => sql.raw(text))));
    await apply(migrations.slice(0, place));
    const more = others[table] ?? '';
    await database.write([
      sql`INSERT INTO ${sql.identifier(table)} ${sql.raw(`(key, name${more})`)}
        SELECT key, value ${sql.raw(more && ', 1, 1')} FROM json_each(${JSON.stringify(names)})`,
    ]);
    await apply(migrations.slice(place, place + 1));
    expect(await keysIn(database, table)).toEqual(names.map((name) => [name, fold(name)]));
    const [left] = await database.read(
      sql`SELECT name FROM sqlite_master WHERE name LIKE 'folded%'`,
    );
    expect(left).toEqual([]);
  });
});

describe('rows that are imported', () => {
  it('have it too, and have it anew with a new name', async () => {
    const database = await emptyDatabase();
    const files = (name: string) => ({
      'branches.csv': `id,name\nb,${name}\n`,
      'categories.csv': `id,name\nk,${name}\n`,
      'users.csv': 'id,username\nu,u\n',
      'courses.csv': 'id,name\nc,Course\n',
      'certificates.csv': `id,user,course,name,issued_at\nt,u,c,${name},2026-01-01T00:00:00Z\n`,
      'sessions.csv': `id,course,name,starts_at\ns,c,${name},2026-01-01T00:00:00Z\n`,
    });
    for (const name of ['ÉCOLE', 'Ωmega']) {
      await importFiles(database, files(name));
      for (const table of tables) {
        expect([table, await keysIn(database, table)]).toEqual([table, [[name, fold(name)]]]);
      }
    }
  });
});

describe('rows that a superadmin makes and renames', () => {
  it.each(Object.values(trees))('have it too: a $kind', async (tree) => {
    const database = await emptyDatabase();
    const occasion = {
      database,
      actor: { kind: 'operator', name: 'test' },
      nowSeconds: 0,
    } as const;
    await createNode(occasion, tree, { id: 'n', name: 'ÉCOLE' });
    expect(await keysIn(database, tree.plural)).toEqual([['ÉCOLE', 'école']]);
    await editNode(occasion, tree, { node: 'n', name: 'Ωmega' });
    expect(await keysIn(database, tree.plural)).toEqual([['Ωmega', 'ωmega']]);
  });
});
