/** The behaviour book in this process: over a database in memory, and over a file read by threads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { openAt } from '../../server/runtime/open.ts';
import { book } from './book/book.ts';
import { conforming } from './conformance.ts';
import { buildStage, nextHour, type Stage } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-book-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const databases: Record<string, () => Promise<Database>> = {
  async 'in memory'() {
    const database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
    return database;
  },
  'in a file': () => openAt({ url: `file:${join(folder, 'book.db')}`, prepare: 'create' }),
};

describe.each(Object.entries(databases))('%s', (_where, open) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = conforming(await buildStage(await open(), startNodeDigest));
  });
  beforeEach(() => nextHour(stage));
  afterAll(() => stage.database.close());

  describe.each(Object.entries(book))('%s', (_chapter, cases) => {
    it.each(Object.entries(cases))('%s', (_sentence, proves) => proves(stage));
  });
});
