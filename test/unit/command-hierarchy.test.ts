/** Parents who manage children: what they may, what they may not, and what comes of it. */
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { cutDataset } from '../../server/command/cut-dataset.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { editDataset } from '../../server/command/edit-dataset.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { passProfileOn } from '../../server/command/pass-profile-on.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { revokeProfile } from '../../server/command/revoke-profile.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { takeProfileBack } from '../../server/command/take-profile-back.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { compileScope } from '../../server/scope/sql.ts';
import { openMemory } from '../world/open.ts';
import { auditOf, refused, stateOf } from './command-world.ts';
import { acting, administrator, items, openFamily, openTwice, sight } from './hierarchy-world.ts';

let root: Occasion;
let ann: Occasion;
beforeEach(async () => {
  root = await openFamily(await openMemory());
  ann = acting(root, 'ann');
});

const [bob, cid, dan, eve, fay] = ['u-bob', 'u-cid', 'u-dan', 'u-eve', 'u-fay'] as const;
const part = (powerUser: string, more: object = {}) => ({
  ...{ powerUser, dataset: 'Team', name: 'Part' },
  selections: { people: items('user u-dan'), courses: items('course c1') },
  ...more,
});
const become = (profile: string) => grantProfile(root, { powerUser: 'u-ann', profiles: [profile] });

/** Refused, with nothing written. */
async function stays(attempt: () => Promise<unknown>, slug: Parameters<typeof refused>[1]) {
  const before = await stateOf(root);
  const refusal = await refused(attempt(), slug);
  expect(await stateOf(root)).toEqual(before);
  return refusal;
}

describe('on whom a parent may act', () => {
  it('PU-097 on nobody while the setting is off, and on children while it is on', async () => {
    const grant = () => grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    await setSetting(root, { setting: 'power_user_management', value: false });
    await stays(grant, 'forbidden');
    await setSetting(root, { setting: 'power_user_management', value: true });
    expect((await grant()).profiles).toEqual(['Reader']);
  });

  it('PU-098 PU-099 on nobody without a permission of Power User management', async () => {
    await revokeProfile(root, { powerUser: 'u-ann', profiles: ['Manager'] });
    await stays(() => grantProfile(ann, { powerUser: bob, profiles: ['Reader'] }), 'forbidden');
  });

  it('PU-034 PU-102 PERM-090 with the right to create: on those alone whom they promoted', async () => {
    await stays(() => demotePowerUser(ann, { powerUser: cid }), 'forbidden');
    await promotePowerUser(ann, { powerUser: dan });
    const demoted = await demotePowerUser(ann, { powerUser: dan });
    expect(demoted.promotedBy).toBe('u-ann');
  });

  it('PU-033 PU-103 PERM-091 with the right to edit: on all whom they see', async () => {
    await become('Editor');
    await grantProfile(ann, { powerUser: cid, profiles: ['Reader'] });
    expect((await sight(root, 'cid')).permissions).toEqual(['reports.view']);
  });

  it('PU-009 PU-015 PU-100 on nobody outside their people, as if there were nobody', async () => {
    await become('Editor');
    const nobody = await refused(demotePowerUser(ann, { powerUser: 'u-nobody' }), 'not-found');
    const stranger = await stays(() => demotePowerUser(ann, { powerUser: eve }), 'not-found');
    expect(stranger.message).toBe(nobody.message.replace('u-nobody', eve));
    await stays(() => promotePowerUser(ann, { powerUser: fay }), 'not-found');
  });

  it('PU-016 T-47 never on themselves, though they stand among their own people', async () => {
    await become('Editor');
    await stays(() => grantProfile(ann, { powerUser: 'u-ann', profiles: ['Reader'] }), 'forbidden');
    await stays(() => demotePowerUser(ann, { powerUser: 'u-ann' }), 'forbidden');
    await stays(() => cutDataset(ann, part('u-ann')), 'forbidden');
  });

  it('T-47 T-48 never on whom they have anything from, however far up', async () => {
    await grantProfile(root, { powerUser: cid, profiles: ['Editor'] });
    await assignDataset(root, { powerUser: cid, dataset: 'Everything' });
    // Ann promoted Bob, and a part of hers makes Cid her child, too.
    await become('Editor');
    await cutDataset(ann, part(cid));
    const child = acting(root, 'cid');
    await stays(() => demotePowerUser(child, { powerUser: 'u-ann' }), 'forbidden');
    await stays(
      () => revokeProfile(child, { powerUser: 'u-ann', profiles: ['Manager'] }),
      'forbidden',
    );
    // Bob is nobody above Cid.
    await demotePowerUser(child, { powerUser: bob });
  });

  it('leaves out whoever is switched off themselves, or whose account has ended', async () => {
    const grant = () => grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    await root.database.write([sql`UPDATE users SET expires_at = ${root.nowSeconds} WHERE id = 1`]);
    await stays(grant, 'forbidden');
    await root.database.write([
      sql`UPDATE users SET expires_at = NULL, status = 'inactive' WHERE id = 1`,
    ]);
    await stays(grant, 'forbidden');
    await root.database.write([sql`UPDATE users SET status = 'active' WHERE id = 1`]);
    await grant();
  });
});

