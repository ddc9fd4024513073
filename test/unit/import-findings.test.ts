/** What is wrong with a bundle is told by file, line, column and reason, and then nothing of it is written. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { academy, contentOf, emptyDatabase, findingsIn, importFiles } from './import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
});
afterEach(() => database.close());

type Files = Record<string, string | Uint8Array>;

const users = 'id,username\nu1,ann\nu2,bob\n';
const courses = 'id,name\nc1,Fire drill\n';
const utf16 = (text: string, mark: boolean) => {
  const units = Uint16Array.from(`${mark ? '\uFEFF' : ''}${text}`, (unit) => unit.charCodeAt(0));
  return new Uint8Array(units.buffer);
};
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? [...new TextEncoder().encode(part)] : part,
    ),
  );

const enrollments = (
  rows: string,
  columns = 'user,course,status,progress,score,passed,seconds,due_at',
) => ({
  'users.csv': users,
  'courses.csv': courses,
  'enrollments.csv': `${columns}\n${rows}\n`,
});

const cases: [what: string, files: Files, findings: (string | RegExp)[]][] = [
  ['no file at all', {}, [/^bundle: there is no file in it; a bundle has user_fields\.csv/]],
  [
    'a file that no bundle has',
    { 'people.csv': users },
    [/^people\.csv: “people\.csv” is no file of a bundle; a bundle has user_fields\.csv/],
  ],
  [
    'a file name in capitals',
    { 'Users.csv': users },
    ['Users.csv: “Users.csv” is no file of a bundle; did you mean users.csv?'],
  ],
  [
    'an empty file',
    { 'users.csv': '' },
    ['users.csv: the file is empty; its first row must name the columns'],
  ],
  [
    'a file of empty lines',
    { 'users.csv': '\n\r\n\n' },
    ['users.csv: the file is empty; its first row must name the columns'],
  ],
  [
    'an unknown column',
    { 'users.csv': 'id,username,shoe_size\nu1,ann,38\n' },
    [/^users\.csv:1 shoe_size: no such column; there are id, username, email/],
  ],
  [
    'a column twice',
    { 'users.csv': 'id,username,email,email\nu1,ann,,\n' },
    ['users.csv:1 email: stands twice in the header'],
  ],
  [
    'a column without a name',
    { 'users.csv': 'id,username,\nu1,ann,\n' },
    ['users.csv:1: cell 3 of the header is empty'],
  ],
  [
    'a missing required column',
    { 'users.csv': 'id,email\nu1,a@b.c\n' },
    ['users.csv:1 username: this column is required'],
  ],
  [
    'no header at all',
    { 'users.csv': 'u1,ann\n' },
    [
      /u1: no such column/,
      /ann: no such column/,
      /id: this column is required/,
      /username: this column is required/,
    ],
  ],
  [
    'a column of an unknown additional field',
    { 'users.csv': 'id,username,field:team\nu1,ann,A\n' },
    ['users.csv:1 field:team: there is no additional field “team”; list it in user_fields.csv'],
  ],
  [
    'a row with too few cells',
    { 'users.csv': 'id,username,email\nu1,ann,\nu2,bob\n' },
    ['users.csv:3: 2 cells, where the header has 3'],
  ],
  [
    'a row with too many cells',
    { 'users.csv': 'id,username\nu1,ann,x\n' },
    ['users.csv:2: 3 cells, where the header has 2'],
  ],
  [
    'an empty required cell',
    { 'users.csv': 'id,username\n,ann\nu2,\n' },
    ['users.csv:2 id: is empty, and required', 'users.csv:3 username: is empty, and required'],
  ],
  [
    'an id with a space at an end',
    { 'users.csv': 'id,username\n u1,ann\n' },
    ['users.csv:2 id: “ u1” begins or ends with a space'],
  ],
  [
    'an id with a line break',
    { 'users.csv': 'id,username\n"u\n1",ann\n' },
    ['users.csv:2 id: “u�1” contains a control character'],
  ],
  [
    'an id that is too long',
    { 'users.csv': `id,username\n${'u'.repeat(256)},ann\n` },
    ['users.csv:2 id: is 256 characters long; at most 255 fit'],
  ],
  [
    'a text that is too long',
    { 'courses.csv': `id,name\nc1,${'n'.repeat(501)}\n` },
    ['courses.csv:2 name: is 501 characters long; at most 500 fit'],
  ],
  [
    'an escape character in a text',
    { 'courses.csv': 'id,name\nc1,\u001b[31mred\n' },
    ['courses.csv:2 name: “�[31mred” contains a control character'],
  ],
  [
    'an unknown choice',
    enrollments('u1,c1,Completed,,,,,'),
    [
      'enrollments.csv:2 status: “Completed” is not one of waiting, to_confirm, enrolled, in_progress, completed, suspended, withdrawn',
    ],
  ],
  [
    'a word of Object.prototype as a boolean',
    enrollments('u1,c1,,,,constructor,,'),
    ['enrollments.csv:2 passed: “constructor” is neither true nor false'],
  ],
  [
    'a percentage above 100',
    enrollments('u1,c1,,100.1,,,,'),
    ['enrollments.csv:2 progress: “100.1” is above 100'],
  ],
  [
    'a percentage below 0',
    enrollments('u1,c1,,-1,,,,'),
    ['enrollments.csv:2 progress: “-1” is below 0'],
  ],
  [
    'a percentage with its sign',
    enrollments('u1,c1,,50%,,,,'),
    ['enrollments.csv:2 progress: “50%” is not a number from 0 to 100'],
  ],
  [
    'a number with a decimal comma',
    enrollments('u1,c1,,,"87,5",,,'),
    ['enrollments.csv:2 score: “87,5” is not a number such as 87.5'],
  ],
  [
    'a number in exponents',
    enrollments('u1,c1,,,1e400,,,'),
    ['enrollments.csv:2 score: “1e400” is not a number such as 87.5'],
  ],
  [
    'a fraction of a whole number',
    enrollments('u1,c1,,,,,1.5,'),
    ['enrollments.csv:2 seconds: “1.5” is not a whole number'],
  ],
  [
    'a negative duration',
    enrollments('u1,c1,,,,,-5,'),
    ['enrollments.csv:2 seconds: “-5” is below 0'],
  ],
  [
    'a day that is not in the calendar',
    enrollments('u1,c1,,,,,,2026-02-29'),
    [/^enrollments\.csv:2 due_at: “2026-02-29” is no ISO 8601 date or time/],
  ],
  [
    'a date of another custom',
    enrollments('u1,c1,,,,,,31/12/2026'),
    [/^enrollments\.csv:2 due_at: “31\/12\/2026” is no ISO 8601/],
  ],
  [
    'a certificate for both',
    {
      'users.csv': users,
      'courses.csv': courses,
      'learning_plans.csv': 'id,name\np1,P\n',
      'certificates.csv': 'id,user,course,plan,name,issued_at\nx1,u1,c1,p1,X,2026-01-01\n',
    },
    ['certificates.csv:2: exactly one of course, plan must be filled'],
  ],
  [
    'a certificate for neither',
    { 'users.csv': users, 'certificates.csv': 'id,user,name,issued_at\nx1,u1,X,2026-01-01\n' },
    ['certificates.csv:2: exactly one of course, plan must be filled'],
  ],
  [
    'a certificate that expires before it is issued',
    {
      'users.csv': users,
      'courses.csv': courses,
      'certificates.csv':
        'id,user,course,name,issued_at,expires_at\nx1,u1,c1,X,2026-01-01,2025-01-01\n',
    },
    ['certificates.csv:2 expires_at: lies before issued_at'],
  ],
  [
    'a session that ends before it starts',
    {
      'courses.csv': courses,
      'sessions.csv':
        'id,course,name,starts_at,ends_at\ns1,c1,S,2026-01-01T10:00,2026-01-01T09:59\n',
    },
    ['sessions.csv:2 ends_at: lies before starts_at'],
  ],
  [
    'somebody who is their own manager',
    { 'users.csv': 'id,username,manager\nu1,ann,u1\n' },
    ["users.csv:2 manager: is the row's own id"],
  ],
  [
    'the same id twice',
    { 'users.csv': 'id,username\nu1,ann\nu2,bob\nu1,cy\nu1,dee\n' },
    ['users.csv:4 id: the same id as on line 2', 'users.csv:5 id: the same id as on line 2'],
  ],
  [
    'the same username twice',
    { 'users.csv': 'id,username\nu1,ann\nu2,ann\n' },
    ['users.csv:3 username: the same username as on line 2'],
  ],
  [
    'the same pair twice',
    enrollments('u1,c1,,,,,,\nu2,c1,,,,,,\nu1,c1,,,,,,'),
    ['enrollments.csv:4: the same user and course as on line 2'],
  ],
  [
    'the same catalog item twice',
    {
      'courses.csv': courses,
      'catalogs.csv': 'id,name\nk1,K\n',
      'catalog_items.csv': 'catalog,course\nk1,c1\nk1,c1\n',
    },
    ['catalog_items.csv:3: the same catalog and course as on line 2'],
  ],
  [
    'an unknown user',
    enrollments('u9,c1,,,,,,'),
    ['enrollments.csv:2 user: “u9” is neither in users.csv nor in the database'],
  ],
  [
    'an unknown id of another case',
    enrollments('U1,c1,,,,,,'),
    ['enrollments.csv:2 user: “U1” is neither in users.csv nor in the database'],
  ],
  [
    'an unknown branch, manager and parent',
    {
      'branches.csv': 'id,name,parent\nb1,B,b9\n',
      'users.csv': 'id,username,branch,manager\nu1,ann,b8,u9\n',
    },
    [
      'branches.csv:2 parent: “b9” is neither in branches.csv nor in the database',
      'users.csv:2 branch: “b8” is neither in branches.csv nor in the database',
      'users.csv:2 manager: “u9” is neither in users.csv nor in the database',
    ],
  ],
  [
    'an unknown course in a catalog',
    { 'catalogs.csv': 'id,name\nk1,K\n', 'catalog_items.csv': 'catalog,course,plan\nk1,c9,\n' },
    ['catalog_items.csv:2 course: “c9” is neither in courses.csv nor in the database'],
  ],
  [
    'a ring of branches',
    { 'branches.csv': 'id,name,parent\na,A,c\nb,B,a\nc,C,b\nd,D,a\n' },
    [
      'branches.csv:2 parent: stands above itself: “a” under “c” under “b” under “a”',
      'branches.csv:3 parent: stands above itself: “b” under “a” under “c” under “b”',
      'branches.csv:4 parent: stands above itself: “c” under “b” under “a” under “c”',
    ],
  ],
  [
    'a category that is its own parent',
    { 'categories.csv': 'id,name,parent\na,A,a\n' },
    ['categories.csv:2 parent: stands above itself: “a” under “a”'],
  ],
  [
    'a quote that is never closed',
    { 'users.csv': 'id,username\nu1,ann\nu2,"bob\nu3,cy\n' },
    ['users.csv:3: a quoted cell is never closed'],
  ],
  [
    'text after a closing quote',
    { 'users.csv': 'id,username\nu1,"ann"e\n' },
    ['users.csv:2: text after a closing quote'],
  ],
  [
    'a quote inside a bare cell',
    { 'users.csv': 'id,username\nu1,an"n\n' },
    ['users.csv:2: a quote inside a cell that does not begin with one'],
  ],
  [
    'UTF-16',
    { 'users.csv': utf16(users, true) },
    ['users.csv:1: the file is UTF-16; CSV in UTF-8 is needed'],
  ],
  [
    'UTF-16 without its mark',
    { 'users.csv': utf16(users, false) },
    ['users.csv:1: the file is UTF-16; CSV in UTF-8 is needed'],
  ],
  [
    'a workbook',
    { 'users.csv': bytes([0x50, 0x4b, 3, 4, 20, 0]) },
    ['users.csv:1: the file is a ZIP archive or an Excel workbook; CSV in UTF-8 is needed'],
  ],
  [
    'Latin-1',
    { 'users.csv': bytes('id,username\nu1,ann\nu2,Ren', [0xe9], 'e\nu3,cy\n') },
    ['users.csv:3: not valid UTF-8'],
  ],
  [
    'a NUL byte',
    { 'users.csv': bytes('id,username\nu1,ann\nu2,b', [0], 'b\n') },
    ['users.csv:3: a NUL byte'],
  ],
];

describe('a bundle with', () => {
  it.each(cases)('T-54 %s is refused, and told why', async (_what, files, findings) => {
    const before = await contentOf(database);
    const told = await findingsIn(database, files);
    expect(told).toEqual(
      findings.map((finding) =>
        typeof finding === 'string' ? finding : expect.stringMatching(finding),
      ),
    );
    expect(await contentOf(database)).toEqual(before);
  });

  it('lines within quoted cells is told by the line of the file', async () => {
    const file = 'id,name\r\nc1,"one\r\ntwo\n\nthree"\r\n\r\nc2,"a\rb"\r\n,nameless\r\n';
    expect(await findingsIn(database, { 'courses.csv': file })).toEqual([
      'courses.csv:9 id: is empty, and required',
    ]);
  });

  it('something wrong in each of many places is told in the order of files and lines', async () => {
    const told = await findingsIn(database, {
      ...academy,
      'groups.csv': 'id,name\n,x\ng1,Night\ng1,Night\n',
      'courses.csv': 'id,name,type\nc1,Fire drill,film\nc2,First aid,\n',
      'branches.csv': 'id,name,parent\nacme,Acme,\nnorth,North,\nsouth,South,west\n',
    });
    expect(told).toEqual([
      'groups.csv:2 id: is empty, and required',
      'groups.csv:4 id: the same id as on line 3',
      'branches.csv:4 parent: “west” is neither in branches.csv nor in the database',
      'group_members.csv:3 group: “g2” is neither in groups.csv nor in the database',
      'group_members.csv:4 group: “g2” is neither in groups.csv nor in the database',
      'group_members.csv:5 group: “g2” is neither in groups.csv nor in the database',
      'courses.csv:2 type: “film” is not one of elearning, classroom, webinar',
    ]);
  });

  it("a file that can't be read says nothing false about references to it", async () => {
    const told = await findingsIn(database, {
      ...enrollments('u1,c1,,,,,,\nu9,c9,,,,,,'),
      'users.csv': 'id,"username\nu1,ann',
    });
    expect(told).toEqual([
      'users.csv:1: a quoted cell is never closed',
      'enrollments.csv:3 course: “c9” is neither in courses.csv nor in the database',
    ]);
  });

  it('a hundred findings listed counts them all', async () => {
    const rows = Array.from({ length: 12_345 }, (_, at) => `u${at},,x`).join('\n');
    const { findings, findingCount, applied } = await importFiles(database, {
      'users.csv': `id,username,status\n${rows}\n`,
      'courses.csv': 'id,name\nc1,\n',
    });
    expect(applied).toBe(false);
    expect(findings).toHaveLength(100);
    expect(findingCount).toBe(2 * 12_345 + 1);
  });

  it('many rows of one id counts each after the first', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => `u1,name${at}`).join('\n');
    const { findings, findingCount } = await importFiles(database, {
      'users.csv': `id,username\n${rows}\n`,
    });
    expect(findings).toHaveLength(100);
    expect(findingCount).toBe(299);
  });

  it("a cell that can't be read is told once, and not taken for the one above it", async () => {
    expect(
      await findingsIn(database, {
        'users.csv': 'id,username,branch\nu1,ann,b9\nu2,bob, b9\n',
      }),
    ).toEqual([
      'users.csv:2 branch: “b9” is neither in branches.csv nor in the database',
      'users.csv:3 branch: “ b9” begins or ends with a space',
    ]);
  });

  it('breaches found by comparison lists a hundred and counts them all', async () => {
    const rows = Array.from({ length: 7_000 }, (_, at) => `x${at},c1,,,,,,`).join('\n');
    const { findings, findingCount } = await importFiles(database, enrollments(rows));
    expect(findings).toHaveLength(100);
    expect(findings[99]?.line).toBe(101);
    expect(findingCount).toBe(7_000);
  });
});

describe('references', () => {
  it('may name what only the database has', async () => {
    await importFiles(database, academy);
    const { applied } = await importFiles(database, { 'group_members.csv': 'group,user\ng1,u3\n' });
    expect(applied).toBe(true);
  });

  it('see a ring that only bundle and database together make', async () => {
    await importFiles(database, academy);
    expect(
      await findingsIn(database, { 'branches.csv': 'id,name,parent\nacme,Acme,north\n' }),
    ).toEqual(['branches.csv:2 parent: stands above itself: “acme” under “north” under “acme”']);
  });
});
