/** Importing a bundle: every kind arrives as it was written, twice is once, and what a file leaves out stays. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filedKinds, fileOf } from '../../server/connect/bundle/kinds.ts';
import type { Database } from '../../server/data/database.ts';
import {
  academy,
  bundleOf,
  contentOf,
  emptyDatabase,
  importFiles,
  rowOf,
  tablesOf,
} from './import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.close());

const versions = () => rowOf(database, 'SELECT group_concat(value) FROM versions');

describe('a bundle', () => {
  it('has a file of every kind in this test', () => {
    expect(Object.keys(academy).toSorted()).toEqual(filedKinds.map(fileOf).toSorted());
  });

  it('arrives row for row', async () => {
    const result = await importFiles(database, academy);
    expect(result).toMatchObject({ applied: true, findings: [], findingCount: 0 });
    for (const [name, text] of Object.entries(academy)) {
      // One session has a line break within a quoted cell.
      const lines = text.trim().split('\n').length - 1 - (name === 'sessions.csv' ? 1 : 0);
      const kind = name.replace('.csv', '');
      const counts = [...result.counts].find(([counted]) => counted === kind)?.[1];
      expect(counts, name).toEqual({ inserted: lines, updated: 0, unchanged: 0, deleted: 0 });
      expect(await rowOf(database, `SELECT count(*) FROM "${kind}"`), name).toEqual([lines]);
    }
  });

  it('arrives value for value', async () => {
    await importFiles(database, academy);
    const day = (text: string) => Date.parse(text) / 1000;
    expect(
      await rowOf(
        database,
        `SELECT u.username, u.email, u.first_name, u.last_name, u.name_key, u.search_key, u.level, u.status,
           m.key, b.key, u.created_at, u.last_access_at, u.expires_at
         FROM users u JOIN users m ON m.id = u.manager_id JOIN branches b ON b.id = u.branch_id WHERE u.key = 'u2'`,
      ),
    ).toEqual([
      'bob',
      'bob@acme.test',
      'Bob',
      'Brown, Jr.',
      'brown, jr. bob',
      'bob brown, jr.\nbob\nbob@acme.test',
      'user',
      'active',
      'u1',
      'north',
      day('2024-02-29T08:00:00Z'),
      null,
      day('2027-01-01'),
    ]);
    expect(
      await rowOf(database, `SELECT name_key, search_key FROM users WHERE key = 'u3'`),
    ).toEqual(['cy', 'cy\ncy\n']);
    expect(
      await rowOf(
        database,
        `SELECT level, status, progress, initial_score, score, passed, seconds, enrolled_at, started_at, completed_at,
           last_access_at, due_at, valid_from, valid_until, archived_at
         FROM enrollments WHERE user_id = (SELECT id FROM users WHERE key = 'u2') AND course_id = (SELECT id FROM courses WHERE key = 'c1')`,
      ),
    ).toEqual([
      'learner',
      'completed',
      100,
      40,
      87.5,
      1,
      3600,
      day('2026-01-01'),
      day('2026-01-02T09:00Z'),
      day('2026-01-05T10:30Z'),
      day('2026-01-05'),
      day('2026-02-01'),
      day('2026-01-01'),
      day('2026-12-31'),
      null,
    ]);
    expect(await rowOf(database, `SELECT location FROM sessions`)).toEqual(['Hall 1\nfirst floor']);
    expect(
      await rowOf(
        database,
        `SELECT group_concat(u.key || '=' || v.value || '/' || v.value_key, '; ') FROM user_field_values v
         JOIN users u ON u.id = v.user_id JOIN user_fields f ON f.id = v.field_id WHERE f.key = 'company'`,
      ),
    ).toEqual(['u1=Acme/acme; u2=Acme/acme; u3=ACME "North"/acme "north"']);
    expect(
      await rowOf(
        database,
        `SELECT group_concat(kind || ':' || coalesce(c.key, p.key), ' ') FROM catalog_items i
         LEFT JOIN courses c ON c.id = item_id AND kind = 'course' LEFT JOIN learning_plans p ON p.id = item_id AND kind = 'plan'`,
      ),
    ).toEqual(['course:c1 plan:p1 course:c2']);
    expect(await rowOf(database, `SELECT seconds FROM daily_activity WHERE day = 20455`)).toEqual([
      1800,
    ]);
  });

  it('fills what a row leaves empty with the documented values', async () => {
    await importFiles(database, academy);
    expect(
      await rowOf(
        database,
        `SELECT level, status, progress, score, passed, seconds, enrolled_at FROM enrollments
         WHERE user_id = (SELECT id FROM users WHERE key = 'u2') AND course_id = (SELECT id FROM courses WHERE key = 'c2')`,
      ),
    ).toEqual(['learner', 'enrolled', 0, null, null, 0, null]);
  });

  it('builds trees whatever the order of their rows', async () => {
    await importFiles(database, academy);
    expect(
      await rowOf(
        database,
        `SELECT group_concat(d.key) FROM branch_closure JOIN branches a ON a.id = ancestor_id
         JOIN branches d ON d.id = descendant_id WHERE a.key = 'acme' ORDER BY d.key`,
      ),
    ).toEqual(['north,acme,south']);
  });

  it('leaves nothing but its rows and one audit row behind', async () => {
    const before = await tablesOf(database);
    await importFiles(database, academy);
    expect(await tablesOf(database)).toEqual(before);
    expect(await rowOf(database, 'SELECT count(*), actor, action FROM audit_events')).toEqual([
      1,
      'operator: test',
      'bundle.import',
    ]);
  });

  it('imported twice changes nothing, and no version moves', async () => {
    await importFiles(database, academy);
    const [content, moved] = [await contentOf(database), await versions()];
    const again = await importFiles(database, academy);
    expect(await contentOf(database)).toEqual(content);
    expect(await versions()).toEqual(moved);
    expect(again.applied).toBe(true);
    for (const [name, counts] of again.counts) {
      expect(counts, name).toMatchObject({ inserted: 0, updated: 0, deleted: 0 });
    }
  });

  it('imported twice as a full replacement changes nothing either', async () => {
    await importFiles(database, academy);
    const content = await contentOf(database);
    expect((await importFiles(database, academy, { replace: true })).applied).toBe(true);
    expect(await contentOf(database)).toEqual(content);
  });

  it('read in pieces of any size is the same bundle', async () => {
    await importFiles(database, academy);
    const whole = await contentOf(database);
    for (const pieceBytes of [1, 2, 3, 5, 11]) {
      const other = await emptyDatabase();
      const { importBundle } = await import('../../server/connect/bundle/import-bundle.ts');
      await importBundle(other, bundleOf(academy, pieceBytes), {
        actor: { kind: 'operator', name: 'test' },
        nowSeconds: 0,
      });
      expect(await contentOf(other), `${pieceBytes}`).toEqual(whole);
      other.close();
    }
  });

  it('is only counted in a dry run', async () => {
    const before = await contentOf(database);
    const result = await importFiles(database, academy, { dryRun: true });
    expect(result).toMatchObject({ applied: false, findingCount: 0 });
    expect(result.counts.get('enrollments')).toEqual({
      inserted: 4,
      updated: 0,
      unchanged: 0,
      deleted: 0,
    });
    expect(await contentOf(database)).toEqual(before);
    expect(await rowOf(database, 'SELECT count(*) FROM audit_events')).toEqual([0]);
  });

  it('tells its progress file by file, and every byte', async () => {
    const steps: string[] = [];
    let bytes = 0;
    await importFiles(database, academy, {
      onProgress({ step, file, bytesRead }) {
        bytes = bytesRead;
        if (steps.at(-1) !== `${step} ${file}`) steps.push(`${step} ${file}`);
      },
    });
    expect(steps.slice(0, 2)).toEqual(['read user_fields.csv', 'read groups.csv']);
    expect(steps).toContain('check enrollments.csv');
    expect(steps.at(-1)).toMatch(/^write/);
    expect(bytes).toBe(new TextEncoder().encode(Object.values(academy).join('')).length);
  });
});

describe('an upsert', () => {
  beforeEach(async () => {
    await importFiles(database, academy);
  });

  it('changes the rows that differ, adds new ones and keeps those that the file lacks', async () => {
    const result = await importFiles(database, {
      'courses.csv': 'id,name\nc1,Fire drill II\nc3,New\n',
    });
    expect(result.counts.get('courses')).toEqual({
      inserted: 1,
      updated: 1,
      unchanged: 0,
      deleted: 0,
    });
    expect(
      await rowOf(database, `SELECT group_concat(key || ' ' || name, ', ') FROM courses`),
    ).toEqual(['c1 Fire drill II, c2 First aid, c3 New']);
  });

  it('touches no row that says what the database says, so that each version moves by the rows that changed', async () => {
    const [before] = await rowOf(database, `SELECT value FROM versions WHERE name = 'progress'`);
    const changed = academy['enrollments.csv'].replace('in_progress,50', 'in_progress,51');
    await importFiles(database, { 'enrollments.csv': changed });
    const [after] = await rowOf(database, `SELECT value FROM versions WHERE name = 'progress'`);
    expect(Number(after) - Number(before)).toBe(1);
  });

  it('points what pointed nowhere to what is new', async () => {
    await importFiles(database, { 'users.csv': 'id,username\nu4,dee\n' });
    await importFiles(database, {
      'branches.csv': 'id,name\nwest,West\n',
      'users.csv': 'id,username,branch\nu4,dee,west\n',
    });
    expect(
      await rowOf(
        database,
        `SELECT b.key FROM users u JOIN branches b ON b.id = branch_id WHERE u.key = 'u4'`,
      ),
    ).toEqual(['west']);
  });

  it('leaves what a missing column would say as it is', async () => {
    await importFiles(database, {
      'users.csv': 'id,username,last_access_at\nu1,ann,2026-03-30\nu4,dee,\n',
    });
    expect(
      await rowOf(
        database,
        `SELECT level, email, first_name, search_key, last_access_at FROM users WHERE key = 'u1'`,
      ),
    ).toEqual(['power_user', 'ann@acme.test', 'Ann', 'ann ártó\nann\nann@acme.test', 1774828800]);
    expect(
      await rowOf(database, `SELECT level, first_name, search_key FROM users WHERE key = 'u4'`),
    ).toEqual(['user', '', 'dee\ndee\n']);
  });

  it('keeps names findable when only the username is given anew', async () => {
    await importFiles(database, { 'users.csv': 'id,username,email\nu1,ann.arto,ann@acme.test\n' });
    expect(
      await rowOf(database, `SELECT name_key, search_key FROM users WHERE key = 'u1'`),
    ).toEqual(['ártó ann', 'ann ártó\nann.arto\nann@acme.test']);
  });

  it('empties what an empty cell says is empty', async () => {
    await importFiles(database, {
      'users.csv':
        'id,username,email,manager,branch,field:company\nu2,bob,,,,\nu3,cy,cy@acme.test,u1,,\n',
    });
    expect(
      await rowOf(
        database,
        `SELECT email, manager_id, branch_id, search_key FROM users WHERE key = 'u2'`,
      ),
    ).toEqual([null, null, null, 'bob brown, jr.\nbob\n']);
    expect(
      await rowOf(
        database,
        `SELECT group_concat(u.key || ' ' || f.key) FROM user_field_values v
         JOIN users u ON u.id = v.user_id JOIN user_fields f ON f.id = v.field_id`,
      ),
    ).toEqual(['u1 company,u1 salary']);
  });

  it('turns a tree inside out', async () => {
    await importFiles(database, {
      'branches.csv': 'id,name,parent\nacme,Acme,north\nnorth,North,south\nsouth,South,\n',
    });
    expect(
      await rowOf(
        database,
        `SELECT group_concat(a.key || '>' || d.key, ' ') FROM (SELECT * FROM branch_closure ORDER BY 1, 2)
         JOIN branches a ON a.id = ancestor_id JOIN branches d ON d.id = descendant_id WHERE a.key <> d.key`,
      ),
    ).toEqual([expect.stringMatching(/^(?=.*south>north)(?=.*south>acme)(?=.*north>acme)/)]);
  });

  it('names managers who come later in the same file', async () => {
    await importFiles(database, {
      'users.csv': 'id,username,manager\nu8,ed,u9\nu9,flo,u1\nu1,ann,u8\n',
    });
    expect(
      await rowOf(
        database,
        `SELECT group_concat(u.key || '<' || m.key, ' ') FROM users u JOIN users m ON m.id = u.manager_id WHERE u.key IN ('u1', 'u8', 'u9')`,
      ),
    ).toEqual(['u1<u8 u8<u9 u9<u1']);
  });

  it('PU-070 moves a person to another branch', async () => {
    await importFiles(database, { 'users.csv': 'id,username,branch\nu2,bob,south\n' });
    expect(
      await rowOf(
        database,
        `SELECT b.key FROM users u JOIN branches b ON b.id = branch_id WHERE u.key = 'u2'`,
      ),
    ).toEqual(['south']);
  });
});

describe('text', () => {
  const cases: [what: string, file: string, sees: string][] = [
    ['a byte order mark', '\uFEFFid,name\nc1,Ä\n', 'Ä'],
    ['CRLF', 'id,name\r\nc1,Ä\r\n', 'Ä'],
    ['CR alone', 'id,name\rc1,Ä\r', 'Ä'],
    ['no line end at the end', 'id,name\nc1,Ä', 'Ä'],
    ['empty lines', '\n\nid,name\n\r\n\nc1,Ä\n\n', 'Ä'],
    ['quoted cells', '"id","name"\n"c1","say ""Ä"", twice"\n', 'say "Ä", twice'],
    ['a quoted line break', 'id,name\nc1,"one\r\ntwo"\n', 'one\r\ntwo'],
    ['semicolons', 'id;name\nc1;A,B\n', 'A,B'],
    ['tabs', 'id\tname\nc1\tA;B\n', 'A;B'],
    ['columns in another order', 'name,id\nÄ,c1\n', 'Ä'],
    ['a mark in the middle', 'id,name\nc1,\uFEFFÄ\n', '\uFEFFÄ'],
    ['characters of four bytes', 'id,name\nc1,👩‍🏫𝒜\n', '👩‍🏫𝒜'],
    ['what looks like a formula', 'id,name\nc1,"=1+1"\n', '=1+1'],
    ['what looks like markup', 'id,name\nc1,<img onerror=x>\n', '<img onerror=x>'],
    ['what looks like a number', 'id,name\nc1,007\n', '007'],
  ];
  it.each(cases)('T-54 with %s is read', async (_what, file, sees) => {
    const result = await importFiles(database, { 'courses.csv': file });
    expect(result.findings).toEqual([]);
    expect(await rowOf(database, 'SELECT key, name FROM courses')).toEqual(['c1', sees]);
  });
});
