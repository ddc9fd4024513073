/** What a request was refused for is logged; what was asked about whom is not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import type { Rows } from '../../shared/wire/report.ts';
import { ingrid, openPage, type Page, rowsPath } from '../http/portal.ts';
import { buildStage, type Stage } from '../http/stage.ts';

const person = 'somebody.searched.for@fjordlys.example';

describe('the log of a cursor that does not fit', () => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    const database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
    stage = await buildStage(database, startNodeDigest);
    page = await openPage(stage, ingrid);
  });

  it('T-63 names neither what was searched nor what was filtered by', async () => {
    const { next_cursor } = await page.read<Rows>(rowsPath('learners', {}, { limit: 1 }));
    const filters = [{ column: 'email', op: 'equals' as const, value: person }];
    for (const question of [{ q: person }, { filters }]) {
      for (const cursor of [next_cursor ?? '', 'v1.AAAA', 'nonsense']) {
        stage.log.length = 0;
        const refused = await page.ask(rowsPath('learners', question, { cursor }));
        expect(refused.status).toBe(400);
        expect(stage.log).toHaveLength(1);
        expect(stage.log[0]?.cause).toBe('another cursor');
        expect(JSON.stringify(stage.log)).not.toContain(person);
      }
    }
  });

  it('goes on where the cursor fits', async () => {
    const first = await page.read<Rows>(rowsPath('learners', {}, { limit: 1 }));
    const next = await page.read<Rows>(
      rowsPath('learners', {}, { limit: 1, cursor: first.next_cursor ?? '' }),
    );
    expect(next.rows).not.toEqual(first.rows);
  });
});
