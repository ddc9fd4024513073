/** T-55: an id never quietly becomes somebody or something else, and a level never brings rights. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  academy,
  contentOf,
  emptyDatabase,
  findingsIn,
  importFiles,
  rowOf,
} from '../unit/import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
  await importFiles(database, academy);
});
afterEach(() => database.close());

const users = (row: string, columns = 'id,username,email,first_name,last_name') => ({
  'users.csv': `${columns}\n${row}\n`,
});

async function refuses(files: Record<string, string>, findings: string[]): Promise<void> {
  const before = await contentOf(database);
  expect(await findingsIn(database, files)).toEqual(findings);
  expect(await contentOf(database)).toEqual(before);
}

async function takes(files: Record<string, string>, options = {}): Promise<void> {
  expect(await importFiles(database, files, options)).toMatchObject({
    findings: [],
    applied: true,
  });
}

describe('T-55 an id that exists', () => {
  const somebodyElse =
    'users.csv:2 id: “u2” is somebody else in the database, going by username, email, first_name and last_name';

  it('is refused twice in one file, under two branches', () =>
    refuses(users('u7,gil,north\nu7,gil,south', 'id,username,branch'), [
      'users.csv:3 id: the same id as on line 2',
      'users.csv:3 username: the same username as on line 2',
    ]));

  it('is refused as another person', () =>
    refuses(users('u2,eve,eve@other.test,Eve,Green'), [somebodyElse]));

  it('is refused as another person in another branch', () =>
    refuses(
      users(
        'u2,eve,eve@other.test,Eve,Green,south',
        'id,username,email,first_name,last_name,branch',
      ),
      [somebodyElse],
    ));

  it('is refused as another person who shares but a first name', () =>
    refuses(users('u2,eve,eve@other.test,Bob,Green'), [somebodyElse]));

  it("is refused as another person when nobody's e-mail is known", () =>
    refuses(users('u3,eve,,,'), [somebodyElse.replace('u2', 'u3')]));

  it('is refused with another username when the file says nothing else of the person', () =>
    refuses(users('u2,eve', 'id,username'), [
      'users.csv:2 id: “u2” is somebody else in the database, going by username',
    ]));

  it('takes another username of a person known by name', () =>
    takes(users('u2,bob.brown,new@acme.test,Bob,"Brown, Jr."')));

  it('takes another username of a person known by e-mail', () =>
    takes(users('u2,bob.brown,BOB@acme.test,Robert,Brown')));

  it('takes another name and e-mail of a person known by username', () =>
    takes(users('u2,bob,robert@acme.test,Robert,Green')));

  it('becomes another person where that is allowed', () =>
    takes(users('u2,eve,eve@other.test,Eve,Green'), { allowReassign: true }));
});

describe('T-55 a username', () => {
  it('never passes to another id', () =>
    refuses(users('u9,bob,bob@other.test,Bob,Other'), [
      "users.csv:2 username: belongs to “u2” in the database, and can't pass to another id",
    ]));

  it('never passes to another id, though its owner gives it up in the same file', () =>
    refuses(users('u2,bobby,bob@acme.test,Bob,"Brown, Jr."\nu9,bob,,New,Bob'), [
      "users.csv:3 username: belongs to “u2” in the database, and can't pass to another id",
    ]));

  it('never changes places', () =>
    refuses(users('u1,bob,ann@acme.test,Ann,Ártó\nu2,ann,bob@acme.test,Bob,"Brown, Jr."'), [
      "users.csv:2 username: belongs to “u2” in the database, and can't pass to another id",
      "users.csv:3 username: belongs to “u1” in the database, and can't pass to another id",
    ]));

  it('passes to nobody even where ids may change', async () => {
    expect(await findingsIn(database, users('u9,bob,,,'), { allowReassign: true })).toHaveLength(1);
  });

  it('of another case is another username', () => takes(users('u9,BOB,,,')));

  it('of a person who left brings a new person none of the old rights', async () => {
    await database.write([
      sql`INSERT INTO profiles (id, name) VALUES (1, 'Reader')`,
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT id, 1, 0 FROM users WHERE key = 'u1'`,
    ]);
    const files = users('u9,ann,power_user\nu2,bob,user\nu3,cy,user', 'id,username,level');
    await takes(files, { replace: true });
    expect(await rowOf(database, `SELECT level FROM users WHERE username = 'ann'`)).toEqual([
      'power_user',
    ]);
    expect(await rowOf(database, 'SELECT count(*) FROM grants')).toEqual([0]);
  });
});

describe('T-55 what belongs to one person', () => {
  it("never becomes another's certificate", () =>
    refuses(
      { 'certificates.csv': 'id,user,course,name,issued_at\nx1,u3,c1,Fire drill,2026-01-05\n' },
      ['certificates.csv:2 user: “x1” has another user in the database, which never changes'],
    ));

  it('never becomes a certificate of another course or of a plan', () =>
    refuses(
      {
        'certificates.csv':
          'id,user,course,plan,name,issued_at\nx1,u2,,p1,Fire drill,2026-01-05\nx2,u2,c1,,Onboarding,2026-01-06\n',
      },
      [
        'certificates.csv:2 course: “x1” has another course in the database, which never changes',
        'certificates.csv:2 plan: “x1” has another plan in the database, which never changes',
        'certificates.csv:3 course: “x2” has another course in the database, which never changes',
        'certificates.csv:3 plan: “x2” has another plan in the database, which never changes',
      ],
    ));

  it("never becomes another's training, nor a session of another course", () =>
    refuses(
      {
        'sessions.csv': 'id,course,name,starts_at\ns1,c2,Spring,2026-01-05\n',
        'external_trainings.csv': 'id,user,name\ne1,u2,Forklift\n',
      },
      [
        'sessions.csv:2 course: “s1” has another course in the database, which never changes',
        'external_trainings.csv:2 user: “e1” has another user in the database, which never changes',
      ],
    ));

  it('stays theirs and may change otherwise', () =>
    takes({
      'certificates.csv': 'id,user,course,name,issued_at\nx1,u2,c1,Fire drill II,2026-02-05\n',
      'external_trainings.csv': 'id,user,name\ne1,u3,Crane\n',
    }));

  it('passes on where that is allowed', () =>
    takes(
      { 'certificates.csv': 'id,user,course,name,issued_at\nx1,u3,c1,Fire drill,2026-01-05\n' },
      { allowReassign: true },
    ));
});

describe('a level in a file', () => {
  const leveled = (row: string) => users(row, 'id,username,level');
  const epochOf = async (key: string) =>
    (
      await rowOf(
        database,
        `SELECT epoch FROM epochs WHERE user_id = (SELECT id FROM users WHERE key = '${key}')`,
      )
    )[0];

  beforeEach(async () => {
    await database.write([
      sql`UPDATE users SET level = 'superadmin' WHERE key = 'u3'`,
      sql`INSERT INTO profiles (id, name) VALUES (1, 'Reader')`,
      sql`INSERT INTO datasets (id, name, owner_id) VALUES (1, 'Hers', NULL)`,
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT id, 1, 0 FROM users WHERE key = 'u1'`,
      sql`INSERT INTO dataset_assignments SELECT id, 1, NULL, NULL FROM users WHERE key = 'u1'`,
    ]);
  });

  it('PU-007 PU-107 makes a power user, who holds nothing', async () => {
    await takes(leveled('u2,bob,power_user'));
    expect(
      await rowOf(
        database,
        `SELECT level, (SELECT count(*) FROM grants WHERE power_user_id = users.id),
           (SELECT count(*) FROM dataset_assignments WHERE power_user_id = users.id) FROM users WHERE key = 'u2'`,
      ),
    ).toEqual(['power_user', 0, 0]);
  });

  it('PU-011 PU-012 that demotes takes every right away and moves the epoch', async () => {
    const epoch = Number(await epochOf('u1'));
    await takes(leveled('u1,ann,user'));
    expect(
      await rowOf(
        database,
        'SELECT (SELECT count(*) FROM grants), (SELECT count(*) FROM dataset_assignments)',
      ),
    ).toEqual([0, 0]);
    expect(Number(await epochOf('u1'))).toBeGreaterThan(epoch);
  });

  it('that is left out leaves rights and epoch alone', async () => {
    const epoch = await epochOf('u1');
    await takes(users('u1,ann,2026-01-01', 'id,username,last_access_at'));
    expect(await rowOf(database, 'SELECT count(*) FROM grants')).toEqual([1]);
    expect(await epochOf('u1')).toBe(epoch);
  });

  it('never makes a superadmin, new or known', () =>
    refuses(leveled('u2,bob,superadmin\nu9,eve,superadmin'), [
      "users.csv:2 level: an import can't make anybody superadmin",
      "users.csv:3 level: an import can't make anybody superadmin",
    ]));

  it('never unmakes a superadmin', () =>
    refuses(leveled('u3,cy,user'), [
      "users.csv:2 level: is superadmin in the database, which an import can't change",
    ]));

  it('never unmakes a superadmin by an empty cell', () =>
    refuses(leveled('u3,cy,'), [
      "users.csv:2 level: is superadmin in the database, which an import can't change",
    ]));

  it('names those who are superadmins already', () => takes(leveled('u3,cy,superadmin')));

  it('is not needed for a superadmin to outlive a full replacement', async () => {
    await takes(users('u1,ann\nu2,bob', 'id,username'), { replace: true });
    expect(await rowOf(database, `SELECT level FROM users WHERE key = 'u3'`)).toEqual([
      'superadmin',
    ]);
  });
});
