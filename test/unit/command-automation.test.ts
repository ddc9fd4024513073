/** Automations from both sides: whom they promote and what they give, what they take back, and what is refused. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { readAutomations } from '../../server/command/automation-record.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createAutomation } from '../../server/command/create-automation.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { disableAutomation } from '../../server/command/disable-automation.ts';
import { editAutomation } from '../../server/command/edit-automation.ts';
import { enableAutomation } from '../../server/command/enable-automation.ts';
import { findTrouble } from '../../server/command/find-trouble.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { previewAutomation } from '../../server/command/preview-automation.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { removeAutomation } from '../../server/command/remove-automation.ts';
import { removeDataset } from '../../server/command/remove-dataset.ts';
import { removeProfile } from '../../server/command/remove-profile.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { settleAutomations } from '../../server/command/settle-automations.ts';
import { personKeys } from '../../server/data/keys.ts';
import { userFields, userFieldValues, users } from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import { all, auditOf, openAcademy, openAcademyTwice, refused, stateOf } from './command-world.ts';

let occasion: Occasion;
beforeEach(async () => {
  occasion = await furnished(await openAcademy());
});
afterEach(() => occasion.database.close());

/** Omar (2, a user) and Maria (1, a power user by hand) are franchise owners, and so is the superadmin. */
async function furnished(academy: Occasion): Promise<Occasion> {
  const { orm } = academy.database;
  await orm.insert(userFields).values({ id: 1, key: 'job', name: 'Job' });
  for (const [id, username] of Object.entries({ 1: 'maria', 2: 'omar', 3: 'root', 4: 'ines' })) {
    const names = { firstName: '', lastName: '', username, email: null };
    await orm
      .update(users)
      .set(personKeys(names))
      .where(sql`id = ${Number(id)}`);
    if (id !== '4') await setJob(academy, Number(id), 'Franchise Owner, north');
  }
  await createProfile(academy, { name: 'Reader', permissions: ['reports.view'] });
  await createProfile(academy, { name: 'Viewer', permissions: ['reports.view'] });
  const selections = { people: { mode: 'all' }, courses: { mode: 'all' } };
  for (const name of ['A', 'B']) await createDataset(academy, { name, selections });
  return academy;
}

const setJob = ({ database }: Occasion, userId: number, value: string) =>
  database.orm
    .insert(userFieldValues)
    .values({ userId, fieldId: 1, value, valueKey: fold(value) })
    .onConflictDoUpdate({
      target: [userFieldValues.userId, userFieldValues.fieldId],
      set: { value, valueKey: fold(value) },
    });

const owners = {
  match: 'all',
  rules: [{ field: 'field:job', operator: 'contains', value: 'franchise owner' }],
};
const create = (more = {}) =>
  createAutomation(occasion, {
    name: 'Owners',
    enabled: true,
    profile: 'Reader',
    datasets: ['A'],
    rules: owners,
    ...more,
  });

/** Who is what, and holds what because of whom. */
const rights = async () => ({
  levels: Object.fromEntries(await all(occasion.database, 'SELECT username, level FROM users')),
  gifts: await all(
    occasion.database,
    `SELECT u.username, coalesce(a.name, 'none') FROM automation_gifts g
      JOIN users u ON u.id = g.user_id LEFT JOIN automations a ON a.id = g.automation_id
      ORDER BY u.username, g.automation_id`,
  ),
});
const before = { maria: 'power_user', omar: 'user', root: 'superadmin', ines: 'power_user' };
const promoted = { ...before, omar: 'power_user' };

