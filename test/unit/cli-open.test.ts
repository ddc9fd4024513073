/** The database that `--db` names: what is opened, what is made, and what is refused. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { type Opening, openAt, schemaState } from '../../server/runtime/open.ts';
import { refused } from './command-world.ts';

let folder: string;
let url: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-open-'));
  url = `file:${join(folder, 'a.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (prepare: Opening['prepare'], at = url) => openAt({ url: at, prepare });
const withDatabase = async (statement: ReturnType<typeof sql>) => {
  const database = openDatabase(await openLibsql(url));
  await database.write([statement]);
  database.close();
};

describe('opening a database', () => {
  it('makes one where it may, and opens it from then on', async () => {
    await refused(open('refuse'), 'unavailable');
    expect(existsSync(join(folder, 'a.db'))).toBe(false);
    (await open('create')).close();
    for (const prepare of ['refuse', 'create', 'create-or-migrate'] as const) {
      const database = await open(prepare);
      expect(await schemaState(database)).toBe('current');
      database.close();
    }
  });

  it('takes a file address in each of its spellings', async () => {
    (await open('create', `file://${join(folder, 'b c.db')}`)).close();
    (await open('refuse', `file:${join(folder, 'b%20c.db')}`)).close();
    expect(existsSync(join(folder, 'b c.db'))).toBe(true);
  });

  it('brings an older one to the newest schema only when asked to', async () => {
    const database = openDatabase(await openLibsql(url));
    await database.write([
      sql`CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
    ]);
    expect(await schemaState(database)).toBe('empty');
    database.close();
    (await open('create')).close();
    await withDatabase(sql`DELETE FROM __drizzle_migrations
      WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)`);
    for (const prepare of ['refuse', 'create'] as const) {
      expect((await refused(open(prepare), 'unavailable')).message).toContain('older version');
    }
  });

  it('refuses one of a newer version, and says so', async () => {
    (await open('create')).close();
    await withDatabase(
      sql`INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 9e15)`,
    );
    for (const prepare of ['refuse', 'create', 'create-or-migrate'] as const) {
      expect((await refused(open(prepare), 'unavailable')).message).toContain('newer version');
    }
  });

  it('never writes into a database that holds something else', async () => {
    await withDatabase(sql`CREATE TABLE notes (text)`);
    for (const prepare of ['refuse', 'create', 'create-or-migrate'] as const) {
      expect((await refused(open(prepare), 'unavailable')).message).toContain('something else');
    }
  });

  it('refuses a file that is no database, a folder that is not there, and a server that does not answer', async () => {
    writeFileSync(join(folder, 'a.db'), 'no database at all, however long it may be'.repeat(100));
    await refused(open('create'), 'unavailable');
    await refused(open('create', `file:${join(folder, 'nowhere', 'a.db')}`), 'unavailable');
    await refused(open('create', 'http://127.0.0.1:9'), 'unavailable');
  });

  it.each(['', 'ambit.db', '/tmp/ambit.db', ':memory:', 'postgres://x', 'file:', 'FILE:a.db'])(
    'refuses the address %j',
    async (address) => {
      await refused(open('create', address), 'bad-request');
    },
  );

  it('T-63 repeats no token or password of an address', async () => {
    for (const address of [
      'http://user:hushhush@127.0.0.1:9/x?authToken=hushhush#hushhush',
      'postgres://user:hushhush@host/x?password=hushhush',
    ]) {
      const error = await open('create', address).catch((reason: Error) => reason);
      expect((error as Error).message).not.toContain('hushhush');
    }
  });
});