describe('what a parent may give', () => {
  it('PU-031 PU-101 PU-104 a profile that they hold to pass on', async () => {
    const given = await grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    expect(given.givenByPowerUsers).toEqual([{ profile: 'Reader', by: 'u-ann' }]);
    expect((await sight(root, 'bob')).permissions).toEqual(['reports.view']);
    const [event] = (await auditOf(root)).slice(-1);
    expect(event).toMatchObject({ action: 'profile.grant', subject: 'power_user:u-bob' });
    expect(event?.actor).toContain('ann');
  });

  it('PU-080 PU-081 which gives them no rights themselves', async () => {
    await passProfileOn(root, { powerUser: 'u-ann', profiles: ['Secret'] });
    expect((await sight(root, 'ann')).permissions).not.toContain('reports.export');
    await passProfileOn(ann, { powerUser: bob, profiles: ['Secret'] });
    expect((await sight(root, 'bob')).permissions).toEqual([]);
  });

  it('T-45 no other profile, not even one that they use, and none that there is not', async () => {
    const messages = [];
    for (const name of ['Manager', 'Secret', 'No such profile']) {
      const attempt = () => grantProfile(ann, { powerUser: bob, profiles: ['Reader', name] });
      const { message } = await stays(attempt, 'forbidden');
      messages.push(message.replace(name, '…'));
      await stays(() => passProfileOn(ann, { powerUser: bob, profiles: [name] }), 'forbidden');
    }
    expect(new Set(messages).size).toBe(1);
  });

  it('PU-032 PU-105 T-46 takes any profile from a child, and can not give back what is not theirs to give', async () => {
    await grantProfile(root, { powerUser: bob, profiles: ['Secret', 'Reader'] });
    const left = await revokeProfile(ann, { powerUser: bob, profiles: ['Secret', 'Reader'] });
    expect(left.profiles).toEqual([]);
    await stays(() => grantProfile(ann, { powerUser: bob, profiles: ['Secret'] }), 'forbidden');
    expect((await grantProfile(ann, { powerUser: bob, profiles: ['Reader'] })).profiles).toEqual([
      'Reader',
    ]);
  });

  it('PU-062 PU-063 single things out of what they hold, and FOR-019 these people in these courses', async () => {
    await cutDataset(ann, part(bob));
    expect((await sight(root, 'bob')).pairs).toEqual(['dan c1']);
    await cutDataset(ann, {
      ...part(bob, { name: 'Plan' }),
      selections: { people: items('group team'), plans: items('plan p1') },
    });
    expect((await sight(root, 'bob')).pairs).toEqual([
      'ann c3',
      'bob c3',
      'cid c3',
      'dan c1',
      'dan c3',
    ]);
  });

  it('PU-062 never all of an axis, and no rules', async () => {
    const all = { people: { mode: 'all' }, courses: items('course c1') };
    await stays(() => cutDataset(ann, part(bob, { selections: all })), 'unprocessable');
    for (const selections of [
      { people: { mode: 'team' }, courses: items('course c1') },
      { people: items('group team'), courses: { mode: 'visible_catalogs' } },
    ]) {
      await stays(() => cutDataset(ann, part(bob, { selections })), 'unprocessable');
    }
    const rules = {
      match: 'all',
      rules: [{ field: 'username', operator: 'equals', value: 'dan' }],
    };
    const ruled = { people: { mode: 'subset', rules }, courses: items('course c1') };
    await stays(() => cutDataset(ann, part(bob, { selections: ruled })), 'unprocessable');
  });

  it('T-45 nothing that they do not hold, as if it were not there', async () => {
    const pick = (selections: object) => cutDataset(ann, part(bob, { selections }));
    const messages = [];
    for (const key of ['u-fay', 'u-nobody']) {
      const { message } = await stays(() => pick({ people: items(`user ${key}`) }), 'forbidden');
      messages.push(message.replace(key, '…'));
    }
    for (const one of ['group other', 'group none', 'branch none']) {
      await stays(() => pick({ people: items(one) }), 'forbidden');
    }
    await stays(() => pick({ courses: items('category none') }), 'forbidden');
    const below = { mode: 'subset', items: [{ kind: 'branch', key: 'north', descendants: true }] };
    await stays(() => pick({ people: below }), 'forbidden');
    const other = await stays(
      () => cutDataset(ann, part(bob, { dataset: 'Everything' })),
      'forbidden',
    );
    const none = await stays(() => cutDataset(ann, part(bob, { dataset: 'None' })), 'forbidden');
    messages.push(other.message.replace('Everything', '-'), none.message.replace('None', '-'));
    expect(new Set(messages).size).toBe(2);
    await pick({ people: items('branch north', 'group team', 'user u-dan') });
  });

  it('PU-064 nothing that they have by visible catalogs or their team, not even one thing of it', async () => {
    const modes = { people: { mode: 'team' }, courses: { mode: 'visible_catalogs' } };
    await createDataset(root, { name: 'By chance', owner: 'u-ann', selections: modes });
    await root.database.write([
      sql`UPDATE users SET manager_id = 1 WHERE id = 6`,
      sql`INSERT INTO catalogs (id, key, name, visibility) VALUES (1, 'k', 'k', 'everyone')`,
      sql`INSERT INTO catalog_items (catalog_id, kind, item_id) VALUES (1, 'course', 3)`,
    ]);
    const pick = { people: items('user u-fay'), courses: items('course c3') };
    const attempt = () => cutDataset(ann, part(bob, { dataset: 'By chance', selections: pick }));
    expect((await sight(root, 'ann')).pairs).toContain('fay c3');
    await stays(attempt, 'forbidden');
    // Cut by a superadmin, or held explicitly before, it comes to nothing.
    await cutDataset(root, part(bob, { dataset: 'By chance', selections: pick, maker: 'u-ann' }));
    expect((await sight(root, 'bob')).pairs).toEqual([]);
    const explicit = { people: items('user u-fay'), courses: items('course c3') };
    await editDataset(root, { dataset: 'By chance', selections: explicit });
    expect((await sight(root, 'bob')).pairs).toEqual(['fay c3']);
  });

  it('PU-049 for a time, within that of their own', async () => {
    await cutDataset(ann, part(bob, { validUntil: root.nowSeconds + 100 }));
    const later = { ...root, nowSeconds: root.nowSeconds + 100 };
    expect((await sight(root, 'bob')).pairs).toEqual(['dan c1']);
    expect((await sight(later, 'bob')).pairs).toEqual([]);
  });

  it('PU-053 takes any dataset from a child, and can not give back what is not theirs to give', async () => {
    await createDataset(root, { name: 'More', selections: { people: { mode: 'all' } } });
    await assignDataset(root, { powerUser: bob, dataset: 'More' });
    await cutDataset(ann, part(bob));
    await unassignDataset(ann, { powerUser: bob, dataset: 'More' });
    const left = await unassignDataset(ann, { powerUser: bob, dataset: 'bob: Part' });
    expect(left).toMatchObject({ datasets: [], privateDatasets: [] });
    await stays(() => assignDataset(ann, { powerUser: bob, dataset: 'More' }), 'forbidden');
    await cutDataset(ann, part(bob));
  });

  it('tells nothing of datasets that a child does not hold', async () => {
    const { message } = await stays(
      () => unassignDataset(ann, { powerUser: bob, dataset: 'Everything' }),
      'unprocessable',
    );
    const none = await stays(
      () => unassignDataset(ann, { powerUser: bob, dataset: 'None' }),
      'unprocessable',
    );
    expect(none.message).toBe(message.replace('Everything', 'None'));
  });

  it('needs the right to create to promote', async () => {
    await revokeProfile(root, { powerUser: 'u-ann', profiles: ['Manager'] });
    await become('Editor');
    await stays(() => promotePowerUser(ann, { powerUser: dan }), 'forbidden');
  });
});