describe('an automation', () => {
  it('SKY-023 SKY-026 makes power users of whoever matches, who hold its profile and datasets, and never touches a superadmin', async () => {
    const { automation, settled } = await create({ datasets: ['B', 'A'] });
    expect(automation).toMatchObject({ profile: 'Reader', datasets: ['A', 'B'], enabled: true });
    expect(settled.gained.map(({ person }) => person)).toEqual(['u-maria', 'u-omar']);
    expect(await rights()).toEqual({
      levels: promoted,
      gifts: [
        ['maria', 'Owners'],
        ['omar', 'Owners'],
      ],
    });
  });

  it('SKY-024 has a name and is not enabled unless that is said; then it gives, and once disabled takes back', async () => {
    await create({ enabled: false });
    expect(await rights()).toEqual({ levels: before, gifts: [] });
    await enableAutomation(occasion, { automation: 'Owners' });
    expect((await rights()).levels).toEqual(promoted);
    const { settled } = await disableAutomation(occasion, { automation: 'Owners' });
    expect(settled.lost.map(({ person }) => person)).toEqual(['u-maria', 'u-omar']);
    expect(await rights()).toEqual({ levels: before, gifts: [] });
  });

  it('SKY-027 takes back what it gave when somebody stops matching, and gives when somebody begins to', async () => {
    await create();
    await setJob(occasion, 2, 'Clerk');
    await setJob(occasion, 4, 'FRANCHISE OWNER');
    const { gained, lost } = await settleAutomations(occasion);
    expect([gained, lost]).toEqual([
      [{ person: 'u-ines', automation: 'Owners' }],
      [{ person: 'u-omar', automation: 'Owners' }],
    ]);
    expect((await rights()).levels).toEqual(before);
  });

  it('SKY-027 takes back nothing else: what is held by hand stays, and with it the level for as long', async () => {
    await create();
    await grantProfile(occasion, { powerUser: 'u-omar', profiles: ['Viewer'] });
    await assignDataset(occasion, { powerUser: 'u-omar', dataset: 'A' });
    await removeAutomation(occasion, { automation: 'Owners' });
    expect(await rights()).toEqual({ levels: promoted, gifts: [] });
    expect(await all(occasion.database, 'SELECT * FROM dataset_assignments')).toHaveLength(1);
    await revokeProfile(occasion, { powerUser: 'u-omar', profiles: ['Viewer'] });
    await settleAutomations(occasion);
    expect((await rights()).levels).toEqual(promoted);
    await occasion.database.write([sql`DELETE FROM dataset_assignments`]);
    await settleAutomations(occasion);
    expect((await rights()).levels).toEqual(before);
  });

  it('SKY-027 leaves the level to who was promoted by hand as well', async () => {
    await create();
    await promotePowerUser(occasion, { powerUser: 'u-omar' });
    await disableAutomation(occasion, { automation: 'Owners' });
    expect(await rights()).toEqual({ levels: promoted, gifts: [] });
  });

  it('SKY-027 leaves what another automation gives too', async () => {
    await create();
    await create({ name: 'Others', datasets: ['B'] });
    const { settled } = await removeAutomation(occasion, { automation: 'Owners' });
    expect(settled.lost).toHaveLength(2);
    expect(await rights()).toEqual({
      levels: promoted,
      gifts: [
        ['maria', 'Others'],
        ['omar', 'Others'],
      ],
    });
  });

  it('gives what it has by now, once it is edited', async () => {
    await create();
    const { automation, settled } = await editAutomation(occasion, {
      automation: 'Owners',
      name: 'Bosses',
      profile: 'Viewer',
      datasets: ['B'],
      rules: { match: 'any', rules: [{ field: 'branch', operator: 'equals', value: 'sales' }] },
    });
    expect(automation).toMatchObject({ name: 'Bosses', profile: 'Viewer', datasets: ['B'] });
    expect(settled).toMatchObject({ gained: [], lost: [{ person: 'u-omar' }] });
    const [[told] = []] = await all(occasion.database, 'SELECT told FROM automation_gifts');
    expect(JSON.parse(String(told))).toEqual({
      automation: 'Bosses',
      profile: 'Viewer',
      datasets: ['B'],
    });
  });

  it('leaves an audit row for each person who gains or loses, with who settled it', async () => {
    await create();
    await disableAutomation(occasion, { automation: 'Owners' });
    const told = (await auditOf(occasion)).filter(({ action }) => action === 'automation.settle');
    const gift = { automation: 'Owners', profile: 'Reader', datasets: ['A'] };
    const omar = { level: 'user', gifts: [] };
    expect(told.filter(({ subject }) => subject === 'power_user:u-omar')).toMatchObject([
      {
        actor: 'operator: superadmin via test',
        before: omar,
        after: { level: 'power_user', gifts: [gift] },
      },
      { before: { level: 'power_user', gifts: [gift] }, after: omar },
    ]);
    expect(told).toHaveLength(4);
  });

  it('moves the epoch of whom it concerns, also when what it gives changes, and of nobody else', async () => {
    const epochs = async () =>
      Object.fromEntries(await all(occasion.database, 'SELECT user_id, epoch FROM epochs'));
    await create();
    let last = await epochs();
    for (const change of [
      sql`INSERT INTO profile_permissions (profile_id, permission) SELECT id, 'users.view' FROM profiles WHERE name = 'Reader'`,
      sql`UPDATE dataset_selections SET mode = 'none' WHERE axis = 'people' AND dataset_id = (SELECT id FROM datasets WHERE name = 'A')`,
      sql`INSERT INTO dataset_items (dataset_id, kind, item_id) SELECT id, 'user', 1 FROM datasets WHERE name = 'A'`,
      sql`INSERT INTO automation_datasets (automation_id, dataset_id) SELECT a.id, d.id FROM automations a, datasets d WHERE d.name = 'B'`,
      sql`UPDATE automations SET profile_id = (SELECT id FROM profiles WHERE name = 'Viewer')`,
      sql`DELETE FROM automation_gifts`,
    ]) {
      await occasion.database.write([change]);
      const next = await epochs();
      expect([next[1] > last[1], next[2] > last[2], next[4] === last[4]]).toEqual([
        true,
        true,
        true,
      ]);
      last = next;
    }
  });
});

