/** T-54 and T-57: a bad file changes nothing at all, and a short one never empties a table. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  academy,
  contentOf,
  emptyDatabase,
  findingsIn,
  importFiles,
  rowOf,
  tablesOf,
} from '../unit/import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.close());

/** `count` people, of whom row `bad` is given as it stands. */
function people(count: number, bad?: { row: number; text: string }): string {
  const rows = Array.from({ length: count }, (_, at) =>
    at === bad?.row ? bad.text : `v${at},name${at},active`,
  );
  return `id,username,status\n${rows.join('\n')}\n`;
}

describe('T-54 one bad row of a hundred thousand', () => {
  it('is told by its line, and not one row is written', async () => {
    await importFiles(database, academy);
    const before = await contentOf(database);
    const bad = { row: 77_776, text: 'v77776,name77776,asleep' };
    expect(await findingsIn(database, { 'users.csv': people(100_000, bad) })).toEqual([
      'users.csv:77778 status: “asleep” is not one of active, inactive',
    ]);
    expect(await contentOf(database)).toEqual(before);
    expect((await tablesOf(database)).filter((name) => name.startsWith('import_'))).toEqual([]);
    expect(await rowOf(database, 'SELECT count(*) FROM audit_events')).toEqual([1]);
  });

  it('once mended lets all hundred thousand in', async () => {
    const { applied } = await importFiles(database, { 'users.csv': people(100_000) });
    expect(applied).toBe(true);
    expect(await rowOf(database, 'SELECT count(*) FROM users')).toEqual([100_000]);
  });

  it('in the last file holds back every file before it', async () => {
    const files = { ...academy, 'daily_activity.csv': 'user,course,day\nu2,c1,2026-02-30\n' };
    expect(await findingsIn(database, files)).toHaveLength(1);
    expect(await rowOf(database, 'SELECT count(*) FROM users')).toEqual([0]);
  });

  it('that only the database would refuse holds back all too', async () => {
    await importFiles(database, academy);
    const before = await contentOf(database);
    // Somebody else's hand: the row that an import is about to write can't be written.
    await database.orm.run(
      `CREATE TRIGGER sabotage BEFORE INSERT ON certificates BEGIN SELECT RAISE(ABORT, 'no more'); END`,
    );
    const files = {
      'users.csv': 'id,username\nu4,dee\n',
      'certificates.csv': 'id,user,course,name,issued_at\nx9,u4,c1,C,2026-01-01\n',
    };
    await expect(importFiles(database, files)).rejects.toThrow('no more');
    expect(await contentOf(database)).toEqual(before);
  });

  it('of a stream that breaks off changes nothing', async () => {
    const { importBundle } = await import('../../server/connect/bundle/import-bundle.ts');
    const broken = () =>
      new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('id,username\nu1,ann\n'));
        },
        pull(controller) {
          controller.error(new Error('the disk is gone'));
        },
      });
    const before = await contentOf(database);
    await expect(
      importBundle(database, new Map([['users.csv', broken]]), {
        actor: { kind: 'operator', name: 'test' },
        nowSeconds: 0,
      }),
    ).rejects.toThrow('the disk is gone');
    expect(await contentOf(database)).toEqual(before);
  });
});

describe('T-57 a full replacement', () => {
  beforeEach(async () => {
    const members = Array.from({ length: 30 }, (_, at) => `g1,v${at}`);
    await importFiles(database, {
      'users.csv': people(40),
      'groups.csv': academy['groups.csv'],
      'group_members.csv': `group,user\n${members.join('\n')}\n`,
      'courses.csv': 'id,name\nc1,One\nc2,Two\n',
    });
  });

  const replace = { replace: true };

  it('by a file without rows is refused, allowed or not', async () => {
    const before = await contentOf(database);
    const reason = 'users.csv: a full replacement by a file without rows would delete everything';
    const files = { 'users.csv': 'id,username\n' };
    expect(await findingsIn(database, files, { ...replace, allowMassDelete: true })).toEqual([
      reason,
    ]);
    expect(await findingsIn(database, files, replace)).toContain(reason);
    expect(await contentOf(database)).toEqual(before);
  });

  it('that would lose more than half of a table is refused', async () => {
    const before = await contentOf(database);
    expect(await findingsIn(database, { 'users.csv': people(19) }, replace)).toEqual([
      'users.csv: 21 of the 40 rows of users would be deleted, more than half; allow a mass deletion if that is meant',
    ]);
    expect(await contentOf(database)).toEqual(before);
  });

  it('that loses exactly half is taken', async () => {
    expect((await importFiles(database, { 'users.csv': people(20) }, replace)).applied).toBe(true);
  });

  it('that is meant is taken', async () => {
    const options = { ...replace, allowMassDelete: true };
    expect((await importFiles(database, { 'users.csv': people(1) }, options)).applied).toBe(true);
    expect(await rowOf(database, 'SELECT count(*) FROM users')).toEqual([1]);
  });

  it('that would lose most of another table along the way is refused', async () => {
    expect(
      await findingsIn(database, { 'groups.csv': 'id,name\ng2,Everybody\n' }, replace),
    ).toEqual([
      'group_members.csv: 30 of the 30 rows of group_members would be deleted, more than half, along with what they belong to; allow a mass deletion if that is meant',
    ]);
  });

  it('of a small table may lose most of it', async () => {
    expect(
      (await importFiles(database, { 'courses.csv': 'id,name\nc1,C\n' }, replace)).applied,
    ).toBe(true);
  });

  it('is the only way to lose a row: an upsert of few people keeps all', async () => {
    await importFiles(database, { 'users.csv': people(2) });
    await importFiles(database, { 'users.csv': 'id,username\n' });
    expect(await rowOf(database, 'SELECT count(*) FROM users')).toEqual([40]);
  });
});