describe('what a parent loses', () => {
  it('T-49 a profile to pass on: the grants by it are gone at once, and come back with it', async () => {
    await grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    await takeProfileBack(root, { powerUser: 'u-ann', profiles: ['Reader'] });
    expect((await sight(root, 'bob')).permissions).toEqual([]);
    await passProfileOn(root, { powerUser: 'u-ann', profiles: ['Reader'] });
    expect((await sight(root, 'bob')).permissions).toEqual(['reports.view']);
  });

  it('T-49 T-20 a dataset, its validity, or their own standing', async () => {
    await cutDataset(ann, part(bob));
    const seen = async () => (await sight(root, 'bob')).pairs;
    const { database } = root;
    await assignDataset(root, { powerUser: 'u-ann', dataset: 'Team', validUntil: root.nowSeconds });
    expect(await seen()).toEqual([]);
    await assignDataset(root, { powerUser: 'u-ann', dataset: 'Team' });
    expect(await seen()).toEqual(['dan c1']);
    await database.write([sql`UPDATE users SET status = 'inactive' WHERE id = 1`]);
    expect(await seen()).toEqual([]);
    await database.write([sql`UPDATE users SET status = 'active' WHERE id = 1`]);
    await demotePowerUser(root, { powerUser: 'u-ann' });
    expect(await seen()).toEqual([]);
  });

  it('a superadmin who grants the same makes it theirs', async () => {
    await grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    const mine = await grantProfile(root, { powerUser: bob, profiles: ['Reader'] });
    expect(mine.givenByPowerUsers).toEqual([]);
    await demotePowerUser(root, { powerUser: 'u-ann' });
    expect((await sight(root, 'bob')).permissions).toEqual(['reports.view']);
  });

  it('another parent takes over what counts no more', async () => {
    await grantProfile(ann, { powerUser: bob, profiles: ['Reader'] });
    await takeProfileBack(root, { powerUser: 'u-ann', profiles: ['Reader'] });
    await grantProfile(root, { powerUser: cid, profiles: ['Editor'] });
    await passProfileOn(root, { powerUser: cid, profiles: ['Reader'] });
    await assignDataset(root, { powerUser: cid, dataset: 'Everything' });
    const taken = await grantProfile(acting(root, 'cid'), { powerUser: bob, profiles: ['Reader'] });
    expect(taken.givenByPowerUsers).toEqual([{ profile: 'Reader', by: 'u-cid' }]);
    expect((await sight(root, 'bob')).permissions).toEqual(['reports.view']);
  });
});

