/** Promoting and demoting, and the overview of what a power user holds and may do. */
import { beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { describePowerUser } from '../../server/command/describe-power-user.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { findPerson, readPowerUsers } from '../../server/command/power-user-record.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { all, auditOf, openAcademy, openAcademyTwice, refused, stateOf } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});

const powerUser = 'u-maria';

async function equip(): Promise<void> {
  await createProfile(occasion, {
    name: 'Reader',
    permissions: ['reports.view', 'enrollments.view'],
  });
  await createProfile(occasion, {
    name: 'Exporter',
    permissions: ['reports.export', 'reports.view'],
  });
  await grantProfile(occasion, { powerUser, profiles: ['Reader', 'Exporter'] });
  await createDataset(occasion, { name: 'Shared', selections: { people: { mode: 'all' } } });
  await createDataset(occasion, { name: "Maria's own", owner: powerUser });
  await assignDataset(occasion, { powerUser, dataset: 'Shared', validUntil: 2_000_000_000 });
}

describe('promoting', () => {
  it('PU-006 makes a user a power user who holds nothing yet, and PU-010 lists them', async () => {
    const promoted = await promotePowerUser(occasion, { powerUser: 'u-omar' });
    expect(promoted).toMatchObject({ level: 'power_user', profiles: [], datasets: [] });
    const listed = await readPowerUsers(occasion.database);
    expect(listed.map(({ username }) => username)).toEqual(['ines', 'maria', 'omar']);
    expect(await auditOf(occasion)).toMatchObject([
      {
        action: 'power_user.promote',
        subject: 'power_user:u-omar',
        before: { level: 'user' },
        after: { level: 'power_user' },
      },
    ]);
  });

  it('PU-006 leaves a power user as they are, without an audit row', async () => {
    const before = await stateOf(occasion);
    await promotePowerUser(occasion, { powerUser });
    expect(await stateOf(occasion)).toEqual(before);
  });

  it('refuses a superadmin, nobody, and what is no id', async () => {
    await refused(promotePowerUser(occasion, { powerUser: 'u-root' }), 'unprocessable');
    await refused(promotePowerUser(occasion, { powerUser: 'u-nobody' }), 'not-found');
    await refused(promotePowerUser(occasion, { powerUser: 2 }), 'unprocessable');
    await refused(promotePowerUser(occasion, { powerUser: ['u-omar'] }), 'unprocessable');
    await refused(
      promotePowerUser(occasion, { powerUser: 'u-omar', level: 'superadmin' }),
      'unprocessable',
    );
    expect(await all(occasion.database, 'SELECT level FROM users WHERE id = 2')).toEqual([
      ['user'],
    ]);
  });

  it('finds people by their exact username', async () => {
    expect(await findPerson(occasion.database, 'omar')).toBe('u-omar');
    for (const name of ['Omar', 'omar ', '%', 'u-omar', '']) {
      await refused(findPerson(occasion.database, name), 'not-found');
    }
  });
});

describe('demoting', () => {
  it('PU-011 PU-012 removes every profile and every dataset, the private ones wholly, and says so in the audit', async () => {
    await equip();
    const held = await demotePowerUser(occasion, { powerUser });
    expect(held).toMatchObject({
      profiles: ['Exporter', 'Reader'],
      datasets: [{ name: "Maria's own" }, { name: 'Shared' }],
      privateDatasets: ["Maria's own"],
    });
    expect(await all(occasion.database, 'SELECT * FROM grants')).toEqual([]);
    expect(await all(occasion.database, 'SELECT * FROM dataset_assignments')).toEqual([]);
    expect(await all(occasion.database, 'SELECT name FROM datasets')).toEqual([['Shared']]);
    expect((await auditOf(occasion)).at(-1)).toMatchObject({
      action: 'power_user.demote',
      before: { level: 'power_user', profiles: ['Exporter', 'Reader'] },
      after: { level: 'user', profiles: [], datasets: [], privateDatasets: [] },
    });
  });

  it('PU-012 gives nothing back when somebody is promoted again', async () => {
    await equip();
    await demotePowerUser(occasion, { powerUser });
    expect(await promotePowerUser(occasion, { powerUser })).toMatchObject({
      profiles: [],
      datasets: [],
    });
  });

  it('PU-012 refuses a user and a superadmin', async () => {
    await refused(demotePowerUser(occasion, { powerUser: 'u-omar' }), 'unprocessable');
    await refused(demotePowerUser(occasion, { powerUser: 'u-root' }), 'unprocessable');
    await refused(demotePowerUser(occasion, { powerUser: 'u-nobody' }), 'not-found');
  });

  it('PU-012 T-47 leaves nobody with rights who is demoted while rights are given', async () => {
    const { one, other, close } = await openAcademyTwice();
    for (let index = 0; index < 8; index++) {
      await createProfile(one, { name: `P${index}` });
      await createDataset(one, { name: `D${index}` });
    }
    await Promise.allSettled([
      ...Array.from({ length: 8 }, (_, index) =>
        grantProfile(other, { powerUser, profiles: [`P${index}`] }),
      ),
      demotePowerUser(one, { powerUser }),
      ...Array.from({ length: 8 }, (_, index) =>
        assignDataset(other, { powerUser, dataset: `D${index}` }),
      ),
    ]);
    expect(await all(one.database, 'SELECT level FROM users WHERE id = 1')).toEqual([['user']]);
    expect(await all(one.database, 'SELECT * FROM grants')).toEqual([]);
    expect(await all(one.database, 'SELECT * FROM dataset_assignments')).toEqual([]);
    close();
  });
});

describe('the overview', () => {
  it('PU-036 PU-082 tells profiles, datasets, and exactly which permissions follow and why', async () => {
    await equip();
    const overview = await describePowerUser(occasion.database, powerUser, occasion.nowSeconds);
    expect(overview.powerUser.profiles).toEqual(['Exporter', 'Reader']);
    expect(overview.recap).toEqual({
      inForce: [
        { id: 'reports.view', profiles: ['Exporter', 'Reader'], impliedBy: [] },
        { id: 'reports.export', profiles: ['Exporter'], impliedBy: [] },
      ],
      idle: [{ id: 'enrollments.view', lacks: ['courses.view'] }],
    });
    expect(overview.datasets).toMatchObject([
      { name: "Maria's own", owner: powerUser, selections: {}, validUntil: null },
      { name: 'Shared', owner: null, selections: { people: 'all' }, validUntil: 2_000_000_000 },
    ]);
  });

  it('PU-036 is empty for somebody who holds nothing, and there is none for a user', async () => {
    expect(await describePowerUser(occasion.database, 'u-ines', occasion.nowSeconds)).toMatchObject(
      {
        recap: { inForce: [], idle: [] },
        datasets: [],
      },
    );
    await refused(
      describePowerUser(occasion.database, 'u-omar', occasion.nowSeconds),
      'unprocessable',
    );
    await refused(
      describePowerUser(occasion.database, 'u-nobody', occasion.nowSeconds),
      'not-found',
    );
  });
});
