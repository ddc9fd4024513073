/** Profiles from both sides: made, changed, removed, granted and revoked; and everything that is refused. */
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Occasion } from '../../server/command/change.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { describePowerUser } from '../../server/command/describe-power-user.ts';
import { editProfile } from '../../server/command/edit-profile.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { listProfiles } from '../../server/command/list-profiles.ts';
import { removeProfile } from '../../server/command/remove-profile.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { catalogue } from '../../shared/permission/catalogue.ts';
import {
  all,
  auditOf,
  now,
  openAcademy,
  openAcademyTwice,
  refused,
  stateOf,
} from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});

const create = (input: unknown) => createProfile(occasion, input);
const reader = { name: 'Reader', permissions: ['reports.view'] };
const grant = (...profiles: string[]) => grantProfile(occasion, { powerUser: 'u-maria', profiles });
const epochOf = async (userId: number) =>
  Number(
    (await all(occasion.database, `SELECT epoch FROM epochs WHERE user_id = ${userId}`))[0]?.[0] ??
      0,
  );

describe('making a profile', () => {
  it('PU-019 holds any combination of permissions across areas, and PU-025 needs no description', async () => {
    const { profile } = await create({
      name: 'Reader',
      permissions: ['reports.view', 'users.view', 'insights.view'],
    });
    expect(profile).toEqual({
      name: 'Reader',
      description: '',
      permissions: ['insights.view', 'reports.view', 'users.view'],
      holders: [],
    });
  });

  it('leaves an audit row that says who, what, and before and after', async () => {
    await create({ ...reader, description: 'Looks' });
    expect(await auditOf(occasion)).toEqual([
      {
        at: now,
        actor: 'operator: superadmin via test',
        action: 'profile.create',
        subject: 'profile:Reader',
        before: null,
        after: { name: 'Reader', description: 'Looks', permissions: ['reports.view'], holders: [] },
      },
    ]);
  });

  it('PU-024 refuses an actor of any other kind, and one without a name', async () => {
    for (const actor of [
      { kind: 'power_user', name: 'maria' },
      { kind: '__proto__', name: 'x' },
      { kind: 'operator', name: ' ' },
    ]) {
      const attempt = createProfile({ ...occasion, actor: actor as never }, reader);
      await refused(attempt, 'forbidden');
    }
    expect(await all(occasion.database, 'SELECT * FROM profiles')).toEqual([]);
  });

  it.each(['<', '>', '\\', '|', '/', '=', '+'])(
    'PU-027 refuses a name with %s',
    async (character) => {
      const { places } = await refused(
        create({ ...reader, name: `Re${character}ader` }),
        'unprocessable',
      );
      expect(places).toEqual([{ field: 'name', message: `A name can't contain ${character}` }]);
    },
  );

  it.each([
    ['empty', ''],
    ['blank', ' \u00a0'],
    ['missing', undefined],
    ['a number', 7],
    ['a list', ['Reader']],
    ['turned round', 'Read\u202eer'],
    ['with a control character', 'Read\u0000er'],
    ['too long', 'x'.repeat(121)],
  ])('PU-025 refuses a name that is %s', async (_what, name) => {
    const { places } = await refused(create({ ...reader, name }), 'unprocessable');
    expect(places.map(({ field }) => field)).toEqual(['name']);
  });

  it.each([
    "Chef d'équipe; DROP TABLE profiles --",
    'مدير',
    'Führung & Team (Süd) "1"',
    'x'.repeat(120),
  ])('PU-025 takes the name %s as it is', async (name) => {
    expect((await create({ ...reader, name })).profile.name).toBe(name);
  });

  it('PU-026 makes a description harmless and keeps its words', async () => {
    const { profile } = await create({
      ...reader,
      description: '  <img src=x onerror=alert(1)>\n fewer than 5 < 10\u0000\u202e  ',
    });
    expect(profile.description).toBe('‹img src=x onerror=alert(1)› fewer than 5 ‹ 10');
  });

  it('PU-025 reads names that look equal as equal', async () => {
    await create({ ...reader, name: 'Cafe\u0301  team' });
    await refused(create({ ...reader, name: ' Caf\u00e9 team ' }), 'unprocessable');
    await removeProfile(occasion, { profile: 'Cafe\u0301 team' });
  });

  it('PU-019 names each unknown permission, and makes nothing', async () => {
    const permissions = [
      'reports.view',
      'reports.veiw',
      '__proto__',
      'constructor',
      'Reports.View',
    ];
    const { message } = await refused(create({ ...reader, permissions }), 'unprocessable');
    for (const id of permissions.slice(1)) expect(message).toContain(`no permission "${id}"`);
    expect(await all(occasion.database, 'SELECT * FROM profiles')).toEqual([]);
  });

  it('T-52 refuses fields that a profile does not have', async () => {
    const strange = JSON.parse(
      '{"name":"Reader","tenantId":1,"__proto__":{"permissions":["users.view"]}}',
    );
    const { message } = await refused(create(strange), 'unprocessable');
    expect(message).toContain('tenantId');
    expect(message).toContain('__proto__');
    for (const input of [null, [], 'Reader', 3]) await refused(create(input), 'unprocessable');
  });

  it('PERM-032 stores and shows what a permission brings along', async () => {
    const { profile, broughtAlong } = await create({
      name: 'Rules',
      permissions: ['enrollments.manage_rules', 'enrollments.view'],
    });
    const along = ['activate', 'create', 'manage_learning_plans'].map(
      (name) => `enrollments.${name}`,
    );
    expect(broughtAlong).toEqual(along);
    expect(profile.permissions).toEqual(
      [...along, 'enrollments.manage_rules', 'enrollments.view'].toSorted(),
    );
  });

  it('PU-030 takes a whole area at once, and refuses an area that is none', async () => {
    const { profile } = await create({ name: 'Reports', areas: ['reports'] });
    expect(profile.permissions).toEqual(['reports.edit', 'reports.export', 'reports.view']);
    await refused(create({ name: 'Other', areas: ['everything'] }), 'unprocessable');
  });

  it('PU-023 SKY-001 has no limit on the number of profiles', async () => {
    for (let index = 0; index < 120; index++) await create({ ...reader, name: `Profile ${index}` });
    expect(await listProfiles(occasion.database)).toHaveLength(120);
  });

  it('PU-019 holds the whole catalogue', async () => {
    const ids = catalogue.map(({ id }) => id);
    const { profile } = await create({ name: 'All', permissions: ids });
    expect(profile.permissions).toEqual(ids.toSorted());
  });

  it('T-47 lets one of two equal names win when both are made at once', async () => {
    const { one, other, close } = await openAcademyTwice();
    const results = await Promise.allSettled(
      [one, other, one, other].map((side) => createProfile(side, reader)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await auditOf(one)).toHaveLength(1);
    close();
  });
});

describe('changing a profile', () => {
  beforeEach(async () => {
    await create(reader);
    await grant('Reader');
  });

  it('PU-020 changes what everyone who holds it may do, and moves their epoch', async () => {
    const before = await epochOf(1);
    const { profile } = await editProfile(occasion, { profile: 'Reader', add: ['reports.export'] });
    expect(profile.permissions).toEqual(['reports.export', 'reports.view']);
    expect(profile.holders).toEqual(['u-maria']);
    expect(await epochOf(1)).toBeGreaterThan(before);
  });

  it('PERM-032 keeps what was brought along when the permission that brought it goes', async () => {
    await editProfile(occasion, { profile: 'Reader', add: ['enrollments.manage_rules'] });
    const { profile } = await editProfile(occasion, {
      profile: 'Reader',
      remove: ['enrollments.manage_rules'],
    });
    expect(profile.permissions).toContain('enrollments.view');
    expect(profile.permissions).not.toContain('enrollments.manage_rules');
  });

  it('PERM-032 refuses to take away what a permission that stays brings along', async () => {
    await editProfile(occasion, { profile: 'Reader', add: ['enrollments.manage_rules'] });
    const attempt = editProfile(occasion, { profile: 'Reader', remove: ['enrollments.view'] });
    expect((await refused(attempt, 'unprocessable')).message).toBe(
      "enrollments.view can't be removed while enrollments.manage_rules brings it along",
    );
  });

  it('PU-030 takes an area away, and refuses to add and remove the same', async () => {
    await editProfile(occasion, { profile: 'Reader', addAreas: ['insights', 'reports'] });
    const { profile } = await editProfile(occasion, {
      profile: 'Reader',
      removeAreas: ['reports'],
    });
    expect(profile.permissions.every((id) => id.startsWith('insights.'))).toBe(true);
    const both = { profile: 'Reader', add: ['reports.view'], removeAreas: ['reports'] };
    await refused(editProfile(occasion, both), 'unprocessable');
  });

  it('PU-027 renames, but not to a name that is refused or taken', async () => {
    await create({ ...reader, name: 'Other' });
    await refused(editProfile(occasion, { profile: 'Reader', name: 'A/B' }), 'unprocessable');
    await refused(editProfile(occasion, { profile: 'Reader', name: 'Other' }), 'unprocessable');
    const { profile } = await editProfile(occasion, { profile: 'Reader', name: 'Watcher' });
    expect(profile).toMatchObject({ name: 'Watcher', holders: ['u-maria'] });
    await refused(editProfile(occasion, { profile: 'Reader' }), 'not-found');
  });

  it('writes nothing, and no audit row, when nothing changes', async () => {
    const before = await stateOf(occasion);
    await editProfile(occasion, { profile: 'Reader', name: 'Reader', add: ['reports.view'] });
    expect(await stateOf(occasion)).toEqual(before);
  });

  it('T-47 keeps both of two changes that are made at once', async () => {
    const { one, other, close } = await openAcademyTwice();
    await createProfile(one, reader);
    await Promise.all([
      editProfile(one, { profile: 'Reader', add: ['users.view'] }),
      editProfile(other, { profile: 'Reader', add: ['courses.view'] }),
    ]);
    const [profile] = await listProfiles(one.database);
    expect(profile?.permissions).toEqual(['courses.view', 'reports.view', 'users.view']);
    const [, first, second] = await auditOf(one);
    expect(second?.before).toEqual(first?.after);
    close();
  });

  it('PU-020 removes a profile with its grants, and says in the audit who held it', async () => {
    const before = await epochOf(1);
    const removed = await removeProfile(occasion, { profile: 'Reader' });
    expect(removed.holders).toEqual(['u-maria']);
    for (const table of ['profiles', 'profile_permissions', 'grants']) {
      expect(await all(occasion.database, `SELECT * FROM ${table}`)).toEqual([]);
    }
    expect(await epochOf(1)).toBeGreaterThan(before);
    expect((await auditOf(occasion)).at(-1)).toMatchObject({
      action: 'profile.remove',
      before: { holders: ['u-maria'] },
      after: null,
    });
    await refused(removeProfile(occasion, { profile: 'Reader' }), 'not-found');
  });
});

describe('granting a profile', () => {
  const names = (count: number) => Array.from({ length: count }, (_, index) => `P${index}`);
  const make = async (side: Occasion, count: number) => {
    for (const name of names(count)) await createProfile(side, { ...reader, name });
  };

  it('PU-021 PU-037 grants several at once, and the same again changes nothing', async () => {
    await make(occasion, 3);
    expect((await grant('P0', 'P2', 'P2')).profiles).toEqual(['P0', 'P2']);
    const before = await stateOf(occasion);
    await grant('P0');
    expect(await stateOf(occasion)).toEqual(before);
    expect((await grant('P0', 'P1')).profiles).toEqual(['P0', 'P1', 'P2']);
  });

  it('PU-022 grants a tenth profile and refuses an eleventh', async () => {
    await make(occasion, 11);
    expect((await grant(...names(10))).profiles).toHaveLength(10);
    const { message } = await refused(grant('P10'), 'unprocessable');
    expect(message).toContain('at most 10 profiles');
    await revokeProfile(occasion, { powerUser: 'u-maria', profiles: ['P0'] });
    expect((await grant('P10')).profiles).toHaveLength(10);
  });

  it('PU-022 refuses eleven at once and grants none of them', async () => {
    await make(occasion, 11);
    await refused(grant(...names(11)), 'unprocessable');
    expect(await all(occasion.database, 'SELECT * FROM grants')).toEqual([]);
  });

  it('PU-022 T-47 lets one of many grants of a tenth profile win when all come at once', async () => {
    const { one, other, close } = await openAcademyTwice();
    await make(one, 20);
    await grantProfile(one, { powerUser: 'u-maria', profiles: names(9) });
    const results = await Promise.allSettled(
      names(20)
        .slice(9)
        .map((name, index) =>
          grantProfile(index % 2 ? one : other, { powerUser: 'u-maria', profiles: [name] }),
        ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await all(one.database, 'SELECT count(*) FROM grants')).toEqual([[10]]);
    expect((await auditOf(one)).filter(({ action }) => action === 'profile.grant')).toHaveLength(2);
    close();
  });

  it('refuses a user, a superadmin, nobody, and an unknown profile', async () => {
    await make(occasion, 1);
    const to = (powerUser: unknown, profiles: unknown) =>
      grantProfile(occasion, { powerUser, profiles });
    expect((await refused(to('u-omar', ['P0']), 'unprocessable')).message).toContain('omar');
    await refused(to('u-root', ['P0']), 'unprocessable');
    await refused(to('u-nobody', ['P0']), 'not-found');
    expect((await refused(to('u-maria', ['P0', 'P9']), 'not-found')).message).toContain('"P9"');
    await refused(to('u-maria', []), 'unprocessable');
    await refused(to('u-maria', 'P0'), 'unprocessable');
    await refused(to(1, ['P0']), 'unprocessable');
    expect(await all(occasion.database, 'SELECT * FROM grants')).toEqual([]);
  });

  it('PU-038 revokes several, moves the epoch, and refuses what is not held', async () => {
    await make(occasion, 3);
    await grant('P0', 'P1');
    const before = await epochOf(1);
    const revoke = (...profiles: string[]) =>
      revokeProfile(occasion, { powerUser: 'u-maria', profiles });
    expect((await refused(revoke('P0', 'P2'), 'unprocessable')).message).toContain('"P2"');
    const after = await revoke('P0', 'P1');
    // PU-039: without any profile one is a power user still, until demoted.
    expect(after).toMatchObject({ level: 'power_user', profiles: [] });
    expect(await epochOf(1)).toBeGreaterThan(before);
  });

  it('PU-018 is the one way to a permission: nothing else ties permissions to anything', async () => {
    const tied = await all(
      occasion.database,
      `SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c
        WHERE t.type = 'table' AND c.name LIKE '%permission%'`,
    );
    expect(tied).toEqual([['profile_permissions', 'permission']]);
    const inForce = async () =>
      (
        await describePowerUser(occasion.database, 'u-maria', occasion.nowSeconds)
      ).recap.inForce.map(({ id }) => id);
    await create(reader);
    expect(await inForce()).toEqual([]);
    await grant('Reader');
    expect(await inForce()).toEqual(['reports.view']);
    await revokeProfile(occasion, { powerUser: 'u-maria', profiles: ['Reader'] });
    expect(await inForce()).toEqual([]);
  });
});

describe('the audit of a command', () => {
  it('T-53 fails the command when its audit row can not be written, and leaves nothing behind', async () => {
    await create(reader);
    const before = await stateOf(occasion);
    await occasion.database.write([
      sql`CREATE TRIGGER audit_is_full BEFORE INSERT ON audit_events
        BEGIN SELECT RAISE(ABORT, 'the audit is full'); END`,
    ]);
    await expect(create({ ...reader, name: 'Other' })).rejects.toThrow('the audit is full');
    await expect(grant('Reader')).rejects.toThrow('the audit is full');
    await expect(removeProfile(occasion, { profile: 'Reader' })).rejects.toThrow(
      'the audit is full',
    );
    await expect(editProfile(occasion, { profile: 'Reader', add: ['users.view'] })).rejects.toThrow(
      'the audit is full',
    );
    expect(await stateOf(occasion)).toEqual(before);
    await occasion.database.write([sql`DROP TRIGGER audit_is_full`]);
    await grant('Reader');
    expect(await auditOf(occasion)).toHaveLength(2);
  });
});