describe('a superadmin in the place of a parent', () => {
  it('cuts out of what the parent holds, whoever sees it then with them', async () => {
    await cutDataset(root, part(eve, { maker: 'u-ann' }));
    expect((await sight(root, 'eve')).pairs).toEqual(['dan c1']);
    await refused(cutDataset(root, part(eve, { name: 'Other' })), 'unprocessable');
    await refused(cutDataset(root, part(eve, { maker: bob, name: 'Other' })), 'unprocessable');
    await refused(cutDataset(root, part(eve, { maker: 'u-ann' })), 'unprocessable');
  });

  it('T-48 closes no ring', async () => {
    await cutDataset(root, part(eve, { maker: 'u-ann' }));
    const back = { dataset: 'eve: Part', maker: eve, name: 'Back' };
    await stays(() => cutDataset(root, part('u-ann', back)), 'unprocessable');
  });
});

describe('parents who act at the same time', () => {
  /** Ann and Cid see each other and may act on each other; each holds a profile to pass on. */
  async function openRivals(): Promise<{ one: Occasion; other: Occasion; close: () => void }> {
    const { one, other, close } = await openTwice();
    await openFamily(one.database);
    const give = { ...one, actor: administrator };
    await grantProfile(give, { powerUser: 'u-ann', profiles: ['Editor'] });
    await grantProfile(give, { powerUser: cid, profiles: ['Editor'] });
    await passProfileOn(give, { powerUser: cid, profiles: ['Secret'] });
    await assignDataset(give, { powerUser: cid, dataset: 'Everything' });
    return { one: give, other: { ...give, database: other.database }, close };
  }

  it('T-47 T-48 of two who pass on to each other one wins, and no ring comes of it', async () => {
    const { one, other, close } = await openRivals();
    const outcomes = await Promise.allSettled([
      passProfileOn(acting(one, 'ann'), { powerUser: cid, profiles: ['Reader'] }),
      passProfileOn(acting(other, 'cid'), { powerUser: 'u-ann', profiles: ['Secret'] }),
    ]);
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    expect(lost).toMatchObject([{ slug: 'forbidden' }]);
    close();
  });

  it('T-45 T-47 what is taken from a parent meanwhile does not reach the child', async () => {
    const { one, other, close } = await openRivals();
    await Promise.allSettled([
      grantProfile(acting(one, 'ann'), { powerUser: bob, profiles: ['Reader'] }),
      takeProfileBack(other, { powerUser: 'u-ann', profiles: ['Reader'] }),
    ]);
    expect((await sight(one, 'bob')).permissions).toEqual([]);
    await Promise.allSettled([
      cutDataset(acting(one, 'ann'), part(bob)),
      unassignDataset(other, { powerUser: 'u-ann', dataset: 'Team' }),
    ]);
    expect((await sight(one, 'bob')).pairs).toEqual([]);
    close();
  });

  it('PU-022 of ten profiles by two parents none is too many', async () => {
    const { one, other, close } = await openRivals();
    const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
    for (const name of names) await createProfile(one, { name, permissions: [] });
    await passProfileOn(one, { powerUser: 'u-ann', profiles: names });
    await passProfileOn(one, { powerUser: cid, profiles: names });
    await Promise.allSettled([
      grantProfile(acting(one, 'ann'), { powerUser: bob, profiles: names.slice(0, 6) }),
      grantProfile(acting(other, 'cid'), { powerUser: bob, profiles: names.slice(6) }),
    ]);
    const [[[count] = []] = []] = await one.database.read(
      sql`SELECT count(*) FROM grants WHERE power_user_id = 2`,
    );
    expect(count).toBe(6);
    close();
  });
});