describe('settling', () => {
  it('does nothing twice: no second row, no second audit, no version that moves', async () => {
    await create();
    const state = await stateOf(occasion);
    const versions = await all(occasion.database, 'SELECT * FROM versions');
    expect(await settleAutomations(occasion)).toEqual({ gained: [], lost: [], beyond: [] });
    expect(await stateOf(occasion)).toEqual(state);
    expect(await all(occasion.database, 'SELECT * FROM versions')).toEqual(versions);
  });

  it('T-47 by several at once is done by one of them', async () => {
    const { one, other, close } = await openAcademyTwice();
    try {
      await furnished(one);
      await createAutomation(one, {
        ...{ name: 'Owners', enabled: true, profile: 'Reader', datasets: ['A'], rules: owners },
      });
      await setJob(one, 4, 'Franchise Owner');
      await setJob(one, 2, '');
      const done = await Promise.all([one, other, one, other].map((it) => settleAutomations(it)));
      expect(done.filter(({ gained, lost }) => gained.length + lost.length > 0)).toHaveLength(1);
      const told = (await auditOf(one)).filter(({ action }) => action === 'automation.settle');
      expect(told.map(({ subject }) => subject)).toEqual([
        ...['power_user:u-maria', 'power_user:u-omar', 'power_user:u-omar', 'power_user:u-ines'],
      ]);
    } finally {
      close();
    }
  });

  it('PU-022 gives nobody an eleventh profile: who would have one is told, and gets no half of the gift', async () => {
    for (let at = 1; at <= 10; at += 1) {
      await createProfile(occasion, { name: `P${at}` });
      await grantProfile(occasion, { powerUser: 'u-maria', profiles: [`P${at}`] });
    }
    const { settled } = await create();
    expect(settled.beyond).toEqual([
      { person: 'u-maria', automation: 'Owners', because: expect.stringContaining('10 profiles') },
    ]);
    expect((await rights()).gifts).toEqual([['omar', 'Owners']]);
    const told = await findTrouble(occasion.database, occasion.nowSeconds);
    expect(told.map((one) => one.told)).toContain(
      'The automation "Owners" gives maria nothing: a power user holds at most 10 profiles',
    );
    await revokeProfile(occasion, { powerUser: 'u-maria', profiles: ['P1'] });
    await settleAutomations(occasion);
    expect((await rights()).gifts).toHaveLength(2);
    await grantProfile(occasion, { powerUser: 'u-maria', profiles: ['P1'] });
    expect((await settleAutomations(occasion)).lost).toEqual([
      { person: 'u-maria', automation: 'Owners' },
    ]);
  });

  it('gives nobody a sixty-first dataset, and everybody a sixtieth', async () => {
    const datasets = Array.from({ length: 58 }, (_, at) => `D${at}`);
    for (const name of datasets) {
      await createDataset(occasion, { name });
      await assignDataset(occasion, { powerUser: 'u-maria', dataset: name });
    }
    expect((await create({ datasets: ['A', 'B'] })).settled.beyond).toEqual([]);
    await createDataset(occasion, { name: 'C' });
    await assignDataset(occasion, { powerUser: 'u-maria', dataset: 'C' });
    const { beyond, lost } = await settleAutomations(occasion);
    expect(beyond).toMatchObject([{ person: 'u-maria' }]);
    expect(lost).toMatchObject([{ person: 'u-maria' }]);
  });

  it('takes nothing from rules that can not be asked: they match nobody', async () => {
    await create();
    await occasion.database.write([
      sql`UPDATE automation_rules SET field = 'level', operator = 'is_empty'`,
    ]);
    await settleAutomations(occasion);
    expect(await rights()).toEqual({ levels: before, gifts: [] });
  });
});

