/** Power users by CSV, and the authority as files: what is taken, told and audited, and everything that is refused. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { createSite } from '../../server/command/create-site.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { exportAuthority } from '../../server/connect/authority/export-authority.ts';
import {
  type AuthorityImportOptions,
  importAuthority,
} from '../../server/connect/authority/import-authority.ts';
import { all, auditOf, openAcademy, refused, stateOf } from './command-world.ts';
import { bundleOf } from './import-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
  for (const name of ['Reader', 'Viewer']) await createProfile(occasion, { name });
  const selections = { people: { mode: 'all' }, courses: { mode: 'all' } };
  await createDataset(occasion, { name: 'Everything', selections });
  await createSite(occasion, {
    ...{ id: 'acme', name: 'Acme', origins: ['https://acme.example'], ceiling: 'Everything' },
  });
});
afterEach(() => occasion.database.close());

const take = (files: Record<string, string>, options: AuthorityImportOptions = {}) =>
  importAuthority(occasion, bundleOf(files), options);
const people = (text: string, options: AuthorityImportOptions = {}) =>
  take({ 'power-users.csv': text }, options);
const held = () =>
  all(
    occasion.database,
    `SELECT u.username, u.level, (SELECT group_concat(p.name, '|' ORDER BY p.name) FROM grants g
      JOIN profiles p ON p.id = g.profile_id WHERE g.power_user_id = u.id) FROM users u ORDER BY u.id`,
  );

describe('power users by CSV', () => {
  it('PU-106 PU-107 PU-108 makes them with the profiles that are named, as the LMS spells its header', async () => {
    const text = 'Username;Level;Profile Name\r\nomar;poweruser;Viewer|Reader\r\nmaria;;Reader\r\n';
    const { applied, rows } = await people(text);
    expect(applied).toBe(true);
    expect(rows.map(({ line, row, change }) => [line, row, change])).toEqual([
      [2, 'u-omar', 'added'],
      [3, 'u-maria', 'changed'],
    ]);
    expect((await held()).slice(0, 2)).toEqual([
      ['maria', 'power_user', 'Reader'],
      ['omar', 'power_user', 'Reader|Viewer'],
    ]);
    const told = (await auditOf(occasion)).filter(({ action }) => action === 'authority.import');
    expect(told).toMatchObject([
      {
        subject: 'power_user:u-omar',
        before: null,
        after: { 'power-users': [{ profile_name: 'Reader|Viewer' }] },
      },
      { subject: 'power_user:u-maria', before: { 'power-users': [{ profile_name: '' }] } },
    ]);
  });

  it('PU-106 changes nothing the second time, and tells so', async () => {
    const text = 'username,profile_name\nomar,Reader\n';
    await people(text);
    const [state, versions] = [
      await stateOf(occasion),
      await all(occasion.database, 'SELECT * FROM versions'),
    ];
    const { rows } = await people(text);
    expect(rows.map(({ change }) => change)).toEqual(['unchanged']);
    expect(await stateOf(occasion)).toEqual(state);
    expect(await all(occasion.database, 'SELECT * FROM versions')).toEqual(versions);
  });

  it('keeps what a file has no column for, and takes everything from whom it makes a user', async () => {
    await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['Viewer'] });
    await people('id,level\nu-maria,poweruser\nu-ines,user\n');
    expect(await held()).toMatchObject([
      ['maria', 'power_user', 'Viewer'],
      ['omar', 'user', null],
      ['root', 'superadmin', null],
      ['ines', 'user', null],
    ]);
  });

  it('takes away with replace whom the file does not name, and without it nobody', async () => {
    await people('id\nu-maria\n');
    expect((await held())[3]).toEqual(['ines', 'power_user', null]);
    const { rows } = await people('id\nu-maria\n', { replace: true });
    expect(rows.find(({ change }) => change === 'removed')).toMatchObject({
      row: 'u-ines',
      because: 'the files do not name it',
    });
    expect((await held())[3]).toEqual(['ines', 'user', null]);
  });

  it('PU-109 gives each the branch that they sit in, alone or with what lies below, as a dataset of their own', async () => {
    await people('username,profile_name\nomar,Reader\n', { branches: 'branch' });
    await people('username\nmaria\n', { branches: 'branch_and_below' });
    const items = `SELECT d.name, d.owner_id, b.key, i.descendants FROM dataset_items i
      JOIN datasets d ON d.id = i.dataset_id JOIN branches b ON b.id = i.item_id ORDER BY 1`;
    expect(await all(occasion.database, items)).toEqual([
      ['Branch of maria', 1, 'B1', 1],
      ['Branch of omar', 2, 'B2', 0],
    ]);
    expect(
      await all(occasion.database, 'SELECT power_user_id FROM dataset_assignments ORDER BY 1'),
    ).toEqual([[1], [2]]);
    const { findings } = await people('username\nines\n', { branches: 'branch' });
    expect(findings[0]?.reason).toContain('sits in no branch');
  });

  it('tells with a dry run what would change, and changes nothing', async () => {
    const state = await stateOf(occasion);
    const { applied, rows } = await people('username,profile_name\nomar,Reader\n', {
      dryRun: true,
    });
    expect([applied, rows.map(({ change }) => change)]).toEqual([false, ['added']]);
    expect(await stateOf(occasion)).toEqual(state);
  });
});

describe('what is refused, with its place, and nothing is written', () => {
  const eleven = Array.from({ length: 11 }, (_, at) => `P${at}`).join('|');
  it.each<[string, Record<string, string>, string]>([
    [
      'PU-108 | as the separator',
      { 'power-users.csv': 'username|level\nomar|poweruser\n' },
      'power-users.csv:1 -: the | parts the names of profiles',
    ],
    [
      'PU-022 PU-106 an eleventh profile',
      { 'power-users.csv': `username,profile_name\nomar,${eleven}\n` },
      'at most 10 profiles, not 11',
    ],
    [
      'PU-107 an unknown level',
      { 'power-users.csv': 'username,level\nomar,boss\n' },
      'power-users.csv:2 level: “boss” is not one of poweruser',
    ],
    [
      'an unknown profile',
      { 'power-users.csv': 'username,profile_name\nomar,Nope\n' },
      'power-users.csv:2 profile_name: there is no profile “Nope”',
    ],
    [
      'an unknown person',
      { 'power-users.csv': 'username\nnobody\n' },
      'power-users.csv:2 username: nobody has the username “nobody”',
    ],
    [
      'somebody twice',
      { 'power-users.csv': 'username\nomar\nomar\n' },
      'power-users.csv:3 -: the same id as on line 2',
    ],
    ['a superadmin', { 'power-users.csv': 'username\nroot\n' }, 'is a superadmin'],
    [
      'an unknown column',
      { 'power-users.csv': 'username,color\nomar,red\n' },
      'power-users.csv:1 color: no such column',
    ],
    [
      'an unknown file',
      { 'powerusers.csv': 'username\nomar\n' },
      'no file of the authority has this name',
    ],
    [
      'an open quote',
      { 'profiles.csv': 'name,description\n"A,b\n' },
      'profiles.csv:2 -: a quoted cell is never closed',
    ],
    [
      'an unknown permission',
      { 'profiles.csv': 'name,permissions\nA,reports.fly\n' },
      'profiles.csv:2 permissions: there is no permission “reports.fly”',
    ],
    [
      'PU-027 a character that no profile has',
      { 'profiles.csv': 'name\nA=B\n' },
      "profiles.csv:2 name: A name can't contain =",
    ],
    [
      'an item that is not there',
      {
        'datasets.csv': 'name,people\nD,subset\n',
        'dataset-items.csv': 'dataset,kind,id\nD,user,u-none\n',
      },
      'dataset-items.csv:2 id: there is no user “u-none”',
    ],
    [
      'an item of no dataset',
      { 'dataset-items.csv': 'dataset,kind,id\nNone,user,u-omar\n' },
      'there is no dataset “None”',
    ],
    [
      'a rule with an unknown field',
      {
        'datasets.csv': 'name,people\nD,subset\n',
        'dataset-rules.csv':
          'dataset,axis,number,match,field,operator,value\nD,people,1,all,salary,equals,1\n',
      },
      'there is no field "salary"',
    ],
    [
      'rules that do not agree',
      {
        'datasets.csv': 'name,people\nD,subset\n',
        'dataset-rules.csv':
          'dataset,axis,number,match,field,operator,value\nD,people,1,all,username,equals,a\nD,people,2,any,username,equals,b\n',
      },
      'dataset-rules.csv:3 match: is “all”',
    ],
    [
      'SKY-018 a sensitive placeholder',
      {
        'datasets.csv': 'name,people\nD,subset\n',
        'dataset-rules.csv':
          'dataset,axis,number,match,field,operator,value\nD,people,1,all,username,equals,{power_user.gender}\n',
      },
      'is sensitive',
    ],
    [
      'an automation without a rule',
      {
        'automations.csv': 'name,profile\nA,Reader\n',
        'automation-datasets.csv': 'automation,dataset\nA,Everything\n',
      },
      'has no rule',
    ],
    [
      'a time in no calendar',
      { 'assignments.csv': 'power_user,dataset,valid_until\nu-maria,Everything,2026-02-31\n' },
      'assignments.csv:2 valid_until: “2026-02-31” is no ISO 8601',
    ],
  ])('%s', async (_, files, told) => {
    for (let at = 0; at < 11; at += 1) await createProfile(occasion, { name: `P${at}` });
    const state = await stateOf(occasion);
    const { applied, findings } = await take(files);
    expect(applied).toBe(false);
    const places = findings.map(
      ({ file, line, column, reason }) => `${file}:${line} ${column ?? '-'}: ${reason}`,
    );
    expect(places.join('\n')).toContain(told);
    expect(await stateOf(occasion)).toEqual(state);
  });

  it('the removal of a ceiling, and of anything that others need', async () => {
    const { findings } = await take({ 'datasets.csv': 'name\n' }, { replace: true });
    expect(findings.map(({ reason }) => reason)).toEqual([
      'acme: there is no dataset “Everything”, or none any more',
    ]);
  });

  it('everything, with the first hundred findings told and all counted', async () => {
    const lines = Array.from({ length: 150 }, (_, at) => `nobody${at}`).join('\n');
    const { findings, findingCount } = await people(`username\n${lines}\n`);
    expect([findings.length, findingCount]).toEqual([100, 150]);
  });

  it('whoever is no administrator', async () => {
    const actor = { kind: 'operator', name: ' ' } as const;
    const attempt = importAuthority({ ...occasion, actor }, bundleOf({}));
    await refused(attempt, 'forbidden');
  });
});

describe('the files of an export', () => {
  it('are the same each time, sorted, and keep what looks like a formula as it is', async () => {
    await createProfile(occasion, { name: '-1 @home', description: '"quoted", \tand more' });
    await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['Viewer', 'Reader'] });
    await assignDataset(occasion, {
      powerUser: 'u-maria',
      dataset: 'Everything',
      validUntil: 0 + 86_400,
    });
    const files = await exportAuthority(occasion.database);
    expect(await exportAuthority(occasion.database)).toEqual(files);
    expect(files.get('power-users.csv')).toBe(
      'id,username,level,profile_name,promoted_by\nu-ines,ines,poweruser,,\nu-maria,maria,poweruser,Reader|Viewer,\n',
    );
    expect(files.get('assignments.csv')).toBe(
      'power_user,dataset,valid_from,valid_until\nu-maria,Everything,,1970-01-02T00:00:00Z\n',
    );
    expect(files.get('profiles.csv')).toContain('-1 @home,"""quoted"", and more",\n');
    const { rows } = await take(Object.fromEntries(files), { replace: true });
    expect(rows.map(({ change }) => change)).not.toContain('changed');
  });

  it('keep who gave what on behalf of whom', async () => {
    await occasion.database.write([
      sql`INSERT INTO profile_resources (power_user_id, profile_id) SELECT 1, id FROM profiles WHERE name = 'Reader'`,
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at, granted_by) SELECT 4, id, 0, 1 FROM profiles WHERE name = 'Reader'`,
      sql`UPDATE users SET promoted_by = 1 WHERE id = 4`,
    ]);
    const files = await exportAuthority(occasion.database);
    expect(files.get('delegations.csv')).toBe(
      'power_user,profile,use,given_by\nu-ines,Reader,hold,u-maria\nu-maria,Reader,pass_on,\n',
    );
    await occasion.database.write([sql`DELETE FROM grants`, sql`DELETE FROM profile_resources`]);
    expect((await take(Object.fromEntries(files))).applied).toBe(true);
    expect(await exportAuthority(occasion.database)).toEqual(files);
  });
});