describe('long ways', () => {
  it('T-48 a ring of gifts in the data gives nothing, and a thousand in a row are found out quickly', async () => {
    const { database } = root;
    const chain = Array.from({ length: 1000 }, (_, index) => 100 + index);
    await database.write([
      ...chain.map(
        (id) => sql`INSERT INTO users (id, key, username, level)
          VALUES (${id}, ${`n${id}`}, ${`n${id}`}, 'power_user')`,
      ),
      ...chain.map(
        (id) => sql`INSERT INTO profile_resources (power_user_id, profile_id, granted_by)
          VALUES (${id}, 3, ${id === 100 ? null : id - 1})`,
      ),
      ...chain.map(
        (id) => sql`INSERT INTO datasets (id, name, cut_from, made_by)
          VALUES (${id}, ${`d${id}`}, ${id - 1}, ${id - 1})`,
      ),
      ...chain.map(
        (id) =>
          sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) VALUES (${id}, ${id})`,
      ),
      sql`INSERT INTO grants (power_user_id, profile_id, granted_at, granted_by) VALUES (2, 3, 0, 1099)`,
      sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) VALUES (2, 1099)`,
    ]);
    const started = performance.now();
    expect(await sight(root, 'bob')).toEqual({ permissions: ['reports.view'], pairs: [] });
    await database.write([
      sql`UPDATE profile_resources SET granted_by = 1099 WHERE power_user_id = 100`,
      sql`UPDATE datasets SET cut_from = 1099, made_by = 1099 WHERE id = 100`,
    ]);
    expect(await sight(root, 'bob')).toEqual({ permissions: [], pairs: [] });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('T-48 no more links are cut than a scope can hold', async () => {
    let [parent, dataset] = ['u-ann', 'Team'];
    const ids = Array.from({ length: 62 }, (_, index) => `n${index}`);
    await root.database.write(
      ids.map(
        (id) => sql`INSERT INTO users (key, username, level) VALUES (${id}, ${id}, 'power_user')`,
      ),
    );
    let made = 0;
    for (const powerUser of ids) {
      const attempt = cutDataset(root, part(powerUser, { dataset, maker: parent }));
      if (made >= 59) {
        await refused(attempt, 'unprocessable');
        break;
      }
      await attempt;
      made += 1;
      [parent, dataset] = [powerUser, `${powerUser}: Part`];
    }
    expect(made).toBe(59);
    const [[[last] = []] = []] = await root.database.read(
      sql`SELECT id FROM users WHERE key = ${parent}`,
    );
    const scope = await resolveScope(root.database, {
      ...{ powerUserId: Number(last), siteId: 'portal', nowSeconds: root.nowSeconds },
    });
    expect(scope.rectangles.map(({ above }) => above?.length)).toEqual([59]);
    const { tables } = compileScope(scope);
    const [rows = []] = await root.database.read(sql`${tables} SELECT id FROM scope_people`);
    expect(rows).toEqual([[4]]);
  });
});