describe('a preview', () => {
  it('SKY-025 shows who would be included, gain and lose, and saves nothing', async () => {
    await create();
    const state = await stateOf(occasion);
    const rules = {
      match: 'any',
      rules: [{ field: 'username', operator: 'is_one_of', value: ['ines', 'maria'] }],
    };
    const found = await previewAutomation(occasion.database, { automation: 'Owners', rules });
    const names = Object.fromEntries(
      (['included', 'gain', 'lose', 'beyond'] as const).map((part) => [
        part,
        found[part].first.map(({ name }) => name),
      ]),
    );
    expect(names).toEqual({
      included: ['ines', 'maria'],
      gain: ['ines'],
      lose: ['omar'],
      beyond: [],
    });
    expect(await stateOf(occasion)).toEqual(state);
  });

  it('SKY-025 shows rules that are saved nowhere', async () => {
    const { included } = await previewAutomation(occasion.database, { rules: owners });
    expect(included.count).toBe(2);
  });

  it('refuses what could not be saved, and nothing to preview', async () => {
    await refused(previewAutomation(occasion.database, {}), 'unprocessable');
    await refused(previewAutomation(occasion.database, { automation: 'None' }), 'not-found');
  });
});

describe('what is refused', () => {
  it.each<[string, object, string, 'unprocessable' | 'not-found']>([
    ['no rule', { rules: { match: 'all', rules: [] } }, 'without a rule', 'unprocessable'],
    ['no dataset (SKY-026)', { datasets: [] }, 'at least one dataset', 'unprocessable'],
    ['an unknown profile', { profile: 'None' }, 'no profile "None"', 'not-found'],
    ['an unknown dataset', { datasets: ['None'] }, 'no dataset "None"', 'not-found'],
    ['a taken name', { name: 'Taken' }, 'already', 'unprocessable'],
    [
      'T-23 a placeholder',
      {
        rules: {
          match: 'all',
          rules: [{ field: 'username', operator: 'equals', value: '{power_user.username}' }],
        },
      },
      'about the person themselves',
      'unprocessable',
    ],
    [
      'a question about the level',
      { rules: { match: 'all', rules: [{ field: 'level', operator: 'equals', value: 'user' }] } },
      "can't ask about the level",
      'unprocessable',
    ],
    [
      'a field that is not there',
      { rules: { match: 'all', rules: [{ field: 'field:jbo', operator: 'equals', value: 'x' }] } },
      'no additional field "jbo"',
      'unprocessable',
    ],
  ])('%s', async (_, more, told, slug) => {
    await create({ name: 'Taken', enabled: false });
    const state = await stateOf(occasion);
    const refusal = await refused(create(more), slug);
    expect(refusal.message).toContain(told);
    expect(await stateOf(occasion)).toEqual(state);
    await refused(
      editAutomation(occasion, {
        automation: 'Taken',
        ...more,
        ...('name' in more ? { name: 'T<' } : {}),
      }),
      slug,
    );
    expect(await readAutomations(occasion.database)).toHaveLength(1);
  });

  it('a private dataset, whoever owns it', async () => {
    await createDataset(occasion, { name: 'Mine', owner: 'u-maria' });
    const refusal = await refused(create({ datasets: ['Mine'] }), 'unprocessable');
    expect(refusal.message).toContain('"Mine"');
  });

  it('the removal of what an automation gives, and no longer once the automation is gone', async () => {
    await create();
    const taken = [
      removeProfile(occasion, { profile: 'Reader' }),
      removeDataset(occasion, { dataset: 'A' }),
    ];
    for (const attempt of taken) {
      expect((await refused(attempt, 'unprocessable')).message).toContain('"Owners"');
    }
    await removeAutomation(occasion, { automation: 'Owners' });
    await removeProfile(occasion, { profile: 'Reader' });
    await removeDataset(occasion, { dataset: 'A' });
  });

  it('the demotion of whom an automation would make a power user again', async () => {
    await create();
    const refusal = await refused(
      demotePowerUser(occasion, { powerUser: 'u-maria' }),
      'unprocessable',
    );
    expect(refusal.message).toContain('"Owners"');
    await disableAutomation(occasion, { automation: 'Owners' });
    await demotePowerUser(occasion, { powerUser: 'u-maria' });
  });

  it('an automation that is not there', async () => {
    for (const act of [editAutomation, enableAutomation, disableAutomation, removeAutomation]) {
      await refused(act(occasion, { automation: 'None' }), 'not-found');
    }
  });
});
